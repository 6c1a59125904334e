"""What an operator sets up: communities and the agencies that work in them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kinwork.accounts.models import Agency, AgencyCommunity
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
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
    by: Actor,
    at: datetime,
) -> Agency:
    """An organization begins to work here, in `communities`, which it may convene."""
    require(by)
    check(by, "accounts.create_agency")
    agency = Agency.objects.create(
        name=name,
        organization=organization,
        is_part_2=is_part_2,
        is_victim_service_provider=is_victim_service_provider,
    )
    for community in communities:
        AgencyCommunity.objects.create(agency=agency, community=community, convenes=convenes)
    audit.record("accounts.create_agency", agency, by=by, at=at)
    return agency
