"""A meeting is opened; seats come, speak through a proxy, leave; it is closed and its minutes written."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.measure.deciding import WAYS
from kinwork.system.meetings import minutes, queries, rules
from kinwork.system.meetings.actions.shared import (
    again,
    changed,
    is_open,
    kept,
    lands,
    refused,
    wait_again,
)
from kinwork.system.meetings.models import Attendance, Meeting, Minutes
from kinwork.system.meetings.rules import Came
from kinwork.system.partnerships.models import Seat

PROXY = "proxy"
EARLY = timedelta(hours=2)  # a meeting may begin before its time, not days before


@transaction.atomic
def open_meeting(*, meeting: Meeting, by: Actor, at: datetime) -> Meeting:
    verb = "open"
    row = again(verb, meeting, by)
    state = lands(verb, rules.MEETING, verb, row.state)
    if at < row.starts_at - EARLY:
        raise refused(verb, _("It begins later. Change its time if the group meets now."))
    other = row.partnership.meetings.filter(state="open").first()
    if other is not None:
        raise refused(verb, _("Another meeting is open. Close it first."))
    changed(row, state=state, opened_at=at)
    kept(verb, row.partnership, by, at, meeting=str(row.pk))
    return row


@transaction.atomic
def arrive(*, meeting: Meeting, came: Iterable[Came], by: Actor, at: datetime) -> list[Attendance]:
    """These seats are there from now on. A seat that is there already comes in another way, or with
    somebody else; of two who come for one seat the later one speaks for it."""
    verb = "arrive"
    row = is_open(verb, again(verb, meeting, by))
    taken = {
        one.row.pk: one
        for one in queries.seats(row.partnership, today(row.partnership.community, at))
        if one.is_filled
    }
    made = []
    for one in came:
        if one.way not in WAYS:
            raise refused(verb, _("Say how they are there."))
        if one.seat.pk not in taken:
            raise refused(verb, _("Nobody sits on one of these seats."))
        _held(verb, one, taken)
        name = one.by_name.strip() or taken[one.seat.pk].representative.name
        before = row.attendances.filter(seat=one.seat, left_at=None).first()
        holder = one.holder.pk if one.holder else None
        if before and (before.way, before.by_name, before.holder_id) == (one.way, name, holder):
            continue
        if before is not None:
            changed(before, left_at=max(at, before.came_at))
        made.append(
            Attendance.objects.create(
                partnership=row.partnership,
                meeting=row,
                seat=one.seat,
                by_name=name,
                way=one.way,
                holder=one.holder,
                came_at=at,
            )
        )
    _no_chain(verb, row)
    kept(verb, row.partnership, by, at, meeting=str(row.pk), seats=len(made))
    return made


@transaction.atomic
def leave(*, meeting: Meeting, seats: Iterable[Seat], by: Actor, at: datetime) -> int:
    """They are gone from now on, and with them the proxies that they carried; how many seats."""
    verb = "leave"
    row = is_open(verb, again(verb, meeting, by))
    gone = {one.pk for one in seats}
    now = list(row.attendances.filter(left_at=None))
    left = [one for one in now if one.seat_id in gone or one.holder_id in gone]
    for one in left:
        changed(one, left_at=max(at, one.came_at))
    kept(verb, row.partnership, by, at, meeting=str(row.pk), seats=len(left))
    return len(left)


@transaction.atomic
def close(*, meeting: Meeting, full_names: bool = False, by: Actor, at: datetime) -> Minutes:
    """It is over. Who was there, what was said, decided and promised becomes the draft of its minutes.
    Where everybody is to read them, residents and caregivers stand with their initials, unless they
    agreed to `full_names`."""
    verb = "close"
    row = again(verb, meeting, by)
    state = lands(verb, rules.MEETING, verb, row.state)
    if row.decisions.filter(outcome="").exists():
        raise refused(verb, _("A decision is still open."))
    row.attendances.filter(left_at=None).update(left_at=at)
    wait_again(row, row.items.filter(notes="", decisions=None))
    changed(row, state=state, closed_at=at)
    in_full = full_names or not queries.everybody_reads(row.partnership)
    made = Minutes.objects.create(
        partnership=row.partnership,
        meeting=row,
        group=row.partnership.name,
        title=row.title,
        held_on=today(row.partnership.community, row.opened_at),
        text=minutes.written(row, full_names=in_full),
    )
    kept(verb, row.partnership, by, at, meeting=str(row.pk), full_names=in_full)
    return made


def _held(verb: str, one: Came, taken: dict) -> None:
    if (one.way == PROXY) != (one.holder is not None):
        raise refused(verb, _("A proxy names the seat that carries the voice; nobody else does."))
    if one.holder is not None and (one.holder.pk == one.seat.pk or one.holder.pk not in taken):
        raise refused(verb, _("Another seat on which somebody sits carries the voice."))


def _no_chain(verb: str, row: Meeting) -> None:
    """A voice is carried by a seat that is there itself."""
    now = {one.seat_id: one for one in row.attendances.filter(left_at=None)}
    for one in now.values():
        if one.holder_id is None:
            continue
        holder = now.get(one.holder_id)
        if holder is None or holder.way == PROXY:
            raise refused(verb, _("Whoever carries a voice is there: write that down first."))
