"""What every deed of a community's set-up has in common: one at a time, and written down twice."""

from collections.abc import Iterable
from datetime import datetime

from kinwork.accounts.models import CommunityChange
from kinwork.common import audit
from kinwork.common.actor import Actor
from kinwork.common.models import Community


def locked(community: Community) -> Community:
    """The community as it is now, which nobody else sets up until we are done."""
    return Community.objects.select_for_update().get(pk=community.pk)


def tell(
    deed: str, community: Community, fields: Iterable[str], *, by: Actor, at: datetime
) -> None:
    """To the trail, and to the leads, who read names of fields and never a value."""
    names = sorted(fields)
    CommunityChange.objects.create(community=community, at=at, by_id=by.id, deed=deed, fields=names)
    audit.record(f"accounts.{deed}", community, by=by, at=at, community=community.pk, fields=names)
