"""Who must find the next place after an end without help, by when; and when that is over.

What stands here is done as the referral itself: the desk may be one that the mover cannot see.
"""

from datetime import datetime
from uuid import UUID

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.family.referrals import clocks, queries
from kinwork.family.referrals.actions.laying import (
    first_desk,
    has_sender,
    lay_work,
    told_when_late,
)
from kinwork.family.referrals.actions.moving import as_itself
from kinwork.family.referrals.models import Need, Referral
from kinwork.family.referrals.next_door import (
    CLOCK,
    DISPUTED,
    FIND,
    FINDS,
    LINES,
    STILL_NONE,
    WAITING_NEEDS,
)
from kinwork.trust.access.actions import clear_due, close_work_items, renew_work_items, set_due


def begin_search(
    row: Referral, at: datetime, *, disputed: bool = False, until: datetime | None = None
) -> None:
    """A line with a date on the desk of whoever sent it; of a family's own on the coordinator's.

    Sent another way it goes on as a draft, which lies on its sender's desk already. disputed: the
    family's word contradicts the provider's: sender and coordinator both read it. until: somebody
    looks already, and has no longer for it.
    """
    row.next_door_due = until or clocks.next_door_by(row, at)
    row.save(update_fields=["next_door_due"])
    set_due(target=row.pk, clock=CLOCK, at=row.next_door_due)
    finds = first_desk(row, FINDS)
    if disputed and finds != "receiver":  # what the family says is not for the one it speaks of
        for party in dict.fromkeys((finds, "coordinator")):
            lay_work(row, party, DISPUTED, row.next_door_due, at)
    elif finds and not _goes_on_as_a_draft(row):
        lay_work(row, finds, FIND, row.next_door_due, at)


def stop_search(referral: UUID, community: UUID, at: datetime) -> None:
    """Another place was asked, or none is to follow: lines and clock go."""
    with as_itself(referral, community):
        for kind in LINES:
            close_work_items(target=referral, kind=kind, at=at)
        clear_due(target=referral, clock=CLOCK)
        Referral.objects.filter(pk=referral).update(next_door_due=None)


def stop_searches(row: Referral, at: datetime, *, of_need: bool = True) -> None:
    """Nobody looks on after the ends that led to `row`; nor, of_need, after others that answered the
    same need, as far as whoever acts may see them. The rest is noticed when its clock rings."""
    found = set(_before(row))
    if of_need and row.need_id:
        looked_for = Referral.objects.filter(need=row.need_id, next_door_due__isnull=False)
        found |= set(looked_for.exclude(pk=row.pk).values_list("pk", flat=True))
    for one in sorted(found):
        stop_search(one, row.community_id, at)


def look_on(row: Referral, at: datetime) -> None:
    """The draft that it went on as was a mistake: whoever had it on their desk looks on."""
    for one in _before(row):
        with as_itself(one, row.community_id):
            before = Referral.objects.get(pk=one)
            if before.next_door_due and (finds := first_desk(before, FINDS)):
                lay_work(before, finds, FIND, before.next_door_due, at)


def ring(row: Referral, at: datetime) -> None:
    """Its date is over: the coordinator is told, unless the need is looked after by now."""
    if row.next_door_due is None:
        return
    if _is_looked_after(row):
        stop_search(row.pk, row.community_id, at)
        return
    told, looks_already = told_when_late(row)
    if looks_already and not _goes_on_as_a_draft(row):
        if told != ("sender" if row.sender_id else "coordinator"):  # it fell to them since
            lay_work(row, told, FIND, row.next_door_due, at)
        for kind in (FIND, DISPUTED):  # it lies there already
            renew_work_items(target=row.pk, kind=kind, at=at)
    elif told:
        lay_work(row, told, STILL_NONE, row.next_door_due, at)


def _goes_on_as_a_draft(row: Referral) -> bool:
    """Sent another way, it lies as a draft on the desk of whoever sent it."""
    return row.state == "re-routed" and has_sender(row)


def _before(row: Referral) -> list[UUID]:
    """The referrals that it goes on from, through drafts that were never sent."""
    found, previous = [], row.previous_id
    while previous and previous not in found:
        found.append(previous)
        with as_itself(previous, row.community_id):
            known = Referral.objects.filter(pk=previous)
            previous = known.values_list("previous_id", flat=True).first()
    return found


def _is_looked_after(row: Referral) -> bool:
    """Somebody has another referral for the same need in hand, or it waits for nobody any more."""
    if row.need_id is None:
        return False
    if queries.siblings(row):
        return True
    with acting_as(clock(row.need_id, row.community_id)):
        need = Need.objects.filter(pk=row.need_id).first()
    return need is not None and need.state not in WAITING_NEEDS
