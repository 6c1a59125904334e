"""Words for times, ages and distances: plain values in, a sentence's piece out."""

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinwork.common import clock


def day(at: datetime | date, zone: str) -> date:
    """The calendar day of `at` where the clocks say `zone`; a date is its own day."""
    return clock.local_day(at, zone) if isinstance(at, datetime) else at


def exact(at: datetime | date, zone: str) -> str:
    """ "Tuesday, November 24, 2026, 5 p.m." in the page's language and the place's own clock."""
    text = date_format(day(at, zone), _("l, F j, Y"))
    if isinstance(at, datetime):
        text = f"{text}, {date_format(at.astimezone(ZoneInfo(zone)), 'P')}"
    return text


def ago_or_ahead(at: datetime | date, now: datetime, zone: str) -> str:
    """How people would say it: "5 minutes ago", "today at 3 p.m.", "tomorrow", "3 weeks ago"."""
    if isinstance(at, datetime) and abs((at - now).total_seconds()) < 3600:
        return _minutes(int((at - now).total_seconds() // 60))
    days = (day(at, zone) - day(now, zone)).days
    if days in (-1, 0, 1):
        return _near(days, at, zone)
    if 1 < days < 7:
        return date_format(day(at, zone), "l")
    if days < 0:
        return _past(-days)
    return date_format(day(at, zone), _("F j") if days < 300 else _("F j, Y"))


def _minutes(minutes: int) -> str:
    if -1 <= minutes <= 0:
        return _("just now")
    if minutes < 0:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", -minutes) % {"n": -minutes}
    return ngettext("in %(n)s minute", "in %(n)s minutes", minutes) % {"n": minutes}


def _near(days: int, at: datetime | date, zone: str) -> str:
    word = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}[days]
    if days == -1 or not isinstance(at, datetime):
        return word
    hour = date_format(at.astimezone(ZoneInfo(zone)), "P")
    return _("%(day)s at %(hour)s") % {"day": word, "hour": hour}


def _past(days: int) -> str:
    if days < 14:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    if days < 60:
        return ngettext("%(n)s week ago", "%(n)s weeks ago", days // 7) % {"n": days // 7}
    if days < 730:
        months = days * 12 // 365
        return ngettext("%(n)s month ago", "%(n)s months ago", months) % {"n": months}
    return ngettext("%(n)s year ago", "%(n)s years ago", days // 365) % {"n": days // 365}


def left(at: datetime, now: datetime, zone: str, holidays: Collection[date] = ()) -> str:
    """What is left until `at`: "today by 5 p.m.", "2 business days left", "1 business day late"."""
    if day(at, zone) == day(now, zone):
        if at < now:
            return _("late since today")
        hour = date_format(at.astimezone(ZoneInfo(zone)), "P")
        return _("today by %(hour)s") % {"hour": hour}
    days = clock.business_days_between(now, at, zone=zone, holidays=holidays)
    if at < now:
        days = max(1, -days)
        return ngettext("%(n)s business day late", "%(n)s business days late", days) % {"n": days}
    days = max(1, days)
    return ngettext("%(n)s business day left", "%(n)s business days left", days) % {"n": days}


def age(born: date, today: date) -> str:
    """A child's age: weeks until 2 months, months until 2 years, then years. Before birth: due."""
    if born > today:
        return _("due %(day)s") % {"day": date_format(born, _("F j"))}
    months = clock.age_in_months(born, today)
    if months < 2:
        weeks = (today - born).days // 7
        return ngettext("%(n)s week", "%(n)s weeks", weeks) % {"n": weeks}
    if months < 24:
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    return ngettext("%(n)s year", "%(n)s years", months // 12) % {"n": months // 12}


def distance(miles: float) -> str:
    """Straight-line miles, said as such: nobody drives as the crow flies."""
    if miles < 0.75:
        return _("less than 1 mile, straight line")
    near = round(miles)
    return ngettext("about %(n)s mile, straight line", "about %(n)s miles, straight line", near) % {
        "n": near
    }
