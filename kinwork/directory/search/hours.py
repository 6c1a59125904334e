"""Opening hours as minutes of a week on the place's own clock. Pure.

A week is 10,080 minutes from Monday 00:00. Hours that nobody can compute (every second Tuesday,
"by appointment") are left out: then we do not say open or closed, we show the words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY, WEEK = 1440, 7 * 1440
Span = tuple[int, int]


@dataclass(frozen=True)
class Hours:
    """One schedule as told: byday 'MO,TU', opens and closes 'HH:MM', and the days it is good for."""

    byday: str
    opens: str
    closes: str
    freq: str = "WEEKLY"
    interval: float | None = None
    valid_from: date | None = None
    valid_to: date | None = None


def minutes(clock: str) -> int | None:
    """'08:30', '08:30:00Z' -> 510; None when it is no time."""
    parts = clock[:5].split(":")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    total = int(parts[0]) * 60 + int(parts[1])
    return total if total <= DAY else None


def spans(schedules: Iterable[Hours], today: date) -> list[Span]:
    """Open minutes of the week, sorted and merged, of the weekly schedules good today."""
    found: list[Span] = []
    for one in schedules:
        if _is_weekly(one) and _is_good(one, today):
            found += _week(one)
    return merged(found)


def _is_weekly(one: Hours) -> bool:
    days = {day.strip() for day in one.byday.split(",")} if one.byday else set()
    return one.freq in ("", "WEEKLY") and one.interval in (None, 0, 1) and bool(days & set(DAYS))


def _is_good(one: Hours, today: date) -> bool:
    return (one.valid_from is None or one.valid_from <= today) and (
        one.valid_to is None or today <= one.valid_to
    )


def _week(one: Hours) -> list[Span]:
    opens, closes = minutes(one.opens), minutes(one.closes)
    if opens is None or closes is None:
        return []
    if closes in (0, DAY - 1) or closes == opens == 0:
        closes = DAY
    length = closes - opens if closes > opens else closes + DAY - opens
    if length <= 0 or length > DAY:
        return []
    found = []
    for day in {day.strip() for day in one.byday.split(",")} & set(DAYS):
        start = DAYS.index(day) * DAY + opens
        found += [(start, min(start + length, WEEK))]
        if start + length > WEEK:  # Sunday night goes on into Monday
            found.append((0, start + length - WEEK))
    return found


def merged(found: Iterable[Span]) -> list[Span]:
    """Spans that touch or overlap become one."""
    whole: list[Span] = []
    for start, end in sorted(found):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def minute_of_week(now: datetime, zone: str) -> int:
    there = now.astimezone(ZoneInfo(zone))
    return there.weekday() * DAY + there.hour * 60 + there.minute


def is_open(open_spans: Iterable[Span], now: datetime, zone: str) -> bool:
    minute = minute_of_week(now, zone)
    return any(start <= minute < end for start, end in open_spans)


def change(open_spans: list[Span], now: datetime, zone: str) -> tuple[int, int] | None:
    """The next opening or closing: (days from today, minute of that day); None = never."""
    minute = minute_of_week(now, zone)
    if merged(open_spans) == [(0, WEEK)] or not open_spans:
        return None
    now_open = is_open(open_spans, now, zone)
    edges = [end if now_open else start for start, end in open_spans]
    if now_open and any(start == 0 for start, _end in open_spans):  # runs on over Sunday night
        edges = [edge for edge in edges if edge != WEEK]
        edges += [WEEK + end for start, end in open_spans if start == 0]
    ahead = min((edge - minute) % WEEK or WEEK for edge in edges)
    return (minute % DAY + ahead) // DAY, (minute + ahead) % DAY


@cache
def zone_of(name: str, else_: str) -> str:
    """A time zone that this machine knows. Kept: asking it reads the whole folder of zones."""
    return name if name in available_timezones() else else_


def by_day(open_spans: Iterable[Span]) -> list[list[Span]]:
    """Seven lists, Monday first, of (from, to) in minutes of the day; to may lie beyond midnight."""
    week: list[list[Span]] = [[] for _day in DAYS]
    for start, end in open_spans:
        while start < end:
            day = start // DAY
            if end - start >= DAY and start % DAY == 0:
                week[day].append((0, DAY))
                start += DAY
                continue
            stop = end if end - day * DAY <= DAY + 6 * 60 else (day + 1) * DAY
            week[day].append((start - day * DAY, stop - day * DAY))
            start = stop
    return week
