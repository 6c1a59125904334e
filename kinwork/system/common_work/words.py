"""Words of common work: scales, kinds, states, steps."""

from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kinwork.library.coordination import items, sets, strategies

INTENSITY_WORDS = {
    "tried": _("A few members try it"),
    "some": _("Several members do it"),
    "most": _("Most members do it as a rule"),
    "all": _("All members do it, as agreed in writing"),
}
CHANGE_WORDS = {
    "policy": _("Policy"),
    "program": _("Program"),
    "practice": _("Practice"),
}
CHANGE_CHOICES = {
    "policy": _("Policy: a law, rule or agreement is other than it was"),
    "program": _("Program: a service is given, paid or entered in another way"),
    "practice": _("Practice: people do their daily work in another way"),
}
SUPPORT_WORDS = {
    "policy": _("Policy and roles"),
    "connecting": _("Connecting agencies"),
    "resources": _("Resources and help"),
}
SUPPORT_STATE_WORDS = {
    "asked": (_("Asked for"), "waiting"),
    "given": (_("Given"), "good"),
    "not given": (_("Not given"), "stopped"),
}
FUNDING_STATE_WORDS = {
    "considering": (_("Being considered"), "new"),
    "applying": (_("Application being written"), "going"),
    "applied": (_("Applied, waiting for the answer"), "waiting"),
    "awarded": (_("Awarded"), "good"),
    "declined": (_("Turned down by the funder"), "stopped"),
    "withdrawn": (_("Not pursued"), "quiet"),
}
FUNDING_ANSWER_WORDS = {
    "awarded": _("Awarded: they give an amount"),
    "declined": _("Turned down"),
}
FUNDING_STEP_WORDS = {
    "consider": _("Considered"),
    "prepare": _("Application begun"),
    "apply": _("Application sent"),
    "award": _("Answered: awarded"),
    "decline": _("Answered: turned down"),
    "withdraw": _("Not pursued any further"),
}
FUNDING_DEED_WORDS = {
    "prepare": _("Begin the application"),
    "apply": _("It was sent"),
    "answer": _("Write down the funder's answer"),
    "withdraw": _("Do not pursue it"),
}
STEP_WORDS = {
    "missing": (_("Not there yet"), "quiet"),
    "begun": (_("Begun"), "new"),
    "working": (_("At work"), "going"),
    "strong": (_("Strong"), "good"),
}
WENT_WORDS = {
    "up": (_("Stronger than before"), "good"),
    "down": (_("Weaker than before"), "late"),
    "same": (_("As before"), "quiet"),
}
EVENT_WORDS = {
    "convening": _("Convening of several agencies"),
    "networking": _("Networking"),
    "training": _("Training across systems, for front-line staff"),
}
WRONG_STATE = _("This cannot be done now: somebody else took a step meanwhile. Look again.")


def strategy(key: str) -> str:
    return _told(strategies()[key].words) if key else ""


def means(key: str) -> str:
    return _told(strategies()[key].means)


def item(key: str) -> str:
    return _told(items()[key].words)


def set_of_items(key: str) -> str:
    return _told(sets()[key].words)


def dollars(amount: Decimal) -> str:
    """$250,000, with cents only where there are some."""
    places = 0 if amount == amount.to_integral_value() else 2
    return f"${amount:,.{places}f}"


def day(one: Any) -> str:
    return formats.date_format(one, "DATE_FORMAT")


def _told(words: dict[str, str]) -> str:
    return words.get((get_language() or "en")[:2], words["en"])
