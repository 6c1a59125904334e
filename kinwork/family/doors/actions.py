"""The family says what it wishes of the places that help it, or a worker writes it down."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import NOT_YOURS, Refused, check
from kinwork.directory.models import Organization
from kinwork.family.doors import queries, rights  # noqa: F401  (declares the table)
from kinwork.family.doors.models import Wish
from kinwork.family.doors.rules import WISHES
from kinwork.people.models import Household
from kinwork.trust.access.queries import may_change

CLASS = "household"


@transaction.atomic
def wish(*, household: Household, kinds: Iterable[str], by: Actor, at: datetime) -> set[str]:
    """From now on the family wishes these and no others; which organizations it does not want stays,
    and so does what the family said itself, when a worker writes.

    Returns what it wishes now. Raises Refused, and ValueError for a wish that does not exist.
    """
    _check(household, by)
    wanted = set(kinds)
    if not wanted <= set(WISHES) - {"not"}:
        raise ValueError("there is no such wish")
    live = Wish.objects.select_for_update().filter(household=household, ended_at=None)
    known = list(live.exclude(kind="not"))
    for one in known:
        if one.kind not in wanted:
            _end(one, at)
    for kind in sorted(wanted - {one.kind for one in known}):
        _say(household, kind, None, by, at)
    _audit(household, by, at)
    return wanted


@transaction.atomic
def shut_out(
    *, household: Household, organization: Organization, by: Actor, at: datetime
) -> Wish | None:
    """The family does not want this organization; said twice is said once.

    Raises Refused for that organization's own people: they would not be told.
    """
    _check(household, by)
    if by.agency and _organization(by) == organization.pk:
        raise Refused(
            "doors.wish",
            _("You work there yourself. Ask a worker of another place to write this down."),
        )
    known = queries.live(household.pk).filter(kind="not", organization=organization).first()
    made = known or _say(household, "not", organization, by, at)
    _audit(household, by, at)
    return made


@transaction.atomic
def let_in(*, household: Household, organization: Organization, by: Actor, at: datetime) -> int:
    """They may be asked again. Returns how many lines ended: 0 when it was not said."""
    _check(household, by)
    found = list(queries.live(household.pk).filter(kind="not", organization=organization))
    ended = sum(_end(one, at) for one in found)
    _audit(household, by, at)
    return ended


def _check(household: Household, by: Actor) -> None:
    require(by)
    check(by, "doors.wish", household)
    if not may_change(by, household):
        raise Refused("doors.wish", NOT_YOURS)


def _organization(by: Actor):
    return Agency.objects.filter(pk=by.agency).values_list("organization", flat=True).first()


def _say(
    household: Household, kind: str, organization: Organization | None, by: Actor, at: datetime
) -> Wish:
    return Wish.objects.create(
        community_id=household.community_id,
        recorded_by_id=by.agency,
        steward_id=by.agency,
        sensitivity=CLASS,
        household=household,
        said_in=household.pk,
        kind=kind,
        organization=organization,
        said_at=at,
    )


def _end(one: Wish, at: datetime) -> int:
    """What the family said itself no office takes back: the database changes no row then."""
    return Wish.objects.filter(pk=one.pk).update(ended_at=at)


def _audit(household: Household, by: Actor, at: datetime) -> None:
    """That something was said, and not what: whom a family shuts out stands in no trail."""
    audit.record("doors.wish", household, by=by, at=at, household=household.pk, classes=[CLASS])
