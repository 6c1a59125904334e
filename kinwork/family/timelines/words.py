"""A child's clocks in words."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kinwork.library import programs
from kinwork.library.timelines import Line, rule_of
from kinwork.library.timelines.model import TOO_CLOSE

STATES = {
    "to come": ("quiet", gettext_lazy("To come")),
    "due": ("waiting", gettext_lazy("Due")),
    "late": ("late", gettext_lazy("Late")),
    "done": ("good", gettext_lazy("Done")),
    "does not apply": ("stopped", gettext_lazy("Does not apply")),
}
FAMILY_STATES = {
    "to come": ("quiet", gettext_lazy("Later")),
    "due": ("waiting", gettext_lazy("Now")),
    "late": ("waiting", gettext_lazy("Ask about it")),
    "done": ("good", gettext_lazy("Done")),
    "does not apply": ("quiet", gettext_lazy("Not for you")),
}
HOLDERS = {
    "early intervention": gettext_lazy("The early intervention program"),
    "school district": gettext_lazy("The school district"),
    "family": gettext_lazy("The family"),
    "family and worker": gettext_lazy("The family with its worker"),
    "doctor or program": gettext_lazy("The child’s doctor or program"),
}
FAMILY_HOLDERS = {
    "early intervention": gettext_lazy("The early help team"),
    "school district": gettext_lazy("Your school district"),
    "family": gettext_lazy("You"),
    "family and worker": gettext_lazy("You, with your worker"),
    "doctor or program": gettext_lazy("Your doctor or program"),
}
REASONS = {
    "family unavailable": gettext_lazy(
        "The family could not come: an exceptional circumstance, noted"
    ),
    "no consent yet": gettext_lazy("No consent yet, although asked again and again, noted"),
    "not eligible": gettext_lazy("Found not eligible"),
    "family said no": gettext_lazy("The family said no"),
    "parents object": gettext_lazy("The parents object to the notice"),
    "moved away": gettext_lazy("The family moved away"),
    "not needed any more": gettext_lazy("Not needed any more"),
    TOO_CLOSE: gettext_lazy("Referred less than 45 days before the third birthday"),
}
EVIDENCE = {
    "own record": gettext_lazy("Our own record"),
    "paper seen": gettext_lazy("I saw the paper"),
    "told by the family": gettext_lazy("The family told us"),
    "told by who did it": gettext_lazy("Whoever did it told us"),
    "screening": gettext_lazy("A result that was recorded"),
}


def title(line: Line, language: str, *, family: bool = False) -> str:
    """What must happen; in plain words where the family reads it."""
    words = line.rule.family if family else line.rule.title
    return words[language].format(program=_program(line.about, language), months=line.about)


def title_of(key: str, language: str) -> str:
    """The words of a key that was recorded, also where its line runs no more."""
    rule = rule_of(key)
    if rule is None:
        return key
    about = key.partition(":")[2].partition(":")[0]
    return rule.title[language].format(program=_program(about, language), months=about)


def _program(code: str, language: str) -> str:
    known = programs.registry().get(code)
    return known.name.get(language, known.name["en"]) if known else code.upper()


def left(line: Line, on: date) -> str:
    """How people would say how long there is."""
    days = line.days_left(on)
    if days < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
    if days == 0:
        return _("today")
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}


def reason(line: Line) -> Any:
    return REASONS.get(line.reason, line.reason)


CAME = gettext_lazy("This day has passed")
GROUPS = {
    "within 45 days": gettext_lazy("Met within 45 days"),
    "after 45 days": gettext_lazy("Met after 45 days"),
    "running": gettext_lazy("Still within the 45 days"),
    "late": gettext_lazy("Late: not yet met"),
}


def group(name: str) -> Any:
    return GROUPS.get(name) or REASONS.get(name, name)
