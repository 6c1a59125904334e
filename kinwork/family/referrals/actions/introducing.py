"""A warm handoff: whoever sent the family introduces it to the receiver's worker, and writes it down."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused, check
from kinwork.family.referrals.codes import HANDOFF_WAYS
from kinwork.family.referrals.models import Handoff, Referral

NEVER = ("recalled", "entered in error")


@transaction.atomic
def record_handoff(
    *,
    referral: Referral,
    way: str,
    met: str,
    family_present: bool,
    when: datetime | None = None,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Handoff:
    """Who introduced the family to whom, how and when. Both organizations and the family read it.

    met: a name or a function ("the intake nurse"). The same `form_id` twice is one. Raises Refused
    for a time to come, before it was begun, or where nothing was sent.
    """
    require(by)
    check(by, "referrals.record_handoff", referral)
    row_id, when = form_id or new_id(), when or at
    if known := Handoff.objects.filter(pk=row_id).first():
        return known
    _can_be_recorded(referral, way, met, when, at)
    made = Handoff.objects.create(
        id=row_id,
        referral=referral,
        at=when,
        way=way,
        introduced_by_id=by.id,
        introduced_for_id=by.agency,
        met=met.strip()[:100],
        family_present=family_present,
        recorded_at=at,
    )
    audit.record("referrals.record_handoff", referral, by=by, at=at, way=way)
    return made


def _can_be_recorded(row: Referral, way: str, met: str, when: datetime, at: datetime) -> None:
    verb = "referrals.record_handoff"
    if row.sent_at is None or row.state in NEVER:
        raise Refused(verb, _("It was not sent, so nobody can be introduced."))
    if way not in HANDOFF_WAYS:
        raise Refused(verb, _("Please choose an answer from the list."))
    if not met.strip():
        raise Refused(verb, _("Please say whom the family met."))
    if when > at:
        raise Refused(verb, _("This time has not come yet."))
