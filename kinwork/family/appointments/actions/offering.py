"""The receiver offers times; the family takes one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinwork.common import audit
from kinwork.common import community as place_of_settings
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, check
from kinwork.family.appointments import queries
from kinwork.family.appointments.models import ChangeAsk, Offer, Slot
from kinwork.family.contact.actions import tell_family
from kinwork.family.referrals import clocks
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.family.referrals.actions.moving import as_itself, locked, one_family_at_a_time
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import LIFE

VERB = "appointments.offer"


@transaction.atomic
def offer(
    *,
    referral: Referral,
    slots: Iterable[Slot] = (),
    times: Iterable[datetime] = (),
    any_open: bool = False,
    place: str = "",
    minutes: int | None = None,
    by: Actor,
    at: datetime,
    form_id: UUID | None = None,
) -> list[Offer]:
    """Offer some slots, times of one's own, or any open time; they take the place of earlier offers.

    The same `form_id` twice offers once. Raises Refused for none, too many, or one that is over.
    """
    require(by)
    one_family_at_a_time(referral.household_id)
    row = locked(referral, VERB)
    check(by, VERB, row)
    if form_id and (made := list(Offer.objects.filter(referral=row, form_id=form_id))):
        return made
    if not LIFE.may("schedule", row.state, "receiver"):
        raise AlreadyMoved("schedule", row.state, "", row.state_since, "")
    slots, times = _sound(row, slots, times, any_open, at)
    Offer.objects.filter(referral=row, closed_at=None).update(closed_at=at)
    ChangeAsk.objects.filter(referral=row, settled_at=None).update(settled_at=at)
    zone = clocks.zone_of(row, "scheduled")
    said = {"referral": row, "offered_at": at, "form_id": form_id}
    fresh = [Offer(slot=slot, **said) for slot in slots]
    fresh += [
        Offer(starts_at=one, zone=zone, minutes=minutes, place=place[:300], **said) for one in times
    ]
    fresh += [Offer(**said)] if any_open else []
    Offer.objects.bulk_create(fresh)
    audit.record(VERB, row, by=by, at=at, times=len(fresh))
    with as_itself(row.pk, row.community_id) as itself:
        tell_family(
            household=row.household_id,
            community=row.community_id,
            key="appointment.offered",
            about=row.pk,
            by=itself,
            at=at,
        )
    return fresh


def _sound(
    row: Referral, slots: Iterable[Slot], times: Iterable[datetime], any_open: bool, at: datetime
) -> tuple[list[Slot], list[datetime]]:
    wanted, times = {slot.pk for slot in slots}, sorted(set(times))
    found = list(queries.free_of(row, at).filter(pk__in=wanted))
    most = place_of_settings.setting(row.community, "offered_times")
    if len(found) < len(wanted) or any(one <= at for one in times):
        raise Refused(VERB, _("One of these times is over or taken. Please choose again."))
    if not (found or times or any_open):
        raise Refused(VERB, _("Choose at least one time."))
    if len(found) + len(times) > most:
        said = ngettext(
            "Please offer at most %(n)d time.", "Please offer at most %(n)d times.", most
        )
        raise Refused(VERB, said % {"n": most})
    return found, times
