"""Lines on desks about a team: laid and cleared as the household itself. No family content."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import connection

from kinwork.accounts.models import Membership
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.family.contact.actions import tell_family
from kinwork.trust.access.actions import close_work_items, open_work_item


@contextmanager
def as_home(household: UUID, community: UUID) -> Iterator[Actor]:
    """What follows for the other side is done as the home: nobody need see another's desk."""
    with acting_as(clock(household, community)) as itself:
        yield itself


def lay(
    household: UUID,
    community: UUID,
    kind: str,
    *,
    agency: UUID,
    user: UUID | None,
    at: datetime,
) -> None:
    """For `user` where they work there and the family has not shut them out; else for the team."""
    assignee = user if user and _may_have_it(user, agency, household) else None
    with as_home(household, community):
        open_work_item(
            agency=agency,
            community=community,
            kind=kind,
            target=household,
            due_at=None,
            assignee=assignee,
            at=at,
        )


def clear(household: UUID, community: UUID, *kinds: str, at: datetime) -> None:
    with as_home(household, community):
        for kind in kinds:
            close_work_items(target=household, kind=kind, at=at)


def tell(household: UUID, community: UUID, key: str, *, at: datetime) -> None:
    """News on the family's page, and one neutral line outside where that is safe."""
    with as_home(household, community) as itself:
        tell_family(
            household=household, community=community, key=key, about=household, by=itself, at=at
        )


def _may_have_it(user: UUID, agency: UUID, household: UUID) -> bool:
    if not Membership.objects.filter(user=user, agency=agency, ends=None).exists():
        return False
    with acting_as(Actor("staff", user, agency)), connection.cursor() as cursor:
        cursor.execute("SELECT kw_shut_from(%s)", [household])
        return not cursor.fetchone()[0]
