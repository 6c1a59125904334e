"""What a plan, a goal, a step is allowed to be: states and moves, the scale, the class of a row.

Goal attainment scaling: five levels, each described when the goal is set, from -2 (much less than hoped)
over 0 (what was hoped) to +2 (much more). Source: Kiresuk and Sherman, Community Mental Health Journal 4
(1968), 443-453.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from kinwork.common.clock import at_local
from kinwork.common.moves import Life, move

FAMILY, WORKER, REFERRAL = "family", "worker", "referral"
LEVELS = (-2, -1, 0, 1, 2)
SOURCES = ("own words", "need", "screening result", "strength")
DOERS = ("family", "worker", "partner")
REVIEW_STATES = ("planned", "held", "not held")
WORDS, LEVEL_WORDS, CHANGED = 500, 200, 2000  # letters
MOST_GOALS, MOST_STEPS = 20, 30  # open ones; steps of one goal
DAY_OF_CLOCKS = time(9)
REVIEW_NOTICE = timedelta(days=3)  # before a review the family is reminded
LONGEST = timedelta(days=3 * 366)  # nothing is planned further ahead

GOAL = Life(
    ("proposed", "open", "closed", "turned down"),
    "proposed",
    (
        move("accept", ["proposed"], "open", [FAMILY]),
        move("turn_down", ["proposed"], "turned down", [FAMILY]),
        move("close", ["open"], "closed", [FAMILY]),
        move("reopen", ["closed", "turned down"], "open", [FAMILY]),
    ),
    frozenset({"closed", "turned down"}),
)
EVERYBODY = [FAMILY, WORKER]
STEP = Life(
    ("planned", "doing", "done", "dropped"),
    "planned",
    (
        move("begin", ["planned"], "doing", [*EVERYBODY, REFERRAL]),
        move("finish", ["planned", "doing"], "done", [*EVERYBODY, REFERRAL]),
        move("drop", ["planned", "doing"], "dropped", [*EVERYBODY, REFERRAL]),
        move("put_off", ["doing"], "planned", [*EVERYBODY, REFERRAL]),
        move("reopen", ["done", "dropped"], "planned", [*EVERYBODY, REFERRAL]),
        # What was over goes on, where its referral does.
        move("go_on", ["done", "dropped"], "doing", [REFERRAL]),
        # It was dropped, and then came to a good end after all; or the other way round.
        move("turn_out", ["dropped"], "done", [REFERRAL]),
        move("come_to_nothing", ["done"], "dropped", [REFERRAL]),
    ),
    frozenset({"done", "dropped"}),
)
NOT_BEGUN = frozenset({"draft", "awaiting consent", "sent", "information needed", "waitlisted"})


def step_of_referral(state: str, ended: bool) -> str:
    """Where a step stands whose referral stands in `state`."""
    if state == "served":
        return "done"
    if ended:
        return "dropped"
    return "planned" if state in NOT_BEGUN else "doing"


def verb_to(state: str, wanted: str) -> str:
    """The move by which a referral takes its step from `state` to `wanted`; "" where it is there."""
    if state == wanted:
        return ""
    for one in STEP.moves:
        if state in one.sources and one.target == wanted and REFERRAL in one.parties:
            return one.verb
    raise ValueError(f"no move leads a step from {state} to {wanted}")


def class_of_step(goal: str, referral: str | None) -> str:
    """A step that carries a referral has the referral's class, else its goal's; and it shows only where
    its goal shows, whatever its own class."""
    return referral or goal


def whole_scale(levels: Sequence[str]) -> bool:
    """All five levels are described, or none is yet."""
    said = [bool(one.strip()) for one in levels]
    return not said or (len(said) == len(LEVELS) and all(said))


def swapped(order: Sequence, one, by: int) -> list:
    """`order` with `one` moved `by` places; at an end it stays."""
    found = list(order)
    at = found.index(one)
    to = min(max(at + by, 0), len(found) - 1)
    found.insert(to, found.pop(at))
    return found


def why_not_day(day: date | None, today: date) -> str:
    """ "past", "far", or "": a plan looks ahead, and no further than three years."""
    if day is None:
        return ""
    if day < today:
        return "past"
    return "far" if day > today + LONGEST else ""


def comes_due(day: date, zone: str) -> datetime:
    """When the clock of a day rings: in its morning, where the family lives."""
    return at_local(day, DAY_OF_CLOCKS, zone)


def rings_for_family(day: date, zone: str, now: datetime) -> datetime:
    """When the family is reminded of a review: some days before, or now where that is over."""
    return max(comes_due(day, zone) - REVIEW_NOTICE, now)


def together(theirs: str, mine: str) -> str:
    """Both texts, one below the other, without saying the same twice."""
    lines: list[str] = []
    for line in [*theirs.strip().splitlines(), *mine.strip().splitlines()]:
        if line.strip() and line.strip() not in lines:
            lines.append(line.strip())
    return "\n".join(lines)


def newest(before: Iterable[tuple[datetime, str]], day: datetime) -> str | None:
    """Of dated texts the last one up to `day`."""
    said = [one for one in before if one[0] <= day]
    return max(said, key=lambda one: one[0])[1] if said else None
