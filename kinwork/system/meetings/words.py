"""Words of meetings."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from kinwork.system.meetings.rules import LETTERS
from kinwork.system.partnerships.words import OUTCOME_WORDS as OF_CHARTER
from kinwork.system.partnerships.words import VOICE_WORDS, WRONG_VOICE

KIND_WORDS = {"regular": _("Regular meeting"), "special": _("Special meeting")}
STATE_WORDS = {
    "planned": (_("Planned"), "new"),
    "open": (_("Going on now"), "waiting"),
    "over": (_("Took place"), "good"),
    "called off": (_("Called off"), "quiet"),
}
ITEM_WORDS = {
    "inform": _("To inform"),
    "discuss": _("To discuss"),
    "decide": _("To decide"),
}
SOURCE_WORDS = {
    "minutes": _("Minutes to approve"),
    "promise": _("Promises due"),
    "charter": _("The charter"),
    "barrier": _("Barriers"),
    "agreement": _("Agreements to renew"),
    "measure": _("Measures off track"),
    "gap": _("Gaps"),
    "work": _("Common work"),
    "proposal": _("Proposed by members and families"),
    "seat": _("Seats to fill"),
}
HOW_WORDS = {
    "voices": _("Yes or no, by the rule of the charter"),
    "ranked": _("An order: each seat ranks the options"),
    "dots": _("Dots: each seat gives its dots to what matters most"),
}
OUTCOME_WORDS = {
    "": (_("Not decided yet"), "waiting"),
    "adopted": (_("Passed"), "good"),
    "rejected": (_("Did not pass"), "stopped"),
    "impasse": (_("No decision: an impasse"), "late"),
    "without quorum": OF_CHARTER["without quorum"],
}
PROMISE_WORDS = {
    "open": (_("Not done yet"), "waiting"),
    "done": (_("Done"), "good"),
    "let go": (_("No longer asked for"), "quiet"),
}
STEP_WORDS = {
    "postpone": _("A later day"),
    "keep": _("Done"),
    "let_go": _("No longer asked for"),
}
MINUTES_STATE_WORDS = {
    "draft": (_("Draft"), "waiting"),
    "approved": (_("Approved"), "good"),
}
WRONG_BALLOT = {
    "letters": _("Use the letters of the options, and no others."),
    "twice": _("Name each option once."),
    "dots": _("These are more dots than a seat has."),
}
WRONG_STATE = _("That cannot be done any more: look at how it stands now.")
NOT_OPEN = _("This meeting is not open.")
APPROVED = _("These minutes are approved: they stay as they are.")
LONG_OPTION = _("An option has 200 letters at most.")
LATE = _("The deadline is over: nothing more is taken.")
RECUSED, OBJECTS_WHY = WRONG_VOICE["recused"], WRONG_VOICE["reason"]
FULL_NAMES = _("Residents and caregivers agreed to stand there with their full names")
CONFLICT = _("I have a conflict of interest and do not vote")
LENGTH = _("A meeting takes between 5 minutes and 12 hours.")


def lettered(options: Iterable[str]) -> list[tuple[str, str]]:
    """("A", first option), ..."""
    return list(zip(LETTERS, options, strict=False))


def said(ballot: Any) -> Any:
    """What a seat said, in a word; "" for nothing."""
    if ballot.recused:
        return _("Declared a conflict of interest")
    return VOICE_WORDS.get(ballot.said, ballot.marks)
