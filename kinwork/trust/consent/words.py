"""What a family reads of a consent: the classes in its words, and the exact words filled in."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kinwork.trust.consent import rules

SEES = {
    "identity": gettext_lazy("our names and birth dates"),
    "contact": gettext_lazy("how to reach us"),
    "location": gettext_lazy("our street address"),
    "household": gettext_lazy("who lives with us, and our town or ZIP code"),
    "means": gettext_lazy("the money that comes in and the help we get now"),
    "demographics": gettext_lazy("what I said about our roots"),
    "health": gettext_lazy("what I said about health and pregnancy"),
    "development": gettext_lazy("what I said about how my child grows"),
    "sud": gettext_lazy("care for drugs or drink"),
    "safety": gettext_lazy("what I said about being safe"),
    "education": gettext_lazy("what my child’s school wrote"),
    "plan": gettext_lazy("our plan and our goals"),
    "notes": gettext_lazy("the notes that I show them"),
}
WAY_WORDS = {
    "on screen": gettext_lazy("on the screen"),
    "on paper": gettext_lazy("on paper"),
    "by phone with a witness": gettext_lazy("by phone, and somebody else heard it"),
    "by text": gettext_lazy("by a link in a text message, after I showed who I am"),
    "by link": gettext_lazy("by a link, after I showed who I am"),
}
HOW_NOT = {
    rules.NO_WITNESS: gettext_lazy("Write who heard it: a second worker, or the interpreter."),
    rules.WITNESS_OF_NOTHING: gettext_lazy("A witness belongs to a call."),
    rules.NO_PAPER: gettext_lazy("A date and a place belong to a paper."),
}

# What became of a question that went out as a link.
ASK_WORDS = {
    "yes": gettext_lazy("They said yes"),
    "no": gettext_lazy("They said no"),
    rules.RECALLED: gettext_lazy("Taken back"),
    rules.LAPSED: gettext_lazy("Nobody answered in three days"),
    rules.TRIED: gettext_lazy("Closed: somebody opened it who could not say who they are"),
    rules.NO_ADDRESS: gettext_lazy("Not sent: they have no safe address any more"),
    rules.CLOSED: gettext_lazy("Over"),
    "waits": gettext_lazy("Waits for an answer"),
}


WHY_NOT = {
    rules.NOT_NARROWER: gettext_lazy("This can only take away. To share more, say yes again."),
    rules.SAME: gettext_lazy("Nothing changed. Take a mark away first."),
    rules.NOTHING_LEFT: gettext_lazy("Nothing is left. Then end it instead."),
    rules.LATER: gettext_lazy("This can only end sooner, not later."),
    rules.OVER: gettext_lazy("This has ended already."),
    rules.REFUSAL: gettext_lazy("This is a no. It can be ended, not made smaller."),
}


def sees(classes: Iterable[str]) -> list[str]:
    """The classes in the family's words, in one fixed order."""
    named = set(classes)
    return [str(SEES[name]) for name in SEES if name in named]


def listed(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("%(most)s and %(last)s") % {"most": ", ".join(parts[:-1]), "last": parts[-1]}


def filled(
    body: str,
    *,
    agency: str,
    classes: Iterable[str],
    until: date | None,
    language: str,
    records: str = "",
    only: str = "",
) -> str:
    """The exact words. Replaced plainly: a stray brace that a community typed breaks nothing.

    records: the papers that a written yes names; only: the one person there who may see them.
    """
    with override(language):
        day = date_format(until, "DATE_FORMAT") if until else _("the day that I end it")
        alone = " " + _("Only %(name)s may see it there.") % {"name": only} if only else ""
        said = body.replace("{agency}", agency).replace("{classes}", listed(sees(classes)))
        said = said.replace("{until}", day).replace("{only}", alone)
        return said.replace("{records}", records)


def asked_state(ask: Any, now: datetime) -> tuple[str, Any]:
    """The tone and the words of one question."""
    if ask.answered_at:
        return ("good" if ask.answer == "yes" else "stopped"), ASK_WORDS[ask.answer]
    if ask.ended_at:
        return "quiet", ASK_WORDS[ask.ended_why]
    if ask.expires_at <= now:
        return "quiet", ASK_WORDS[rules.LAPSED]
    return "waiting", ASK_WORDS["waits"]
