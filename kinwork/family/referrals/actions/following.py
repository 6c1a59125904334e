"""What follows from a move, in the same transaction: ties, clocks, desks, units, the need, notices."""

from datetime import datetime

from django.db.models import Q

from kinwork.common import consequences
from kinwork.common.acting import acting_as, current_actor
from kinwork.common.actor import Actor, clock
from kinwork.directory.actions.units import give_unit_back, take_unit
from kinwork.family.contact.actions import tell_family, tell_parties
from kinwork.family.referrals import clocks, queries
from kinwork.family.referrals.actions.laying import (
    desks_of,
    lay_another_way,
    lay_work,
    told_when_overdue,
)
from kinwork.family.referrals.actions.moving import Moved, as_itself
from kinwork.family.referrals.actions.searching import begin_search, stop_search
from kinwork.family.referrals.actions.writing import write_of_move
from kinwork.family.referrals.models import Appointment, CapacityHold, Need, Referral
from kinwork.family.referrals.next_door import leaves_need
from kinwork.family.referrals.rules import (
    AFTER_ACCEPTED,
    CLOCKS,
    ENDS,
    GIVES_BACK,
    NEED_AFTER,
    NOTICES,
    TOLD_RECEIVER,
    WORK,
    takes_on,
    tells_family,
)
from kinwork.family.referrals.wire import wire_status, wire_steps
from kinwork.trust.access.actions import (
    clear_due,
    close_ties,
    close_work_items,
    set_due,
)

# Moves that make, keep or end a date.
DATES = ("schedule", "mark_no_show", "cancel_appointment", "start_service", "serve")


def follow(moved: Moved, *, at: datetime, notice: bool = True) -> None:
    """Everything that a fresh move brings with it."""
    row, verb = moved.referral, moved.event.verb
    with as_itself(row.pk, row.community_id) as itself:
        if row.state in ENDS:
            close_ties(work=row.pk, by=itself, at=at)
        _clocks(row, at)
        _desks(row, at)
        write_of_move(moved, at=at)
        _next_door(moved, at)
        _unit(moved, by=itself, at=at)
        if "waitlisted" in (moved.came_from, row.state):
            consequences.follow("referrals.list", moved, by=itself, at=at)
        if verb in DATES or row.state in ENDS:
            _dates(row, by=itself, at=at)
        _systems(row, verb, by=itself, at=at)
        consequences.follow("referrals.moved", row, by=itself, at=at)
        # Of what was never sent nobody told the family anything; its clock knows no way to it either.
        if notice and tells_family(verb, moved.came_from) and row.sent_at:
            tell_family(
                household=row.household_id,
                community=row.community_id,
                key=NOTICES[verb],
                about=row.pk,
                deed=f"referrals.{verb}",
                by=itself,
                at=at,
            )
    taken_on = takes_on(verb, moved.came_from)
    if state := "addressed" if taken_on else NEED_AFTER.get(row.state):
        _settle_with_others(moved, state, at)
    if taken_on:
        _needs_no_other(row, at)
    if verb in ("send", "accept") and (doer := current_actor()) is not None:
        consequences.follow(f"referrals.{verb}", row, by=doer, at=at)


def _systems(row: Referral, verb: str, *, by: Actor, at: datetime) -> None:
    """The systems of both agencies, if they asked for it: the envelope alone, once it was sent."""
    if row.sent_at is None:
        return
    tell_parties(
        referral=row.pk,
        state=row.state,
        verb=verb,
        sensitivity=row.sensitivity,
        parties=[row.sender_id, row.receiver_id],
        community=row.community_id,
        wire=lambda: _wire(row),
        by=by,
        at=at,
    )


def _wire(row: Referral) -> tuple[str, list[str]]:
    """Where the wire (Task.status) stands after the last move, and what that move passed, in order."""
    moves = list(row.events.order_by("number").values_list("from_state", "to_state"))
    before = wire_status([moves[0][0], *(to for _came, to in moves[:-1])])
    passed = list(wire_steps(*moves[-1], before))
    return (passed or [before])[-1], passed


def _dates(row: Referral, *, by: Actor, at: datetime) -> None:
    """What has ended has no date to come; seats, offers and reminders follow (appointments)."""
    if row.state in ENDS:
        Appointment.objects.filter(referral=row, state="planned").update(state="cancelled")
    consequences.follow("referrals.dates", row, by=by, at=at)


def _clocks(row: Referral, at: datetime) -> None:
    clear_due(target=row.pk)
    if row.due_at is None:
        return
    set_due(target=row.pk, clock=CLOCKS[row.state].then, at=row.due_at)
    if row.state == "sent" and (before := clocks.reminder_at(row, row.due_at, at)):
        set_due(target=row.pk, clock="remind", at=before)


def _desks(row: Referral, at: datetime) -> None:
    close_work_items(target=row.pk, at=at)
    desks = desks_of([row])
    if row.state in WORK:
        party, kind = WORK[row.state]
        lay_work(row, party, kind, row.due_at, at, desks)
    if queries.is_stranded(row):
        lay_another_way(row, at, desks)
    if row.state in TOLD_RECEIVER and row.sent_at:
        lay_work(row, "receiver", "closed", None, at, desks)


def _next_door(moved: Moved, at: datetime) -> None:
    """An end that leaves the need leaves somebody with a date, unless another door has taken the
    family on; nothing else does."""
    row, until = moved.referral, moved.referral.next_door_due
    leaves = leaves_need(
        row.state,
        need_met=moved.event.reason,
        was_sent=row.sent_at is not None,
        reason=_why_stopped(moved),
        ended_as=moved.came_from if moved.came_from in ENDS else "",
        looked_for=until is not None,
    )
    if leaves and not _is_taken_on(row) and not _is_met_elsewhere(moved):
        begin_search(row, at, until=until)
    elif until:
        row.next_door_due = None
        stop_search(row.pk, row.community_id, at)


def _why_stopped(moved: Moved) -> str:
    """The sender's reason: given as it asked for the cancellation, or with the mistake itself."""
    if moved.event.verb != "cancel":
        return moved.event.reason
    asked = moved.referral.events.filter(verb="ask_cancellation").order_by("number")
    return asked.values_list("reason", flat=True).last() or ""


def wait_anew(row: Referral, at: datetime) -> None:
    """Its clock and its line begin once more, in the state in which it is."""
    due = clocks.due_at(row, row.state, at)
    row.due_at, row.due_zone, row.calendar_version = due.at, due.zone, due.calendar
    row.agreed_at = None
    row.save(update_fields=["due_at", "due_zone", "calendar_version", "agreed_at"])
    _clocks(row, at)
    _desks(row, at)


def back_to_the_team(row: Referral, at: datetime) -> None:
    """Nobody in particular looks after it any more; its line lies open on the agency's desk."""
    row.assigned_to = None
    row.save(update_fields=["assigned_to"])
    lay_anew(row, at)


def lay_anew(row: Referral, at: datetime) -> None:
    """Its lines as they belong to the state in which it is, for whoever may have them now."""
    _desks(row, at)


def lay_overdue(row: Referral, at: datetime) -> None:
    """Somebody who can help is told that a clock has run out: always somebody who has a desk."""
    desks = desks_of([row])
    party, kind = told_when_overdue(row, desks)
    if party:
        lay_work(row, party, kind, row.due_at, at, desks)


def _unit(moved: Moved, *, by: Actor, at: datetime) -> None:
    row, verb = moved.referral, moved.event.verb
    hold = CapacityHold.objects.filter(referral=row).first()
    takes = takes_on(verb, moved.came_from)
    if (takes or verb == "send") and (hold is None or hold.state == "released"):
        counted_at = take_unit(service_id=row.service_id, by=by, at=at)
        if counted_at:
            hold = hold or CapacityHold(referral=row, service_id=row.service_id)
            hold.state, hold.counted_at = "held", counted_at
            hold.save()
    if hold and takes and hold.state == "held":
        hold.state = "taken"
        hold.save(update_fields=["state"])
    if row.state in GIVES_BACK and not _is_offered(moved):
        release_unit(row, by=by, at=at)


def _is_offered(moved: Moved) -> bool:
    """A wait that is confirmed takes nothing from a family that was offered a place meanwhile."""
    row = moved.referral
    confirmed = moved.came_from == row.state == "waitlisted"
    return confirmed and row.waiting_offers.filter(state="open").exists()


def release_unit(row: Referral, *, by: Actor, at: datetime) -> None:
    """Give back the unit that was kept for this referral, if one was. What an ending set free may be
    offered to who waits; not what was kept for somebody who was put on the list a moment ago."""
    hold = CapacityHold.objects.filter(referral=row).exclude(state="released").first()
    if hold is None:
        return
    free = give_unit_back(service_id=row.service_id, counted_at=hold.counted_at, by=by, at=at)
    hold.state = "released"
    hold.save(update_fields=["state"])
    if free and row.state != "waitlisted":
        consequences.follow("referrals.unit_free", row, by=by, at=at)


def settle_need(row: Referral, state: str, *, at: datetime, where: Q | None = None) -> None:
    """What became of the need; its row is opened as itself, for its receiver may not write it.

    where: what the need must be for that."""
    if row.need_id is None:
        return
    with acting_as(clock(row.need_id, row.community_id)):
        closed = at if state in ("met", "unmet") else None
        Need.objects.filter(where or Q(), pk=row.need_id).update(state=state, closed_at=closed)


def _settle_with_others(moved: Moved, state: str, at: datetime) -> None:
    """The need, where other referrals answer it too: an ending opens nothing that another door works
    on, or has met. What was a mistake has met nothing."""
    row = moved.referral
    if state == "open" and (_is_taken_on(row) or _is_met_elsewhere(moved)):
        return
    over = Q() if row.state == "entered in error" else ~Q(state="met")
    settle_need(row, state, at=at, where=over)


def _is_taken_on(row: Referral) -> bool:
    """By another door, for the same need."""
    if row.need_id is None:
        return False
    with as_itself(row.pk, row.community_id):
        others = queries.siblings(row)
    for other in others:
        with as_itself(other, row.community_id):
            if Referral.objects.filter(pk=other, state__in=AFTER_ACCEPTED).exists():
                return True
    return False


def _is_met_elsewhere(moved: Moved) -> bool:
    """What was a mistake has met nothing; another door may have met the same need all the same."""
    row = moved.referral
    if row.state != "entered in error" or row.need_id is None:
        return False
    with as_itself(row.pk, row.community_id):
        others = queries.ended_siblings(row)
    for other in others:
        with as_itself(other, row.community_id):
            served = Referral.objects.filter(pk=other, state="served")
            if served.filter(events__verb="serve", events__reason="fully").exists():
                return True
    return False


def _needs_no_other(row: Referral, at: datetime) -> None:
    """Somebody took the family on: what nobody has taken on yet for the same need is obsolete, and
    nobody has to find a next door for it any more.

    What was taken on already goes on: a family that is being served, or has a date, does not lose it
    because another door said yes, too.
    """
    from kinwork.family.referrals.actions.ending import make_obsolete

    if row.need_id is None:
        return
    with as_itself(row.pk, row.community_id):
        open_ones, ended = queries.siblings(row), queries.ended_siblings(row)
    for other in open_ones:
        with as_itself(other, row.community_id) as itself:
            sibling = Referral.objects.get(pk=other)
            if sibling.state not in AFTER_ACCEPTED:
                make_obsolete(referral=sibling, by=itself, at=at)
    for other in ended:
        stop_search(other, row.community_id, at)
