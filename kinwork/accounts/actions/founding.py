"""What an operator sets up: communities and the agencies that work in them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from kinwork.accounts.actions.kinds import nobody_else_is
from kinwork.accounts.models import Agency, AgencyCommunity
from kinwork.accounts.rules import PART_2
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.consequences import follow
from kinwork.common.models import Community
from kinwork.common.rights import check
from kinwork.directory.models import Organization


def create_community(
    *, slug: str, name: str, state: str, by: Actor, at: datetime, **more: Any
) -> Community:
    """A new community. `more`: county, postal_code, time_zone, help_phone, settings."""
    require(by)
    check(by, "accounts.create_community")
    community = Community.objects.create(slug=slug, name=name, state=state, **more)
    audit.record("accounts.create_community", community, by=by, at=at, community=community.id)
    return community


def create_agency(
    *,
    name: str,
    communities: Iterable[Community],
    organization: Organization | None = None,
    convenes: bool = False,
    is_part_2: bool = False,
    is_victim_service_provider: bool = False,
    records: Iterable[str] = (),
    by: Actor,
    at: datetime,
) -> Agency:
    """An organization begins to work here, in `communities`, which it may convene. A Part 2 program
    keeps Part 2 records, and who keeps them is one. records: rules.RECORDS."""
    require(by)
    check(by, "accounts.create_agency")
    if organization:
        nobody_else_is(organization)
    records = {*records, *([PART_2] if is_part_2 else ())}
    agency = Agency.objects.create(
        name=name,
        organization=organization,
        is_part_2=PART_2 in records,
        is_victim_service_provider=is_victim_service_provider,
        records=sorted(records),
    )
    for community in communities:
        AgencyCommunity.objects.create(agency=agency, community=community, convenes=convenes)
    said = {"records": agency.records, "victim_services": is_victim_service_provider}
    audit.record("accounts.create_agency", agency, by=by, at=at, **said)
    return agency


@transaction.atomic
def close_agency(*, agency: Agency, by: Actor, at: datetime) -> Agency:
    """It works here no more: at the next statement its people see nothing. What was sent to it and is
    open goes on the desks of who sent it, what it sent itself on the coordinator's. Twice is once."""
    require(by)
    check(by, "accounts.close_agency")
    row = Agency.objects.select_for_update().get(pk=agency.pk)
    if row.active:
        row.active = False
        row.save(update_fields=["active"])
        audit.record("accounts.close_agency", row, by=by, at=at)
        follow("accounts.close_agency", row, by=by, at=at)
    return row
