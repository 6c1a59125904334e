"""Who of an agency looks after it, and that somebody has looked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.models import User
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, check
from kinwork.family.referrals import letters
from kinwork.family.referrals.actions.handing import follow_assigned, hat_of, visible_to
from kinwork.family.referrals.actions.moving import as_itself, locked
from kinwork.family.referrals.actions.writing import write_to_receiver
from kinwork.family.referrals.models import Referral
from kinwork.trust.access.actions import close_work_items
from kinwork.trust.access.models import WorkItem


@transaction.atomic
def assign(*, referral: Referral, user: User, by: Actor, at: datetime) -> Referral:
    """A supervisor gives it to one of the agency's own people; a worker takes what nobody has."""
    require(by)
    row = locked(referral, "referrals.assign", works_on_it=False)
    check(by, "referrals.assign", row)
    if by.role != "supervisor" and (user.pk != by.id or holder_of(row, by) not in (None, by.id)):
        raise Refused(
            "referrals.assign",
            _("Only a supervisor can give it to somebody else. You can take what nobody has."),
        )
    colleague = hat_of(user, by, at)
    if colleague is None:
        raise Refused("referrals.assign", _("Choose somebody who works for your agency."))
    if row.pk not in visible_to(colleague, [row]):
        raise Refused(
            "referrals.assign",
            _("%(name)s may not see this one. Choose somebody who may.") % {"name": user.name},
        )
    ours = "assigned_to" if row.receiver_id == by.agency else "followed_by"
    setattr(row, ours, user)
    row.save(update_fields=[ours])
    WorkItem.objects.filter(target=row.pk, agency=by.agency, closed_at=None).update(
        assignee=user, snoozed_until=None, snooze_reason="", snoozed_by=None
    )
    audit.record("referrals.assign", row, by=by, at=at, to=str(user.pk))
    follow_assigned([row], at)
    return row


def holder_of(row: Referral, by: Actor) -> UUID | None:
    """Who of `by`'s agency has it now."""
    return row.assigned_to_id if row.receiver_id == by.agency else row.followed_by_id


@transaction.atomic
def mark_opened(*, referral: Referral, by: Actor, at: datetime) -> bool:
    """The receiver has looked at it. Only the first look is written down; a notice that it closed
    leaves the desk."""
    require(by)
    check(by, "referrals.open", referral)
    close_work_items(target=referral.pk, kind="closed", at=at)
    first = Referral.objects.filter(pk=referral.pk, opened_at=None).update(opened_at=at)
    if first:
        audit.record("referrals.open", referral, by=by, at=at)
    return bool(first)


@transaction.atomic
def ask_for_link(*, referral: UUID, by: Actor, at: datetime) -> None:
    """A new signed link, sent to the organization's published address and nowhere else."""
    require(by)
    check(by, "referrals.renew_link")
    with as_itself(referral, None):
        row = Referral.objects.filter(pk=referral, ended_at=None, sent_at__isnull=False).first()
        if row:
            write_to_receiver(row, letters.REQUEST, deed="referrals.ask_for_link", at=at)
    audit.record("referrals.ask_for_link", by=by, at=at, referral=str(referral))
