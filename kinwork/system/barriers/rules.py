"""What kinds of barriers there are, who could change them, and the life of one. Pure."""

from datetime import date

from kinwork.common.moves import Life, move

KINDS = (
    *("bureaucracy", "philosophy", "performance measures", "information systems", "eligibility"),
    *("funding requirements", "politics", "economy", "leadership"),
)
# Whose authority could change it, from near to far; a tribal nation stands beside a state.
LEVELS = (
    *("program", "agency", "local", "county", "state agency", "legislature", "tribal"),
    *("federal regulation", "federal statute"),
)
NOTED, PUT, RELIEVED, FOR_A_TIME, REFUSED, NOT_THEIRS, CLOSED, WITHDRAWN = STATES = (
    *("noted", "put", "relieved", "relieved for a time", "refused", "not theirs"),
    *("closed", "withdrawn"),
)
# What an authority can answer -> the move that it makes.
ANSWERS = {
    RELIEVED: "relieve",
    FOR_A_TIME: "relieve_for_a_time",
    REFUSED: "refuse",
    NOT_THEIRS: "point_elsewhere",
}
WITH_RELIEF = (RELIEVED, FOR_A_TIME)
LEAST_COUNT = 11  # no smaller number is ever stored: it could tell of a family

LIVING = (NOTED, PUT, RELIEVED, FOR_A_TIME, REFUSED, NOT_THEIRS)

LIFE = Life(
    states=STATES,
    first=NOTED,
    moves=(
        move(
            "put", [NOTED, REFUSED, NOT_THEIRS, FOR_A_TIME], PUT, ["lead"], ["to whom", "by when"]
        ),
        move("relieve", [PUT], RELIEVED, ["lead"], ["its words"]),
        move("relieve_for_a_time", [PUT], FOR_A_TIME, ["lead"], ["its words", "until when"]),
        move("refuse", [PUT], REFUSED, ["lead"], ["its words"]),
        move("point_elsewhere", [PUT], NOT_THEIRS, ["lead"], ["its words", "whose it is"]),
        move("close", [RELIEVED, FOR_A_TIME, REFUSED, NOT_THEIRS], CLOSED, ["lead"], ["words"]),
        move("withdraw", [NOTED, PUT, REFUSED, NOT_THEIRS], WITHDRAWN, ["lead"], ["words"]),
        move("add_evidence", LIVING, None, ["lead"], ["words"]),
    ),
    ends=frozenset([CLOSED, WITHDRAWN]),
)


def is_late(state: str, due_on: date | None, today: date) -> bool:
    """The answer was expected before today."""
    return state == PUT and due_on is not None and due_on < today


def has_lapsed(state: str, relieved_until: date | None, today: date) -> bool:
    """The relief was for a time, and its last day is over."""
    return state == FOR_A_TIME and relieved_until is not None and relieved_until < today


def deeds(state: str) -> list[str]:
    """What whoever leads may do from here, the usual one first."""
    return [
        verb
        for verb in ("answer", "put", "close", "withdraw", "add_evidence")
        if (verb == "answer" and state == PUT) or LIFE.may(verb, state, "lead")
    ]


def asks(state: str, *, lapsed: bool) -> str:
    """The one deed that this state asks for; "" where nothing is to be done: while a relief for a time
    holds, too, for closing it then would lose the day on which it is over."""
    if state == FOR_A_TIME and not lapsed:
        return ""
    return next(iter(deeds(state)), "")
