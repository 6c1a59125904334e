"""When a family may be reached: what people write, read as a window of the day.

Only what is certainly understood counts. Anything else is UNREADABLE: then no machine decides.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

UNREADABLE = "unreadable"
LATE, EARLY = time(21), time(8)
ANY = re.compile(r"(any ?time|always|all day|cualquier hora|siempre|todo el dia)")
PARTS = {
    r"(in the )?mornings?( only)?|(por |en )?las? mananas?|mananas": (8, 12),
    r"(in the )?afternoons?( only)?|(por |en )?las? tardes?|tardes?": (12, 18),
    r"(in the )?evenings?( only)?|(por |en )?las? noches?|noches?": (17, 21),
}
CLOCK = r"(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?"
BETWEEN = re.compile(
    rf"(?:from |between |de |entre )?(?:las? )?{CLOCK}\s*(?:-|to|until|and|a|hasta|y)\s*(?:las? )?{CLOCK}"
)
AFTER = re.compile(rf"(?:after|despues de) (?:las? )?{CLOCK}")
BEFORE = re.compile(rf"(?:before|antes de) (?:las? )?{CLOCK}")


@dataclass(frozen=True)
class Window:
    """From, until, on every day, on the clock where the family lives."""

    start: time
    end: time

    def within(self, other: "Window") -> "Window | None":
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Window(start, end) if start < end else None


def read(said: str) -> Window | str | None:
    """What was written as "good times": None for any time, a Window, or UNREADABLE."""
    plain = _plain(said)
    if not plain or ANY.fullmatch(plain):
        return None
    for words, (start, end) in PARTS.items():
        if re.fullmatch(words, plain):
            return Window(time(start), time(end))
    try:
        return _from_clock(plain) or UNREADABLE
    except ValueError:
        return UNREADABLE


def _plain(said: str) -> str:
    swaps = str.maketrans("áéíóúñ–—", "aeioun--")
    plain = said.casefold().translate(swaps).replace("a.m", "am").replace("p.m", "pm")
    return " ".join(plain.replace("am.", "am").replace("pm.", "pm").strip(" .!").split())


def _from_clock(plain: str) -> Window | None:
    if told := BETWEEN.fullmatch(plain):
        h1, m1, half1, h2, m2, half2 = told.groups()
        end = _time(h2, m2, half2)
        start = _time(h1, m1, half1)
        if not half1 and not half2 and end <= start:
            end = _time(h2, m2, "pm")  # "9 to 5"
        if not half1 and half2 == "pm" and int(h1) < int(h2) % 12:
            start = _time(h1, m1, "pm")  # "1 to 5 pm"
        return Window(start, end) if start < end else None
    if told := AFTER.fullmatch(plain):
        start = _time(*told.groups())
        if not told[3] and start < time(8):
            start = _time(told[1], told[2], "pm")
        return Window(start, LATE) if start < LATE else None
    if told := BEFORE.fullmatch(plain):
        end = _time(*told.groups())
        if not told[3] and end <= time(7):
            end = _time(told[1], told[2], "pm")
        return Window(EARLY, end) if end > EARLY else None
    return None


def _time(hour: str, minute: str | None, half: str | None) -> time:
    number = int(hour)
    if half and not 1 <= number <= 12:
        raise ValueError(hour)
    if half:
        number = number % 12 + (12 if half == "pm" else 0)
    return time(number, int(minute or 0))


def next_safe(now: datetime, zone: str, window: Window) -> datetime:
    """`now`, if it lies in the window where the clocks say `zone`; else when it next opens.

    Right on days on which clocks are changed: hours are those on the wall.
    """
    there = now.astimezone(ZoneInfo(zone))
    if window.start <= there.time().replace(tzinfo=None) < window.end:
        return now
    day = there.date()
    if there.time() >= window.end:
        day += timedelta(days=1)
    return datetime.combine(day, window.start, ZoneInfo(zone)).astimezone(now.tzinfo)
