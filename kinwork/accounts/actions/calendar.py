"""The days on which a community's offices are closed."""

from collections.abc import Mapping
from datetime import date, datetime

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.models import Community, Holiday
from kinwork.common.rights import check


def set_holidays(*, community: Community, days: Mapping[date, str], by: Actor, at: datetime) -> int:
    """Days on which this community's offices are closed, with their names; clocks skip them.
    A day that is known gets the new name. Clocks that run already keep their end."""
    require(by)
    check(by, "accounts.set_holidays")
    Holiday.objects.bulk_create(
        [Holiday(community=community, day=day, name=name) for day, name in days.items()],
        update_conflicts=True,
        unique_fields=["community", "day"],
        update_fields=["name"],
    )
    audit.record("accounts.set_holidays", community, by=by, at=at, days=len(days))
    return len(days)
