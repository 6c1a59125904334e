"""What follows from a move, in the same transaction: ties, clocks, desks, units, the need, notices."""

from datetime import datetime
from uuid import UUID

from kinwork.accounts.models import Membership
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.directory.actions.units import give_unit_back, take_unit
from kinwork.family.contact.actions import tell_family
from kinwork.family.referrals import clocks, queries
from kinwork.family.referrals.actions.moving import Moved, as_itself
from kinwork.family.referrals.models import CapacityHold, Need, Referral
from kinwork.family.referrals.rules import (
    CLOCKS,
    ENDS,
    GIVES_BACK,
    NEED_AFTER,
    NOTICES,
    TOLD_RECEIVER,
    WORK,
)
from kinwork.trust.access.actions import (
    clear_due,
    close_ties,
    close_work_items,
    open_work_item,
    set_due,
)


def follow(moved: Moved, *, at: datetime, notice: bool = True) -> None:
    """Everything that a fresh move brings with it."""
    row, verb = moved.referral, moved.event.verb
    with as_itself(row.pk, row.community_id) as itself:
        if row.state in ENDS:
            close_ties(work=row.pk, by=itself, at=at)
        _clocks(row, at)
        _desks(row, at)
        _unit(row, verb, by=itself, at=at)
        if notice and verb in NOTICES:
            tell_family(
                household=row.household_id,
                community=row.community_id,
                key=NOTICES[verb],
                about=row.pk,
                by=itself,
                at=at,
            )
    if row.state in NEED_AFTER:
        settle_need(row, NEED_AFTER[row.state], at=at)


def _clocks(row: Referral, at: datetime) -> None:
    clear_due(target=row.pk)
    if row.due_at is None:
        return
    set_due(target=row.pk, clock=CLOCKS[row.state].then, at=row.due_at)
    if row.state == "sent" and (before := clocks.reminder_at(row.community, row.due_at, at)):
        set_due(target=row.pk, clock="remind", at=before)


def _desks(row: Referral, at: datetime) -> None:
    close_work_items(target=row.pk, at=at)
    if row.state in WORK:
        party, kind = WORK[row.state]
        lay_work(row, party, kind, row.due_at, at)
    if row.state in TOLD_RECEIVER and row.sent_at:
        lay_work(row, "receiver", "closed", None, at)


def back_to_the_team(row: Referral, at: datetime) -> None:
    """Nobody in particular looks after it any more; its line lies open on the agency's desk."""
    row.assigned_to = None
    row.save(update_fields=["assigned_to"])
    _desks(row, at)


def lay_work(row: Referral, party: str, kind: str, due: datetime | None, at: datetime) -> None:
    """A line on the desk of a referral's sender, receiver, receiver's supervisor or coordinator."""
    agency = {
        "sender": row.sender_id,
        "receiver": row.receiver_id,
        "supervisor": row.receiver_id,
        "coordinator": queries.coordinating_agency(row.community_id),
    }[party]
    if agency is None:  # the family sent it itself, or the organization answers by a link
        return
    assignee = {"sender": row.sent_by_id, "receiver": row.assigned_to_id}.get(party)
    if assignee and not Membership.objects.filter(user=assignee, agency=agency, ends=None).exists():
        assignee = None
    open_work_item(
        agency=agency,
        community=row.community_id,
        kind=kind,
        target=row.pk,
        due_at=due,
        assignee=assignee,
        at=at,
    )


def _unit(row: Referral, verb: str, *, by: Actor, at: datetime) -> None:
    hold = CapacityHold.objects.filter(referral=row).first()
    if verb in ("send", "accept") and (hold is None or hold.state == "released"):
        counted_at = take_unit(service_id=row.service_id, by=by, at=at)
        if counted_at:
            hold = hold or CapacityHold(referral=row, service_id=row.service_id)
            hold.state, hold.counted_at = "held", counted_at
            hold.save()
    if hold and verb == "accept" and hold.state == "held":
        hold.state = "taken"
        hold.save(update_fields=["state"])
    if row.state in GIVES_BACK:
        release_unit(row, by=by, at=at)


def release_unit(row: Referral, *, by: Actor, at: datetime) -> None:
    """Give back the unit that was kept for this referral, if one was."""
    hold = CapacityHold.objects.filter(referral=row).exclude(state="released").first()
    if hold:
        give_unit_back(service_id=row.service_id, counted_at=hold.counted_at, by=by, at=at)
        hold.state = "released"
        hold.save(update_fields=["state"])


def settle_need(row: Referral, state: str, *, at: datetime) -> None:
    """What became of the need; its row is opened as itself, for its receiver may not write it."""
    if row.need_id is None:
        return
    with acting_as(clock(row.need_id, row.community_id)):
        closed = at if state in ("met", "unmet") else None
        Need.objects.filter(pk=row.need_id).update(state=state, closed_at=closed)


def make_siblings_obsolete(row: Referral, *, by: Actor, at: datetime) -> list[UUID]:
    """An acceptance ends the other referrals for the same need; returns which."""
    from kinwork.family.referrals.actions.ending import make_obsolete

    others = queries.siblings(row) if row.need_id else []
    for other in others:
        with as_itself(other, row.community_id) as itself:
            make_obsolete(referral=Referral.objects.get(pk=other), by=itself, at=at)
    return others
