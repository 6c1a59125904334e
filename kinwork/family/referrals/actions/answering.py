"""What the receiver does with a referral, at its desk or by its link."""

from datetime import datetime
from itertools import takewhile
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import clock as days
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.community import setting as community_setting
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.family.referrals import clocks
from kinwork.family.referrals.actions.following import follow, settle_need
from kinwork.family.referrals.actions.moving import Moved, Said, move
from kinwork.family.referrals.actions.reviewing import is_reviewed
from kinwork.family.referrals.actions.saying import say
from kinwork.family.referrals.codes import (
    CONTACT_WAYS,
    DECLINE_REASONS,
    NEED_MET,
    NOT_SERVED_REASONS,
    REACHED,
)
from kinwork.family.referrals.models import Appointment, Outcome, Referral, ServiceEpisode
from kinwork.family.referrals.rules import NEED_MET_STATE, wrong_date
from kinwork.family.referrals.words import WRONG_DATE


@transaction.atomic
def accept(*, referral: Referral, by: Actor, at: datetime, **said: Unpack[Said]) -> Referral:
    """Take the family on. What nobody has taken on yet for the same need becomes obsolete."""
    return _done(
        move(referral, "accept", by=by, at=at, change=_answered(referral, by, at), **said), at
    )


@transaction.atomic
def waitlist(
    *,
    referral: Referral,
    place: int | None = None,
    days: int | None = None,
    by: Actor,
    at: datetime,
    **said: Unpack[Said],
) -> Referral:
    """Put the family on the list, with its place or an estimate in days; asked again every 30 days."""
    change = {**_answered(referral, by, at), "wait_place": place, "wait_days": days}
    return _done(move(referral, "waitlist", by=by, at=at, change=change, **said), at)


@transaction.atomic
def ask_information(
    *, referral: Referral, message: str, by: Actor, at: datetime, **said: Unpack[Said]
) -> Referral:
    """Ask the sender (or the family) for what is missing."""
    moved = move(referral, "ask_information", by=by, at=at, **said)
    if moved.fresh:
        say(moved.referral, message, by=by, at=at, party="receiver")
        follow(moved, at=at)
    return moved.referral


@transaction.atomic
def decline(
    *,
    referral: Referral,
    reason: str,
    message: str = "",
    by: Actor,
    at: datetime,
    **said: Unpack[Said],
) -> Referral:
    """Say no, with a coded reason; the kept unit goes back. Where the community has its coordinator
    look at declines, it stands only then (see reviewing)."""
    _known(reason, DECLINE_REASONS, "decline")
    waits = is_reviewed(referral, reason)
    moved = move(
        referral,
        "propose_decline" if waits else "decline",
        by=by,
        at=at,
        reason=reason,
        change={"answered_at": referral.answered_at or at},
        **said,
    )
    if moved.fresh:
        if message.strip():
            say(moved.referral, message, by=by, at=at, party="receiver", in_review=waits)
        follow(moved, at=at)
    return moved.referral


@transaction.atomic
def try_contact(
    *, referral: Referral, way: str, by: Actor, at: datetime, **said: Unpack[Said]
) -> Referral:
    """One try to reach the family: by phone, by text, by mail, at the door. The clock runs from
    the first try; after the last one that the community sets, somebody has to decide at once. Raises
    Refused for a way that is not in the list."""
    if way not in CONTACT_WAYS:
        raise Refused("referrals.try_contact", _("Please choose an answer from the list."))
    change = _clock_of_tries(referral, way, at)
    return _done(move(referral, "try_contact", by=by, at=at, reason=way, change=change, **said), at)


@transaction.atomic
def schedule(
    *,
    referral: Referral,
    starts_at: datetime,
    place: str = "",
    zone: str = "",
    minutes: int | None = None,
    by: Actor,
    at: datetime,
    party: str = "",
    really: Actor | None = None,
    **said: Unpack[Said],
) -> Referral:
    """A date; an earlier one that was planned has moved. zone: by whose clocks, else the place's own.

    really: the family that chose it, when the referral moves itself (kinwork.family.appointments).
    Refused: what is over, and what lies more than a year ahead.
    """
    why = wrong_date(starts_at, at)
    since = at if why else max(starts_at, at)
    change = {"due_at": clocks.due_at(referral, "scheduled", since).at}
    who = {"party": party, "really": really}
    moved = move(referral, "schedule", by=by, at=at, change=change, **who, **said)
    if moved.fresh:
        if why:  # asked only now: the same form again is one, also when its date is over by then
            raise Refused("referrals.schedule", str(WRONG_DATE[why]))
        _settle_planned(moved.referral, "moved")
        Appointment.objects.create(
            referral=moved.referral,
            starts_at=starts_at,
            zone=zone or clocks.zone_of(moved.referral, "scheduled"),
            minutes=minutes,
            place=place[:300],
            state="planned",
        )
        follow(moved, at=at)
    return moved.referral


@transaction.atomic
def mark_no_show(*, referral: Referral, by: Actor, at: datetime, **said: Unpack[Said]) -> Referral:
    """The family did not come."""
    return _appointment_over(move(referral, "mark_no_show", by=by, at=at, **said), "missed", at)


@transaction.atomic
def cancel_appointment(
    *, referral: Referral, by: Actor, at: datetime, **said: Unpack[Said]
) -> Referral:
    """The date is off; the referral goes on."""
    moved = move(referral, "cancel_appointment", by=by, at=at, **said)
    return _appointment_over(moved, "cancelled", at)


@transaction.atomic
def start_service(*, referral: Referral, by: Actor, at: datetime, **said: Unpack[Said]) -> Referral:
    """Service has begun: an episode for each person it is for."""
    moved = move(referral, "start_service", by=by, at=at, **said)
    if moved.fresh:
        _settle_planned(moved.referral, "kept")
        _begin_episodes(moved.referral, by=by, at=at)
        follow(moved, at=at)
    return moved.referral


@transaction.atomic
def serve(
    *,
    referral: Referral,
    received: str,
    need_met: str,
    by: Actor,
    at: datetime,
    **said: Unpack[Said],
) -> Referral:
    """Served: what was received, and whether the need was met. The family is asked later."""
    _known(need_met, NEED_MET, "serve")
    if not received.strip():
        raise Refused("referrals.serve", _("Please say what the family received."))
    moved = move(referral, "serve", by=by, at=at, reason=need_met, **said)
    if moved.fresh:
        row = moved.referral
        _settle_planned(row, "kept")
        _begin_episodes(row, by=by, at=at)
        _write_outcome(row, received.strip()[:300], need_met, by=by, at=at)
        follow(moved, at=at)
        settle_need(row, NEED_MET_STATE[need_met], at=at)
    return moved.referral


@transaction.atomic
def end_unserved(
    *, referral: Referral, reason: str, by: Actor, at: datetime, **said: Unpack[Said]
) -> Referral:
    """It ends without service, for a coded reason; the next door is offered."""
    _known(reason, NOT_SERVED_REASONS, "end_unserved")
    return _done(move(referral, "end_unserved", by=by, at=at, reason=reason, **said), at)


def _answered(referral: Referral, by: Actor, at: datetime) -> dict:
    """Whoever answers first is whose it is, until a supervisor says otherwise."""
    change = {"answered_at": referral.answered_at or at}
    if by.is_staff and referral.assigned_to_id is None:
        change["assigned_to_id"] = by.id
    return change


def _clock_of_tries(referral: Referral, way: str, at: datetime) -> dict:
    events = referral.events.order_by("-number").values_list("verb", "reason")
    before = [how for _verb, how in takewhile(lambda one: one[0] == "try_contact", events)]
    failed = sum(how != REACHED for how in [way, *before])
    if way != REACHED and failed >= community_setting(referral.community, "contact_tries"):
        return {"due_at": at}
    return {"due_at": referral.due_at} if before else {}


def _known(reason: str, codes, verb: str) -> None:
    if reason not in codes:
        raise Refused(f"referrals.{verb}", _("Please choose a reason from the list."))


def _settle_planned(row: Referral, state: str) -> None:
    Appointment.objects.filter(referral=row, state="planned").update(state=state)


def _appointment_over(moved: Moved, state: str, at: datetime) -> Referral:
    if moved.fresh:
        _settle_planned(moved.referral, state)
    return _done(moved, at)


def _begin_episodes(row: Referral, *, by: Actor, at: datetime) -> None:
    """One episode a person; a link holder's are written as the episode itself."""
    if row.receiver_id is None or ServiceEpisode.objects.filter(referral=row).exists():
        return
    today = days.local_day(at, row.community.time_zone)
    for person in row.subjects.values_list("person_id", flat=True):
        ServiceEpisode.objects.create(
            community_id=row.community_id,
            owner_id=row.receiver_id,
            recorded_by_id=row.receiver_id,
            steward_id=row.receiver_id,
            sensitivity=row.sensitivity,
            person_id=person,
            said_in=row.household_id,
            service_id=row.service_id,
            referral=row,
            starts=today,
            origin="referral",
        )


def _write_outcome(row: Referral, received: str, need_met: str, *, by: Actor, at: datetime) -> None:
    """The receiver's claim, owned by it; a link holder has no agency, so its row is opened as itself."""
    outcome = Outcome(
        id=new_id(),
        community_id=row.community_id,
        owner_id=by.agency,
        recorded_by_id=by.agency,
        steward_id=by.agency,
        sensitivity=row.sensitivity,
        household_id=row.household_id,
        referral=row,
        received=received,
        need_met=need_met,
        at=at,
    )
    if by.agency:
        outcome.save(force_insert=True)
        return
    with acting_as(clock(outcome.pk, row.community_id)):
        outcome.save(force_insert=True)


def _done(moved: Moved, at: datetime) -> Referral:
    if moved.fresh:
        follow(moved, at=at)
    return moved.referral
