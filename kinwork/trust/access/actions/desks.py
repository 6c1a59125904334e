"""Lines on a desk: laid and taken off by whoever acts, also on another agency's desk."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from kinwork.accounts.models import Agency, Membership, User
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.ids import id_of
from kinwork.common.models import Community
from kinwork.trust.access.models import WorkItem


def open_work_item(
    *,
    agency: Agency | UUID,
    community: Community | UUID,
    kind: str,
    target: UUID,
    due_at: datetime | None,
    at: datetime,
    assignee: UUID | None = None,
) -> UUID:
    """Put a line on an agency's desk, or move its date. Returns the id of the open line.

    Written without reading back: the sender may lay work on a desk that it cannot see.
    """
    item = WorkItem(
        agency_id=id_of(agency),
        community_id=id_of(community),
        kind=kind,
        target=target,
        due_at=due_at,
        opened_at=at,
        assignee_id=assignee,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kw_lay_work(%s, %s, %s, %s, %s, %s, %s, %s)",
            [item.pk, item.agency_id, item.community_id, kind, target, due_at, at, assignee],
        )
        return cursor.fetchone()[0]


def hand_back(leaver: User | Membership, *, by: Actor, at: datetime) -> int:
    """Somebody left an agency, or a hat there ended: what was theirs goes back to the team, and
    their own ties end. How many lines and referrals that were.

    It touches only agencies that they work for no more, so it may be called once too often.
    """
    require(by)
    member = leaver.user_id if isinstance(leaver, Membership) else leaver.pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_hand_back(%s, %s)", [member, at])
        count = cursor.fetchone()[0]
    audit.record("access.hand_back", by=by, at=at, of=str(member), lines=count)
    return count


def close_work_items(
    *, target: UUID, at: datetime, kind: str | None = None, whose: UUID | None = None
) -> None:
    """Take the lines about `target` off every desk, or off that of the agency `whose`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_clear_work(%s, %s, %s, %s)", [target, kind, at, whose])
