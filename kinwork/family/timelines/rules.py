"""What may be recorded of a child's clocks, and when an agency is reminded. Plain values."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kinwork.library.timelines import DUE, LATE, TO_COME, Line, rule_of, rules
from kinwork.library.timelines.model import MOST_WEEKS_EARLY

DONE, NOT_APPLIES, OPEN = MARKS = ("done", "does not apply", "open")
# What shows that it was done; "screening" comes with a result that was recorded.
EVIDENCE = ("own record", "paper seen", "told by the family", "told by who did it", "screening")
REFERRED, WEEKS_EARLY = TOLD = ("referred", "weeks early")
EARLY_INTERVENTION = "early-intervention"
# A referral that was never one.
NOT_RECEIVED = ("draft", "awaiting consent", "recalled", "entered in error")
FAMILY_ENDED = ("withdrawn", "consent ended")
WAITING = (DUE, LATE, TO_COME)
MORNING = time(8, 0)
EVENING = time(17, 0)


def class_of(key: str) -> str:
    """The sensitivity class of what is recorded of a clock. Raises KeyError for one that is none."""
    rule = rule_of(key)
    if rule is None:
        raise KeyError(key)
    return rule.sensitivity


def excuses(key: str) -> tuple[str, ...]:
    """Why this clock may not apply, as somebody may say it."""
    rule = rule_of(key)
    return rule.excuses if rule else ()


def next_of(lines: Iterable[Line]) -> Line | None:
    """What an agency is reminded of next: the nearest that waits for somebody."""
    waiting = [one for one in lines if one.state in WAITING and not one.rule.happens]
    return min(waiting, key=lambda one: (one.by, one.key), default=None)


def reminds_on(line: Line) -> date:
    """The day on which it becomes due: its window is open and its limit near."""
    return max(line.opens, line.by - timedelta(days=line.rule.soon))


def moment(day: date, hour: time, zone: str) -> datetime:
    """That hour of the day on the family's wall, in UTC. The hours used here come on every day."""
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)


def classes() -> tuple[str, ...]:
    """The classes of all clocks: what a page of them may show."""
    return tuple(sorted({one.sensitivity for one in rules().values()}))


def possible_weeks(weeks: int | None) -> bool:
    return weeks is not None and 0 <= weeks <= MOST_WEEKS_EARLY
