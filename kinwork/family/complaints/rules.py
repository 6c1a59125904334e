"""The life of a complaint, who hears it, what it can be about. Pure."""

from collections.abc import Sequence
from uuid import UUID

from kinwork.common.moves import Life, move

LONGEST = 6000  # letters
ABOUT = ("agency", "worker", "site")
SUBJECTS = (
    *("turned away", "waited", "treated", "language", "reach", "shared", "told again"),
    *("not helped", "money", "site", "other"),
)
PLAIN, SAFETY, SUD = CLASSES = ("notes", "safety", "sud")
DOORS = ("page", "visitor", "desk")
RECEIVED, LOOKED_AT, ANSWERED, CLOSED, REOPENED, WITHDRAWN, HANDED_ON = STATES = (
    *("received", "being looked at", "answered", "closed", "reopened", "withdrawn"),
    "handed on",
)
# Roles that hear complaints, at an agency that is not the one complained of.
OFFICERS = ("privacy officer", "coordinator")
OFFICE, FAMILY, CLOCK, AGENCY = PARTIES = ("office", "family", "clock", "agency")
WAITS = (RECEIVED, REOPENED, LOOKED_AT)

LIFE = Life(
    states=STATES,
    first=RECEIVED,
    moves=(
        move("take", [RECEIVED, REOPENED], LOOKED_AT, [OFFICE]),
        move("ask_agency", [LOOKED_AT], None, [OFFICE], ["what is asked"]),
        move("hear_agency", [LOOKED_AT], None, [AGENCY], ["its words"]),
        move("name_worker", [LOOKED_AT], None, [OFFICE], ["who"]),
        move("answer", [LOOKED_AT], ANSWERED, [OFFICE], ["the answer"]),
        move("hand_on", [RECEIVED, LOOKED_AT, REOPENED], HANDED_ON, [OFFICE], ["to whom"]),
        move("add", [RECEIVED, LOOKED_AT, REOPENED], None, [FAMILY], ["words"]),
        move("settle", [ANSWERED], CLOSED, [FAMILY]),
        move("reopen", [ANSWERED, CLOSED, HANDED_ON], REOPENED, [FAMILY], ["what is missing"]),
        move("withdraw", [RECEIVED, LOOKED_AT, REOPENED, ANSWERED], WITHDRAWN, [FAMILY]),
        move("close", [ANSWERED], CLOSED, [CLOCK]),
    ),
    ends=frozenset([CLOSED, WITHDRAWN, HANDED_ON]),
)

# state -> the clock that runs in it, and the community's setting that says how long.
CLOCKS = {
    RECEIVED: ("complaint.take", "complaint_take_days"),
    REOPENED: ("complaint.take", "complaint_take_days"),
    LOOKED_AT: ("complaint.answer", "complaint_answer_days"),
    ANSWERED: ("complaint.close", "complaint_close_days"),
}


def hearer(about: UUID | None, offices: Sequence[UUID]) -> UUID | None:
    """The first office, in their order, that is not the agency complained of; None: there is none."""
    return next((one for one in offices if one != about), None)


def sensitivity(*, is_about_safety: bool, is_part_2: bool) -> str:
    """The most sensitive class of what it speaks of: a complaint about a program for substance use
    treatment says that somebody was there."""
    if is_about_safety:
        return SAFETY
    return SUD if is_part_2 else PLAIN
