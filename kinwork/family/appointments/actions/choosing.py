"""The family chooses, moves and cancels; after the cut-off it asks, and a person answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common import community as place_of_settings
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, check
from kinwork.family.appointments import queries
from kinwork.family.appointments.models import ChangeAsk, Seat, Slot
from kinwork.family.appointments.rules import may_change
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals import letters
from kinwork.family.referrals.actions.following import lay_work
from kinwork.family.referrals.actions.moving import as_itself, one_family_at_a_time
from kinwork.family.referrals.actions.writing import write_to_receiver
from kinwork.family.referrals.models import Referral


class Gone(Refused):
    """The time was taken, taken back, or is over: the family chooses another."""


class TooLate(Refused):
    """It is too close to the appointment to change it alone: the family can ask."""


@transaction.atomic
def choose(
    *,
    referral: Referral,
    offer: UUID,
    slot: UUID | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
    form_id: UUID | None = None,
) -> Referral:
    """Take one of the offered times, and give the old one back. Raises Gone or TooLate; AlreadyMoved
    when the page is old. The same `form_id` twice takes it once."""
    require(by)
    check(by, "appointments.choose", referral)
    one_family_at_a_time(referral.household_id)
    with as_itself(referral.pk, referral.community_id) as itself:
        row = Referral.objects.select_related("community", "location").get(pk=referral.pk)
        if form_id and row.events.filter(form_id=form_id).exists():
            return row
        _in_time(row, "appointments.choose", at)
        wanted = next(
            (
                one
                for one in queries.choices(row, at)
                if one.offer == offer and one.slot == (slot or None)
            ),
            None,
        )
        if wanted is None:
            raise _gone()
        row = referrals.schedule(
            referral=row,
            starts_at=wanted.starts_at,
            place=wanted.place,
            zone=wanted.zone,
            minutes=wanted.minutes,
            by=itself,
            at=at,
            party="family",
            really=by,
            version=version,
            form_id=form_id,
        )
        if wanted.slot:
            _take_seat(wanted.slot, queries.planned(row).pk)
        _tell_receiver(row, "appointments.choose", at)
    return row


def _take_seat(slot: UUID, appointment: UUID) -> None:
    """Lock the time, then one of its free seats; nobody else can have it until we are done."""
    locked = Slot.objects.select_for_update().filter(pk=slot, withdrawn_at=None).first()
    free = Seat.objects.select_for_update().filter(slot=locked, held_by=None)
    seat = free.order_by("number").first() if locked else None
    if seat is None:
        raise _gone()
    seat.held_by = appointment
    seat.save(update_fields=["held_by"])


@transaction.atomic
def cancel(*, referral: Referral, by: Actor, at: datetime, **said: Any) -> Referral:
    """The family cannot come. Raises TooLate after the cut-off."""
    require(by)
    check(by, "appointments.cancel", referral)
    one_family_at_a_time(referral.household_id)
    form_id = said.get("form_id")
    done_before = form_id and referral.events.filter(form_id=form_id).exists()
    if not done_before:
        _in_time(referral, "appointments.cancel", at)
    row = referrals.cancel_appointment(referral=referral, by=by, at=at, **said)
    if not done_before:
        _tell_receiver(row, "appointments.cancel", at)
    return row


@transaction.atomic
def ask_change(*, referral: Referral, wants: str, by: Actor, at: datetime) -> ChangeAsk | None:
    """After the cut-off: the receiver reads it on its desk (or by its link) and answers. One at a time;
    None where there is no date to come."""
    require(by)
    check(by, "appointments.ask_change", referral)
    one_family_at_a_time(referral.household_id)
    if (known := queries.open_ask(referral)) or queries.planned(referral) is None:
        return known
    made = ChangeAsk.objects.create(referral=referral, wants=wants, asked_at=at)
    audit.record("appointments.ask_change", referral, by=by, at=at, wants=wants)
    with as_itself(referral.pk, referral.community_id):
        row = Referral.objects.get(pk=referral.pk)
        lay_work(row, "receiver", "new date asked", queries.planned(row).starts_at, at)
        _tell_receiver(row, "appointments.ask_change", at)
    return made


def _in_time(row: Referral, verb: str, at: datetime) -> None:
    has = queries.planned(row)
    hours = place_of_settings.setting(row.community, "change_hours")
    if has and not may_change(has.starts_at, at, hours):
        raise TooLate(verb, _("It is too close to your date to change it here. You can ask them."))


def _gone() -> Gone:
    return Gone("appointments.choose", _("This time was just taken. Please choose another one."))


def _tell_receiver(row: Referral, deed: str, at: datetime) -> None:
    """Who answers by a link has no desk: a neutral mail to its published address."""
    write_to_receiver(row, letters.CHANGED, deed=deed, at=at)
