"""Scales, kinds and lives of common work, and what of it is due. Pure."""

from datetime import date, timedelta

from kinwork.common.moves import Life, move
from kinwork.library.coordination import items, strategies

STRATEGIES = tuple(strategies())
ITEMS = tuple(items())
# How many members do it, and how firmly. "" while it is not adopted.
INTENSITIES = ("tried", "some", "most", "all")
CHANGE_KINDS = ("policy", "program", "practice")
SUPPORT_KINDS = ("policy", "connecting", "resources")
EVENT_KINDS = ("convening", "networking", "training")
# Four steps, never a number: none of them can be averaged.
STEPS = ("missing", "begun", "working", "strong")
LOW = ("missing", "begun")
REVIEW_DAYS = 183  # a strategy that nobody looked at for half a year is to be looked at again
CHECK_DAYS = 365
SOON_DAYS = 30
MOST_PEOPLE = 2000

SUPPORT_STATES = ASKED, GIVEN, NOT_GIVEN = ("asked", "given", "not given")
SUPPORT_LIFE = Life(
    states=SUPPORT_STATES,
    first=ASKED,
    moves=(
        move("give", [ASKED], GIVEN, ["lead"], ["on which day", "by whom"]),
        move("refuse", [ASKED], NOT_GIVEN, ["lead"], ["on which day", "by whom", "words"]),
        move("tell_effect", [GIVEN], None, ["lead"], ["words"]),
    ),
    ends=frozenset([GIVEN, NOT_GIVEN]),
)

FUNDING_STATES = CONSIDERING, APPLYING, APPLIED, AWARDED, DECLINED, WITHDRAWN = (
    *("considering", "applying", "applied"),
    *("awarded", "declined", "withdrawn"),
)
FUNDING_LIFE = Life(
    states=FUNDING_STATES,
    first=CONSIDERING,
    moves=(
        move("prepare", [CONSIDERING], APPLYING, ["lead"], ["who applies"]),
        move("apply", [APPLYING], APPLIED, ["lead"], ["on which day"]),
        move("award", [APPLIED], AWARDED, ["lead"], ["amount", "words"]),
        move("decline", [APPLIED], DECLINED, ["lead"], ["words"]),
        move("withdraw", [CONSIDERING, APPLYING, APPLIED], WITHDRAWN, ["lead"], ["words"]),
    ),
    ends=frozenset([AWARDED, DECLINED, WITHDRAWN]),
)
# Until it is sent, its deadline counts.
BEFORE_DEADLINE = (CONSIDERING, APPLYING)
# What a funder can answer -> the move that it makes.
ANSWERS = {AWARDED: "award", DECLINED: "decline"}


def nearness(day: date | None, today: date) -> str:
    """Where a day lies: "over", "soon" (within SOON_DAYS, today among them), "later", or "" for none."""
    if day is None:
        return ""
    if day < today:
        return "over"
    return "soon" if day <= today + timedelta(days=SOON_DAYS) else "later"


def deadline(state: str, day: date, today: date) -> str:
    """As nearness; "" as soon as it was sent, or nobody follows it."""
    return nearness(day, today) if state in BEFORE_DEADLINE else ""


def is_stale(reviewed_on: date | None, today: date) -> bool:
    """Never looked at, or longer ago than half a year."""
    return reviewed_on is None or today - reviewed_on > timedelta(days=REVIEW_DAYS)


def check_is_due(last_on: date | None, today: date) -> bool:
    return last_on is None or today - last_on > timedelta(days=CHECK_DAYS)


def funding_deeds(state: str) -> list[str]:
    """What whoever leads may do from here, the usual one first: the ends of their pages' addresses."""
    if state == APPLIED:
        return ["answer", "withdraw"]
    return [one for one in ("prepare", "apply", "withdraw") if FUNDING_LIFE.may(one, state, "lead")]


def went(before: str | None, after: str | None) -> str:
    """From one round to the next: "up", "down", "same"; "" where one of them says nothing."""
    if not before or not after:
        return ""
    change = STEPS.index(after) - STEPS.index(before)
    return "up" if change > 0 else "down" if change < 0 else "same"
