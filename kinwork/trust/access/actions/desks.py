"""Lines on a desk: laid and taken off by whoever acts, also on another agency's desk."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency, Membership, User
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.ids import id_of
from kinwork.common.models import Community
from kinwork.common.rights import Refused, check
from kinwork.trust.access import snoozing
from kinwork.trust.access.models import WorkItem

# A member promised it in a meeting of its partnership; the name stands here, below who lays it, because
# the desk and the mail about it are drawn by floors that know nothing of meetings.
PROMISED = "meetings.promised"
# A date around a child comes near (family.timelines), and one that is a screening.
CHILD_CLOCK, SCREENING_DUE = "child clock", "screening due"
# A step of a family's plan, and a review of it: named here for the same reason.
PLAN_STEP, PLAN_REVIEW = "plan step", "plan review"


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


def renew_work_items(*, target: UUID, kind: str, at: datetime) -> None:
    """A reminder: the open lines of this kind count as new once more, also in the mail about the desk.
    Only the clock of `target` itself may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_renew_work(%s, %s, %s)", [target, kind, at])


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


@transaction.atomic
def snooze(*, item: WorkItem, until: date, reason: str, by: Actor, at: datetime) -> WorkItem:
    """Out of the way until the morning of a day, for a coded reason; it comes back by itself. What
    nobody had becomes one's own with it. Raises Refused for a day past its own clock."""
    require(by)
    row = _open_line(item, "access.snooze", by)
    zone = row.community.time_zone
    if reason not in snoozing.SNOOZE_REASONS:
        raise Refused("access.snooze", _("Please choose a reason from the list."))
    if until not in snoozing.days(row.due_at, at, zone):
        raise Refused("access.snooze", _("It cannot wait until that day. Choose an earlier one."))
    if row.assignee_id is None:
        row.assignee_id = by.id
    row.snoozed_until, row.snooze_reason = snoozing.back_at(until, zone), reason
    row.snoozed_by_id = by.id
    row.save(update_fields=["assignee", "snoozed_until", "snooze_reason", "snoozed_by"])
    said = {"about": str(row.target), "until": until.isoformat(), "reason": reason}
    audit.record("access.snooze", row, by=by, at=at, **said)
    return row


@transaction.atomic
def wake(*, item: WorkItem, by: Actor, at: datetime) -> WorkItem:
    """Back on the desk before its day. Twice is once."""
    require(by)
    row = _open_line(item, "access.wake", by)
    if row.snoozed_until is not None:
        row.snoozed_until, row.snooze_reason, row.snoozed_by = None, "", None
        row.save(update_fields=["snoozed_until", "snooze_reason", "snoozed_by"])
        audit.record("access.wake", row, by=by, at=at, about=str(row.target))
    return row


def _open_line(item: WorkItem, verb: str, by: Actor) -> WorkItem:
    """The line as it stands now, locked; Refused where it is done, or not this worker's to move."""
    row = WorkItem.objects.select_for_update().filter(pk=item.pk, closed_at=None).first()
    if row is None:
        raise Refused(verb, _("This is done already. Nothing waits here any more."))
    check(by, verb, row)
    return row
