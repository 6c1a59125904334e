"""Steps, groups and measures as people read them, each with its definition in one sentence."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kinwork.family.referrals.words import REASON_WORDS, need_name
from kinwork.system.loop.queries import names_of
from kinwork.system.loop.rules import KNOWN

LANGUAGES = {"en": _("English"), "es": _("Spanish")}
BY_WORDS = {
    "program": _("Kind of help"),
    "partner": _("Partner"),
    "zip": _("ZIP code of the family"),
    "language": _("Language of the family"),
}
# step -> (name, what it is)
STEP_WORDS = {
    "sent": (
        _("Sent"),
        _("Referrals that were sent in these days. Taken back or made by mistake: left out."),
    ),
    "due": (
        _("Answer was due"),
        _(
            "Those whose two business days are over, or that were answered; not those taken back, withdrawn or sent another way before, and not those that a rule answered at once."
        ),
    ),
    "in time": (
        _("Answered within 2 business days"),
        _(
            "Accepted, put on the waiting list or declined by 5 p.m. of the second business day, in the community's own calendar."
        ),
    ),
    "answered": (
        _("Answered"),
        _("Accepted, put on the waiting list or declined. A question back is no answer yet."),
    ),
    "accepted": (_("Accepted"), _("The receiver took the family on.")),
    "contacted": (
        _("First contact"),
        _("The receiver tried to reach the family, set a date, or began."),
    ),
    "served": (
        _("Service began"),
        _("The receiver wrote down that service began, or what the family got."),
    ),
    "met": (_("Need met, as the provider says"), _("The provider wrote: fully, or in part.")),
}
# The same steps, seen from the need: how far the best of its referrals came.
NEED_WORDS = {
    "told": _("Needs that families told"),
    "sent": _("A referral was sent"),
    "answered": _("Somebody answered"),
    "accepted": _("Somebody accepted"),
    "contacted": _("The family was contacted"),
    "served": _("Service began"),
    "met": _("Met, as the provider says"),
    "said": _("The family said how it went"),
    "helped": _("It helped, says the family"),
}
TIME_WORDS = {
    "first answer": (_("Until the first answer"), _("From sending to the answer.")),
    "first contact": (
        _("Until the first contact"),
        _("From accepting to the first try or meeting."),
    ),
    "service": (_("Until service begins"), _("From sending to the day service began.")),
    "wait": (_("On the waiting list"), _("From being put on the list to leaving it.")),
}
# what happened beside the way -> (name, what it is)
ASIDE_WORDS = {
    "declined": (_("Declined"), _("The receiver said no, and it stands.")),
    "by a rule": (
        _("Answered at once by a rule: full"),
        _(
            "The receiver had said before that it is full and keeps no list. Nobody there was asked, so it is neither late nor a decline."
        ),
    ),
    "not served": (_("Ended without service"), _("Accepted, then ended before service began.")),
    "expired": (_("Expired without an answer"), _("Nobody answered, and its time ran out.")),
    "re-routed": (_("Sent another way"), _("It went to another place instead, without an answer.")),
    "open": (_("Still open"), _("It has not ended yet.")),
    "waited": (_("Were on a waiting list"), _("The receiver put the family on its list.")),
    "no-show": (_("The family missed a date"), _("At least one date that was set.")),
    "out of reach": (
        _("Could not be reached"),
        _("That is the reason for which it was declined, or ended."),
    ),
    "asked back": (
        _("Came with something missing"),
        _("The receiver had to ask before it could answer."),
    ),
    "disputed": (
        _("The family says otherwise"),
        _("The family's newest word says that what was written down is not so."),
    ),
    "introduced": (
        _("Introduced in person"),
        _("Somebody brought the family and the receiver together."),
    ),
}
# the family's own word -> (name, what it is, what it is a share of)
FAMILY_WORDS = {
    "family asked": (
        _("Families asked"),
        _("We asked how it went, or they told us unasked."),
        "sent",
    ),
    "family answered": (_("Families who answered"), _("Their newest word counts."), "family asked"),
    "family helped": (_("It helped"), _("They said: yes."), "family answered"),
    "family helped in part": (_("It helped in part"), _("They said: partly."), "family answered"),
}
REASONS_MEAN = _("The coded reason of each that was declined, or ended without service.")
DATES_MEAN = _("Of all dates that were set; a family may miss more than one.")


def definitions() -> dict[str, str]:
    """What each measure means, by the name that it has in files."""
    told = {name: str(means) for name, (_said, means) in (STEP_WORDS | ASIDE_WORDS).items()}
    told |= {name: str(means) for name, (_said, means, _of) in FAMILY_WORDS.items()}
    told |= {f"time: {name}": str(means) for name, (_said, means) in TIME_WORDS.items()}
    return told | {"reasons": str(REASONS_MEAN), "dates": str(DATES_MEAN)}


def group_names(by: str, groups: Iterable[str], language: str) -> dict[str, Any]:
    """What each group is called; `by` as in rules.DIMENSIONS."""
    groups = list(groups)
    if by == "partner":
        found: Mapping[str, Any] = names_of(groups)
    elif by == "program":
        found = {one: need_name(one, language) for one in groups}
    elif by == "language":
        found = LANGUAGES
    else:
        found = {}
    return {one: _("Not known") if one == KNOWN else found.get(one, one) for one in groups}


def reason_name(code: str) -> Any:
    return REASON_WORDS.get(code, code)


def lasted(hours: float | None) -> str:
    """Hours as people say them; a dash where that share was not there yet."""
    if hours is None:
        return "–"
    if hours < 48:
        whole = max(1, round(hours))
        return ngettext("%(n)s hour", "%(n)s hours", whole) % {"n": whole}
    days = round(hours / 24, 1)
    number = int(days) if days == int(days) or days >= 10 else days
    return ngettext("%(n)s day", "%(n)s days", 2) % {"n": number}


def percent(part: int | None, whole: int | None) -> str:
    if part is None or not whole:
        return "–"
    return f"{100 * part / whole:.0f} %"
