"""The days on which a community's offices are closed."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from kinwork.accounts import rules
from kinwork.accounts.actions.changes import locked, tell
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.clock import local_day
from kinwork.common.models import Community, Holiday
from kinwork.common.rights import check


def set_holidays(*, community: Community, days: Mapping[date, str], by: Actor, at: datetime) -> int:
    """Days on which this community's offices are closed, with their names; clocks skip them.
    A day that is known gets the new name. Clocks that run already keep their end.

    How many were written. Raises Impossible for a day out of reach, or a name of no length.
    """
    require(by)
    place = locked(community)
    check(by, "accounts.set_holidays", place)
    years = rules.years_in_reach(local_day(at, place.time_zone))
    if any(day.year not in years for day in days):
        raise rules.Impossible(
            _("Choose a day from %(first)s to %(last)s.") % {"first": years[0], "last": years[-1]}
        )
    if any(not 0 < len(name.strip()) <= rules.HOLIDAY_NAME for name in days.values()):
        raise rules.Impossible(_("Give the holiday a name of at most 100 letters."))
    Holiday.objects.bulk_create(
        [Holiday(community=place, day=day, name=name.strip()) for day, name in days.items()],
        update_conflicts=True,
        unique_fields=["community", "day"],
        update_fields=["name"],
    )
    if days:
        tell("set_holidays", place, (day.isoformat() for day in days), by=by, at=at)
    return len(days)


def remove_holiday(
    *, community: Community, day: date, by: Actor, at: datetime
) -> tuple[date, str] | None:
    """Offices are open on `day` again: the day and its name, with which it can be put back.
    Nothing is removed twice. Clocks that run already keep their end."""
    require(by)
    place = locked(community)
    check(by, "accounts.remove_holiday", place)
    found = Holiday.objects.filter(community=place, day=day).first()
    if found is None:
        return None
    found.delete()
    tell("remove_holiday", place, [day.isoformat()], by=by, at=at)
    return found.day, found.name
