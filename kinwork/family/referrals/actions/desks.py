"""Who at the receiver's looks after it, and that somebody has looked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.models import Membership, User
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.jobs import later
from kinwork.common.rights import Refused, check
from kinwork.family.referrals.models import Referral
from kinwork.trust.access.actions import close_work_items
from kinwork.trust.access.models import WorkItem


@transaction.atomic
def assign(*, referral: Referral, user: User, by: Actor, at: datetime) -> Referral:
    """A supervisor gives it to one of the agency's own people."""
    require(by)
    row = Referral.objects.select_for_update().get(pk=referral.pk)
    check(by, "referrals.assign", row)
    hats = Membership.objects.filter(user=user, agency=by.agency, ends=None)
    if not hats.exists():
        raise Refused("referrals.assign", _("Choose somebody who works for your agency."))
    row.assigned_to = user
    row.save(update_fields=["assigned_to"])
    WorkItem.objects.filter(target=row.pk, agency=by.agency, closed_at=None).update(assignee=user)
    audit.record("referrals.assign", row, by=by, at=at, to=str(user.pk))
    return row


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


def ask_for_link(*, referral: UUID, by: Actor, at: datetime) -> None:
    """A new signed link, sent to the organization's published address and nowhere else."""
    require(by)
    check(by, "referrals.renew_link")
    later("referrals.send_link", referral)
    audit.record("referrals.ask_for_link", by=by, at=at, referral=str(referral))
