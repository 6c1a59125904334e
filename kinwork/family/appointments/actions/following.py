"""What follows when a date is made, moved or over: seats given back, reminders set, offers closed."""

from datetime import datetime

from django.db import transaction

from kinwork.common import audit
from kinwork.common import community as place_of_settings
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.family.appointments.models import ChangeAsk, Offer, Reminder, Seat
from kinwork.family.appointments.rules import reminders
from kinwork.family.contact.actions import tell_family
from kinwork.family.referrals.models import Appointment, Referral
from kinwork.trust.access.actions import close_work_items


def settle_dates(row: Referral, *, by: Actor, at: datetime) -> None:
    """After any move that touches a date. `by` is the referral itself."""
    dates = list(row.appointments.values_list("pk", "state", "starts_at", "zone"))
    over = [one for one, state, _starts, _zone in dates if state != "planned"]
    if over:
        # A seat of a time to come is free again; one that was used stays as it was.
        Seat.objects.filter(held_by__in=over, slot__starts_at__gt=at).update(held_by=None)
        Reminder.objects.filter(appointment__in=over, done_at=None).delete()
    if row.ended_at:
        Offer.objects.filter(referral=row, closed_at=None).update(closed_at=at)
    if ChangeAsk.objects.filter(referral=row, settled_at=None).update(settled_at=at):
        close_work_items(target=row.pk, kind="new date asked", at=at)
    for appointment, state, starts_at, zone in dates:
        if state == "planned":
            _remind_of(row, appointment, starts_at, zone, at)


def _remind_of(row: Referral, appointment, starts_at: datetime, zone: str, at: datetime) -> None:
    said = {
        name: place_of_settings.setting(row.community, f"remind_{name}")
        for name in ("days", "hours")
    }
    if Reminder.objects.filter(appointment=appointment).exists():
        return
    Reminder.objects.bulk_create(
        Reminder(referral=row, appointment=appointment, kind=kind, at=when)
        for kind, when in reminders(starts_at, zone or row.community.time_zone, at, **said)
    )


@transaction.atomic
def remind(*, reminder: Reminder, by: Actor, at: datetime) -> bool:
    """Tell the family, once, that a date comes; False where it is over, or off, or was told already.

    `by` is the clock of the referral. Two that are late together are one notice.
    """
    require(by)
    mine = Reminder.objects.select_for_update().filter(pk=reminder.pk, done_at=None).first()
    if mine is None:
        return False
    due = Reminder.objects.filter(appointment=mine.appointment, done_at=None, at__lte=at)
    due.update(done_at=at)
    found = Appointment.objects.filter(pk=mine.appointment, state="planned", starts_at__gt=at)
    date = found.first()
    if date is None:
        return False
    row = Referral.objects.get(pk=mine.referral_id)
    tell_family(
        household=row.household_id,
        community=row.community_id,
        key="appointment.soon",
        about=row.pk,
        good_until=date.starts_at,
        by=by,
        at=at,
    )
    audit.record("appointments.remind", row, by=by, at=at, kind=mine.kind)
    return True
