"""What has ended goes on as a new, linked referral: the same door, the first clock running."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, check
from kinwork.directory.models import Location, Service
from kinwork.family.contact.actions import tell_family
from kinwork.family.referrals.actions.making import _takes_referrals, goes_on, make_linked
from kinwork.family.referrals.actions.moving import as_itself, locked, one_family_at_a_time
from kinwork.family.referrals.actions.sending import send
from kinwork.family.referrals.models import Referral


@transaction.atomic
def undo_obsolete(
    *,
    referral: Referral,
    by: Actor,
    at: datetime,
    form_id: UUID | None = None,
    on_behalf_of: UUID | None = None,
) -> Referral:
    """The other place was accepted, and this one is wanted all the same: asked again, sent where
    the family's yes still stands, else waiting for it. Done twice, it is one.

    Accepting it will not end what was accepted before. Raises Refused where it ended otherwise.
    """
    require(by)
    one_family_at_a_time(referral.household_id)
    row = locked(referral, "referrals.undo_obsolete")
    check(by, "referrals.undo_obsolete", row)
    if row.state != "obsolete":
        raise Refused(
            "referrals.undo_obsolete",
            _("Only what ended because another place said yes can be asked for again."),
        )
    if known := goes_on(row):
        return known
    _takes_referrals(row.need_code, row.service)
    new = make_linked(row, row.service, row.location, at=at)
    audit.record("referrals.undo_obsolete", row, by=by, at=at, on_behalf_of=on_behalf_of)
    try:
        with transaction.atomic():
            return send(referral=new, by=by, at=at, form_id=form_id, on_behalf_of=on_behalf_of)
    except Refused:  # no yes stands any more: it waits for one, as a draft
        return Referral.objects.get(pk=new.pk)


@transaction.atomic
def propose_next(
    *,
    referral: Referral,
    service: Service,
    location: Location | None = None,
    by: Actor,
    at: datetime,
) -> Referral:
    """The coordinator finds the next place for what a family sent itself: a linked draft of the
    family's own, which reads it and says yes or no. Done twice, it is one."""
    require(by)
    one_family_at_a_time(referral.household_id)
    row = locked(referral, "referrals.propose_next")
    check(by, "referrals.propose_next", row)
    if known := goes_on(row):
        return known
    _takes_referrals(row.need_code, service)
    new = make_linked(row, service, location, at=at)
    audit.record("referrals.propose_next", row, by=by, at=at)
    with as_itself(row.pk, row.community_id) as itself:
        tell_family(
            household=row.household_id,
            community=row.community_id,
            key="referral.rerouted",
            about=row.pk,
            deed="referrals.propose_next",
            by=itself,
            at=at,
        )
    return new


def reopen(row: Referral, *, at: datetime) -> Referral:
    """The family says that it did not get what was recorded: a linked draft to the same door. Whoever
    sent it talks with the family, and sends it there or another way."""
    return goes_on(row) or make_linked(row, row.service, row.location, at=at)
