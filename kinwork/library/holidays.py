"""The legal public holidays of the United States, and the days on which offices keep them.

Source: 5 U.S.C. 6103(a) names them; 6103(b)(1) keeps one that falls on a Saturday on the Friday
before; Executive Order 11582 (1971), section 3, keeps one on a Sunday on the Monday after.
Inauguration Day, 6103(c), is a holiday only in and around Washington, D.C., and is left out.
"""

from datetime import date, timedelta

CITATION = "5 U.S.C. 6103"
FIXED = {
    (1, 1): "New Year's Day",
    (6, 19): "Juneteenth",
    (7, 4): "Independence Day",
    (11, 11): "Veterans Day",
    (12, 25): "Christmas Day",
}
# month, weekday (Monday is 0), which one (-1: the last)
MOVING = {
    "Martin Luther King Jr. Day": (1, 0, 3),
    "Washington's Birthday": (2, 0, 3),
    "Memorial Day": (5, 0, -1),
    "Labor Day": (9, 0, 1),
    "Columbus Day": (10, 0, 2),
    "Thanksgiving Day": (11, 3, 4),
}


def federal(year: int) -> dict[date, str]:
    """The eleven holidays of `year` by the day that is kept; New Year's may be kept the day before."""
    found = {kept(date(year, *day)): name for day, name in FIXED.items()}
    found |= {nth(year, *rule): name for name, rule in MOVING.items()}
    return dict(sorted(found.items()))


def kept(day: date) -> date:
    """Friday for a Saturday, Monday for a Sunday."""
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


def nth(year: int, month: int, weekday: int, which: int) -> date:
    """The third Monday of January: `nth(year, 1, 0, 3)`; the last one: -1."""
    days = (date(year, month, 1) + timedelta(days=n) for n in range(31))
    found = [day for day in days if day.month == month and day.weekday() == weekday]
    return found[which if which < 0 else which - 1]
