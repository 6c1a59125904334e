"""Words of the registry: states, steps, answers, figures; those of the codebook follow the language."""

from collections.abc import Mapping
from typing import Any

from django.utils import formats
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kinwork.library.approaches import NO_MODEL, Dimension, codebook, scheme
from kinwork.library.approaches.domains import domains
from kinwork.library.approaches.rule import LEVEL, OPEN

LEVEL_WORDS = {"state": _("State"), "local": _("Local")}
STATE_WORDS = {
    "found": (_("Found"), "new"),
    "met criteria": (_("Meets the criteria"), "new"),
    "criteria not met": (_("Does not meet the criteria"), "quiet"),
    "selected": (_("Selected for a profile"), "new"),
    "profiled": (_("Profile drafted"), "new"),
    "sent": (_("Sent to its contact"), "waiting"),
    "returned": (_("Came back"), "good"),
    "not returned": (_("Did not come back"), "waiting"),
    "left out": (_("Came back, but does not meet the criteria"), "quiet"),
    "classified": (_("Classified"), "good"),
}
STEP_WORDS = {
    "find": _("Found"),
    "meet": _("Meets the criteria"),
    "miss": _("Does not meet the criteria"),
    "select": _("Selected for a profile"),
    "draft": _("A field was drafted"),
    "profile": _("The draft of the profile is ready"),
    "send": _("Sent to its contact"),
    "confirm": _("The contact answered by the link"),
    "return_by_hand": _("Came back another way"),
    "stop_waiting": _("Did not come back"),
    "leave_out": _("Left out: does not meet the criteria"),
    "code": _("One coder is done"),
    "reconcile": _("A difference between the coders was settled"),
    "classify": _("Classified by the rule"),
}
DEED_WORDS = {
    "judge": _("Say whether it meets the criteria"),
    "select": _("Select it for a profile"),
    "profile": _("The draft is ready"),
    "send": _("Send it to its contact"),
    "return_by_hand": _("Write down what came back"),
    "stop_waiting": _("It did not come back"),
    "leave_out": _("Leave it out"),
    "code": _("Code it"),
    "classify": _("Classify it"),
}
ANSWER_WORDS = {"yes": _("Yes"), "no": _("No"), "unknown": _("Unknown")}
MET_WORDS = {
    "yes": (_("Met"), "good"),
    "no": (_("Not met"), "stopped"),
    "maybe": (_("Not known"), "waiting"),
}
ENTRY_WORDS = {
    "draft": (_("From public sources"), "new"),
    "confirmed": (_("Confirmed by the contact"), "good"),
    "corrected": (_("Corrected by the contact"), "good"),
}
STAGE_WORDS = {
    "found": _("Found in public information"),
    "met": _("Met the criteria"),
    "not_met": _("Did not meet the criteria"),
    "selected": _("Selected for a profile"),
    "profiled": _("Profile drafted"),
    "sent": _("Sent for verification"),
    "returned": _("Came back"),
    "left_out": _("Came back, but did not meet the criteria"),
    "not_returned": _("Did not come back, or not yet"),
    "verified": _("Analysed: verified profiles"),
    "drafts": _("Analysed: drafts that did not come back"),
    "analysed": _("Analysed in all"),
}
PROJECT_LEVEL_WORDS = {
    "state and local": _("State and local"),
    "state": _("State"),
    "local": _("Local"),
    "tribal": _("Tribal"),
    "national": _("National"),
}
KIND_WORDS = {
    "review": _("Review"),
    "scan": _("Scan"),
    "descriptive": _("Descriptive study"),
    "process study": _("Process study"),
    "measures": _("Measures"),
    "evaluation": _("Evaluation"),
}
WRONG_STATE = _("This cannot be done now: meanwhile somebody took another step. Look at it again.")


def own(told: Mapping[str, str]) -> str:
    """The words of a library, in the reader's language."""
    return told.get((get_language() or "en")[:2]) or told["en"]


def day(one: Any) -> str:
    return formats.date_format(one, "DATE_FORMAT")


def model(key: str) -> str:
    if key == OPEN:
        return gettext("Open: several models are possible")
    if key == NO_MODEL:
        return gettext("None of the models")
    return own(scheme().models[key].words)


def criterion(key: str) -> str:
    if key == LEVEL:
        return gettext("State or local")
    return own(scheme().criteria[key].words)


def dimension(key: str) -> str:
    return own(codebook()[key].words)


def code(told: Dimension, value: str) -> str:
    return own(told.values[value]) if value in told.values else value


def codes(key: str, values: list[str]) -> str:
    told = codebook()[key]
    return ", ".join(code(told, one) for one in values)


def domain(key: str) -> str:
    return own(domains()[key]["words"])


def years(starts: int, ends: int | None) -> str:
    if ends is None:
        return gettext("from %(year)s") % {"year": starts}
    return str(starts) if starts == ends else f"{starts}–{ends}"
