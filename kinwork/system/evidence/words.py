"""Words of evidence: levels, what became of a rule, numbers with what was asked."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kinwork.library.evidence import Rule, Verdict

LEVEL_WORDS = {
    0: _("Not shown yet"),
    1: _("Awareness"),
    2: _("Communication"),
    3: _("Coordination"),
    4: _("Collaboration"),
    5: _("Integration"),
}
DIMENSION_WORDS = {
    "definition": _("Definition"),
    "planning": _("Service planning"),
    "delivery": _("Service delivery"),
    "funding": _("Funding and resources"),
}
QUESTION_WORDS = {
    1: _("Do organizations know of each other's programs and services?"),
    2: _("Is information shared as a matter of routine?"),
    3: _("Do organizations talk regularly about what a family needs?"),
    4: _("Do organizations work together on what is wrong in the system?"),
    5: _("Are resources truly shared across the whole system?"),
    6: _("Can all organizations reach and use what families have told?"),
    7: _("Have leaders committed to working as one system?"),
    8: _("Is there one plan for a family, and can all who need it see it?"),
    9: _("Do organizations track the same outcomes?"),
}
ANSWER_WORDS = {
    "yes": (_("The records say yes"), "good"),
    "no": (_("The records do not show it"), "stopped"),
    "not enough data": (_("Not enough data"), "quiet"),
}
NEED_WORDS = {
    "required": _("Required"),
    "one of": _("One of these is enough"),
    "supporting": _("Supports, not required"),
}
STATE_WORDS = {
    "met": (_("Met"), "good"),
    "not met": (_("Not there yet"), "stopped"),
    "too few": (_("Too few to tell"), "waiting"),
    "not measured": (_("No records"), "quiet"),
}
NOT_RECORDED = (_("Not recorded yet"), "quiet")


def state(one: Verdict) -> tuple[Any, str]:
    if not one.rule.measured:
        return NOT_RECORDED
    words, tone = STATE_WORDS[one.state]
    quiet = one.state == "not met" and one.rule.need == "supporting"
    return words, "quiet" if quiet else tone


def of(told: dict[str, str]) -> str:
    """In the language of the reader."""
    return told.get((get_language() or "en")[:2], told["en"])


def threshold(rule: Rule, value: float) -> str:
    """75 percent, 3."""
    if rule.unit == "share":
        return gettext("%(n)s percent") % {"n": _plain(value * 100)}
    return _plain(value)


def value(one: Verdict) -> str:
    """What was counted; "" where there is nothing to say."""
    if one.state == "too few":
        return gettext("Only %(n)s counted") % {"n": one.n}
    if one.value is None:
        return ""
    if one.rule.unit == "yes":
        return gettext("Yes") if one.value else gettext("No")
    if one.rule.unit == "share":
        return gettext("%(percent)s percent of %(n)s") % {
            "percent": _plain(round(one.value * 100)),
            "n": one.n,
        }
    return _plain(one.value)


def shared(band: str) -> str:
    """How many families two partners both serve: never a number."""
    low, _dash, high = band.partition("-")
    if not band:
        return gettext("No records")
    if low == "0":
        return gettext("Fewer than %(n)s, or none") % {"n": int(high) + 1}
    if not high:
        return gettext("More than %(n)s") % {"n": int(low) - 1}
    return gettext("%(low)s to %(high)s") % {"low": low, "high": high}


def day(one: Any) -> str:
    return date_format(one, "DATE_FORMAT")


def _plain(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
