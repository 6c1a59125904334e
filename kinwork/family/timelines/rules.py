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


Coming = dict[str, str]  # key, by and on (its reminder), days as in ISO 8601; told: the family was


def coming(lines: Iterable[Line]) -> list[Coming]:
    """What waits for somebody, the nearest limit first, each with the day from which it is due."""
    waiting = [one for one in lines if one.state in WAITING and not one.rule.happens]
    return [
        {"key": one.key, "by": one.by.isoformat(), "on": reminds_on(one).isoformat()}
        for one in sorted(waiting, key=lambda one: (one.by, one.key))
    ]


def reached(found: Iterable[Coming], today: date) -> list[Coming]:
    """Those that are due or late on this day."""
    return [one for one in found if one["on"] <= today.isoformat()]


def current(found: list[Coming], today: date) -> Coming:
    """What a reminder names: the nearest limit that can still be kept; else the last that passed; else
    what comes first. What is late hides nothing that is still to be done in time."""
    now = reached(found, today)
    ahead = [one for one in now if one["by"] >= today.isoformat()]
    if ahead:
        return min(ahead, key=lambda one: one["by"])
    return max(now, key=lambda one: one["by"]) if now else min(found, key=lambda one: one["on"])


def looks_next(found: list[Coming], today: date) -> date | None:
    """The next day on which a reminder would name something else."""
    days = [date.fromisoformat(one["on"]) for one in found]
    if reached(found, today):
        days.append(date.fromisoformat(current(found, today)["by"]) + timedelta(days=1))
    return min((day for day in days if day > today), default=None)


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
