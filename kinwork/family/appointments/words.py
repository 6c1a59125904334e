"""A date as people say it, on the clock of the place where it is."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.web.times import exact

SAME_YEAR = timedelta(days=300)  # a day so near needs no year
WEEKDAYS = (
    (0, gettext_lazy("Monday")),
    (1, gettext_lazy("Tuesday")),
    (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")),
    (4, gettext_lazy("Friday")),
    (5, gettext_lazy("Saturday")),
    (6, gettext_lazy("Sunday")),
)
STATE_WORDS = {
    "planned": gettext_lazy("Nobody said how it went"),
    "kept": gettext_lazy("Kept"),
    "missed": gettext_lazy("Did not come"),
    "moved": gettext_lazy("Moved to another time"),
    "cancelled": gettext_lazy("Cancelled"),
}


def moment(at: datetime, zone: str, home: str, now: datetime | None = None) -> str:
    """ "Thursday, March 5, 9 a.m."; where the clocks of the place differ from those at home on that
    day, it says whose time it is. Without `now`, and for what is far, with the year."""
    there = at.astimezone(ZoneInfo(zone))
    text = exact(at, zone)
    if now and timedelta(0) <= at - now < SAME_YEAR:
        text = f"{date_format(there, _('l, F j'))}, {date_format(there, 'P')}"
    if at.astimezone(ZoneInfo(zone)).utcoffset() == at.astimezone(ZoneInfo(home)).utcoffset():
        return text
    hour = date_format(at.astimezone(ZoneInfo(home)), "P")
    return _("%(time)s (by the clocks there; %(hour)s by ours)") % {"time": text, "hour": hour}


def weekly(pattern: Any) -> str:
    """ "Monday, Wednesday at 9 a.m." """
    named = dict(WEEKDAYS)
    days = ", ".join(str(named[day]) for day in pattern.weekdays)
    return _("%(days)s at %(hour)s") % {"days": days, "hour": date_format(pattern.starts, "P")}
