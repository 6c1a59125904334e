"""What holds after every step of anybody, asked of what is stored alone: no model foretells it."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from kinwork.family.referrals import rules as table
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.next_door import (
    LINES,
    NOTHING_FOLLOWS,
    STOPPED,
    WAITING_NEEDS,
    leaves_need,
)
from kinwork.family.waiting.actions.offering import ASKED, TAKEN
from tests.closed_loop.expected import on_the_wire
from tests.closed_loop.shown import Shown

# Whoever ended it itself decided that nobody looks on.
BY_CHOICE = ("withdrawn", "recalled", "consent ended")
# Lines that ask nobody to do anything.
FOR_INFORMATION = ("closed",)
AFTER_THE_END = {*FOR_INFORMATION, *LINES}
Faults = Iterator[str]


def broken(shown: Shown, walk) -> list[str]:
    """Every promise that does not hold now, in words."""
    wrong = []
    for promise in OF_A_REFERRAL:
        for pk, row in shown.rows.items():
            said = f"{str(pk)[-6:]} ({row.state}), {promise.__name__}"
            wrong += [f"{said}: {why}" for why in promise(row, shown)]
    for promise in OF_ALL:
        wrong += [f"{promise.__name__}: {why}" for why in promise(shown, walk)]
    return wrong


# -- of one referral --------------------------------------------------------------------------


def history_is_whole(row: Referral, shown: Shown) -> Faults:
    """Numbers without a gap, each event begins where the last ended, and the last one is the state."""
    events = sorted(shown.events[row.pk], key=lambda event: event.number)
    if [event.number for event in events] != list(range(len(events))) or not events:
        yield f"numbers {[event.number for event in events]}"
        return
    for before, after in zip(events, events[1:], strict=False):
        if after.from_state != before.to_state or after.at < before.at:
            yield f"{after.verb} does not follow {before.verb}"
    if events[-1].to_state != row.state or row.version != len(events) - 1:
        yield f"{events[-1].to_state} after {len(events) - 1} moves, not {row.version}"
    yield from on_the_wire([event.to_state for event in events])


def each_move_once_in_the_trail(row: Referral, shown: Shown) -> Faults:
    """Each event has exactly one row of the trail, and no row tells of what did not happen."""
    happened = Counter((f"referrals.{event.verb}", event.at) for event in shown.events[row.pk])
    moves = {f"referrals.{one.verb}" for one in table.LIFE.moves} | {"referrals.make_referral"}
    written = Counter((one.verb, one.at) for one in shown.trail[row.pk] if one.verb in moves)
    if happened != written:
        yield f"events {happened - written} and trail {written - happened} do not match"


def messages_have_reasons(row: Referral, shown: Shown) -> Faults:
    """Each notice follows from one deed at that time, and comes once on each way."""
    ways = Counter((m.key, m.made_at, m.channel, m.address) for m in shown.messages[row.pk])
    yield from (f"{way[0]} {count} times" for way, count in ways.items() if count > 1)
    for one in shown.messages[row.pk]:
        if (row.household_id, one.deed, one.made_at) not in shown.reasons:
            yield f"{one.key} because of {one.deed}, which did not happen then"


def door_is_open_while_it_lasts(row: Referral, shown: Shown) -> Faults:
    """The receiver is let in from sending to the end, by one tie and no longer."""
    kinds = ("referral", "link")
    live = [tie for tie in shown.ties[row.pk] if tie.kind in kinds and tie.ends is None]
    must = 1 if row.sent_at and not row.ended_at else 0
    if len(live) != must:
        yield f"{len(live)} open ties, not {must}"


def what_is_kept_goes_back(row: Referral, shown: Shown) -> Faults:
    """Every ending but being served gives the unit back; so does a wait that was offered nothing."""
    hold = shown.holds.get(row.pk)
    if hold is None or hold.state == "released":
        return
    offered = any(one.state in ("open", "taken") for one in shown.offers[row.pk])
    if row.state in table.GIVES_BACK and not (row.state == "waitlisted" and offered):
        yield f"its unit is {hold.state}"


def one_date_while_it_lasts(row: Referral, shown: Shown) -> Faults:
    """At most one date is planned; none, no time on offer and no wish once it has ended."""
    planned = [date for date in shown.dates[row.pk] if date.state == "planned"]
    if len(planned) > (0 if row.ended_at else 1):
        yield f"{len(planned)} dates are planned"
    if row.state == "scheduled" and not planned:
        yield "no date is planned"
    if row.ended_at and any(one.closed_at is None for one in shown.times[row.pk]):
        yield "times are on offer"
    if not planned and any(one.settled_at is None for one in shown.wishes[row.pk]):
        yield "somebody is to change a date that is not"


def offers_to_who_waits(row: Referral, shown: Shown) -> Faults:
    """One open offer, to who is on the list; its line lies on a desk as long as it is open."""
    offers = [one for one in shown.offers[row.pk] if one.state == "open"]
    if len(offers) > (1 if row.state == "waitlisted" else 0):
        yield f"{len(offers)} offers are open"
    kinds = {line.kind for line in shown.lines[row.pk]}
    if ASKED in kinds and not offers:
        yield "an offer that is over is to be answered"
    if TAKEN in kinds and row.state != "waitlisted":
        yield "a yes is to be answered that has been"


def no_line_outlives_its_reason(row: Referral, shown: Shown) -> Faults:
    """What has ended leaves word of that, and the search for the next place."""
    for line in shown.lines[row.pk]:
        over = row.ended_at and line.kind not in AFTER_THE_END
        if over or (not row.ended_at and line.kind in AFTER_THE_END):
            yield f"a line says {line.kind}"


def somebody_must_act(row: Referral, shown: Shown) -> Faults:
    """A line at an agency that works here, with one of its people or open to all of them; or a clock
    for one that does. A maker's own draft, and what a family has to send, wait for nobody here."""
    if row.ended_at or (row.state == "draft" and not (row.previous_id and row.sender_id)):
        return
    if any(_is_read(line, shown) for line in shown.lines[row.pk]):
        return
    if shown.dues[row.pk] and _works(_whose_turn(row), shown):
        return
    yield "nobody who works here has to do anything about it"


def someone_finds_the_next_place(row: Referral, shown: Shown) -> Faults:
    """Where a place is to be found by a date, somebody who works here reads that."""
    if row.next_door_due is None:
        return
    after = _goes_on(row, shown)
    lines = [line for one in (row, *after) for line in shown.lines[one.pk] if line.due_at]
    family_has_it = row.sender_id is None and any(not one.ended_at for one in after)
    if not family_has_it and not any(_is_read(line, shown) for line in lines):
        yield "nobody who works here has to find the next place"


def _goes_on(row: Referral, shown: Shown) -> list[Referral]:
    """What it goes on as, through drafts that were sent another way themselves."""
    found = [one for one in shown.rows.values() if one.previous_id == row.pk]
    unsent = (one for one in found if one.ended_at and not one.sent_at)
    return [*found, *(later for one in unsent for later in _goes_on(one, shown))]


def nobody_who_left_has_it(row: Referral, shown: Shown) -> Faults:
    """Whoever looks after an open referral, or has a line about it, works for that agency."""
    pairs = [(line.assignee_id, line.agency_id) for line in shown.lines[row.pk]]
    if not row.ended_at:
        pairs += [(row.assigned_to_id, row.receiver_id), (row.followed_by_id, row.sender_id)]
    if any(who and agency and (who, agency) not in shown.members for who, agency in pairs):
        yield "somebody has it who left"
    if row.ended_at:
        return
    home = row.household_id
    shut = {one.user_id for one in shown.blocks if one.household_id == home and one.ends is None}
    if any(line.assignee_id in shut - {None} for line in shown.lines[row.pk]):
        yield "somebody has it whom the family has shut out"


def it_stands_on_a_ground(row: Referral, shown: Shown) -> Faults:
    """Nothing is open towards an agency that the family has shut out, or lets see nothing."""
    if row.ended_at or not row.sent_at or row.receiver_id in (None, row.sender_id):
        return
    whom = (row.household_id, row.receiver_id)
    if any((one.household_id, one.agency_id) == whom and one.ends is None for one in shown.blocks):
        yield "its receiver is shut out"
    if not any((one.household_id, one.agency_id) == whom for one in _in_force(shown)):
        yield "no consent stands"


def _in_force(shown: Shown) -> Iterator:
    for one in shown.consents:
        if one.ended_at is None and (one.ends is None or one.ends > shown.now):
            yield one


# -- of all of them ---------------------------------------------------------------------------


def needs_are_followed(shown: Shown, walk) -> Faults:
    """After an end without help: another place has it in hand, or is being looked for by a date, or
    it was said that none follows, or the need waits for nobody any more."""
    by_need: dict[UUID, list[Referral]] = {}
    for row in shown.rows.values():
        by_need.setdefault(row.need_id, []).append(row)
    for need, rows in by_need.items():
        in_vain = [row for row in rows if _in_vain(row, shown)]
        if not in_vain or shown.needs[need].state not in WAITING_NEEDS:
            continue
        if any(not row.ended_at or row.next_door_due for row in rows):
            continue
        last = max(row.ended_at for row in in_vain)
        said = (event for row in rows for event in shown.events[row.pk] if event.at >= last)
        decided = any(event.verb == "end_search" for event in said)
        if not decided and not any(_decided(row, last, shown) for row in rows):
            yield f"need {str(need)[-6:]} is open, and nobody looks for a place"


def _decided(row: Referral, since, shown: Shown) -> bool:
    """Of what its sender stopped: the reason says that nothing follows, or it had ended before."""
    if not row.ended_at or row.ended_at < since:
        return False
    if row.state not in STOPPED:
        return row.state in BY_CHOICE
    events = sorted(shown.events[row.pk], key=lambda event: event.number)
    reason = next((event.reason for event in reversed(events) if event.reason), "")
    return reason in NOTHING_FOLLOWS or events[-1].from_state in table.ENDS


def _in_vain(row: Referral, shown: Shown) -> bool:
    outcome = shown.outcomes.get(row.pk)
    met = outcome.need_met if outcome else ""
    return bool(row.ended_at) and leaves_need(row.state, need_met=met, was_sent=bool(row.sent_at))


def no_unit_has_two_owners(shown: Shown, walk) -> Faults:
    """What is left and what is kept is together what was said, for each service."""
    for service, said in shown.said.items():
        if (must := walk.said.get(service)) is None:
            continue
        kept = sum(
            hold.service_id == service
            and hold.state != "released"
            and hold.counted_at == said.updated
            for hold in shown.holds.values()
        )
        if said.available + kept != must or said.available < 0:
            yield f"{said.available} left and {kept} kept of {must}"


def no_place_has_two_owners(shown: Shown, walk) -> Faults:
    """Who waits stands on the list of that service, once."""
    for service, order in shown.order.items():
        waits = {
            row.pk
            for row in shown.rows.values()
            if row.service_id == service and row.state == "waitlisted"
        }
        if len(set(order)) != len(order) or set(order) != waits:
            yield f"{len(order)} places for {len(waits)} who wait"


def no_seat_has_two_owners(shown: Shown, walk) -> Faults:
    """A seat of a time to come is held by a planned date at that time; who chose one, has one."""
    dates = {date.pk: date for found in shown.dates.values() for date in found}
    held = {seat.held_by: seat for seat in shown.seats if seat.held_by}
    for holder, seat in held.items():
        slot, date = shown.slots[seat.slot_id], dates.get(holder)
        if slot.starts_at <= shown.now:
            continue
        if date is None or date.state != "planned" or date.starts_at != slot.starts_at:
            yield "a seat is held by a date that is not"
    for date, slot in walk.seated.items():
        planned = date in dates and dates[date].state == "planned"
        if planned and (date not in held or held[date].slot_id != slot):
            yield "a family has a date without its seat"
    for slot in shown.slots.values():
        if sum(seat.slot_id == slot.pk for seat in shown.seats) != slot.size:
            yield "a time has more or fewer seats than it says"


def reminders_are_of_dates(shown: Shown, walk) -> Faults:
    planned = {d.pk for found in shown.dates.values() for d in found if d.state == "planned"}
    if any(one.appointment not in planned for one in shown.reminders):
        yield "of a date that is off"


def stopped_is_stopped(shown: Shown, walk) -> Faults:
    """After a family's stop nothing more goes to that address."""
    for home, since in walk.stopped.items():
        for one in shown.told:
            if one.household_id == home and one.channel == "email" and one.made_at > since:
                yield f"{one.key} was written after the family's stop"


def questions_have_clocks(shown: Shown, walk) -> Faults:
    """What was asked of the family is answered, over, or lapses at its time."""
    for one in shown.asks:
        waits = one.answered_at is None and one.ended_at is None
        if waits != (one.pk in shown.ask_clocks):
            yield (
                "a question waits without a clock"
                if waits
                else "a clock of a question that is over"
            )


# -- who reads it -----------------------------------------------------------------------------


def _is_read(line, shown: Shown) -> bool:
    """By somebody of an agency that works here, as something to do."""
    if line.kind in FOR_INFORMATION or not _works(line.agency_id, shown):
        return False
    return line.assignee_id is None or (line.assignee_id, line.agency_id) in shown.members


def _works(agency: UUID | None, shown: Shown) -> bool:
    """None: a family, or whoever holds a link."""
    return agency is None or (shown.agencies[agency].active and agency in shown.peopled)


def _whose_turn(row: Referral) -> UUID | None:
    party = table.WORK.get(row.state, ("sender",))[0]
    return row.receiver_id if party == "receiver" else row.sender_id


OF_A_REFERRAL = (
    history_is_whole,
    each_move_once_in_the_trail,
    messages_have_reasons,
    door_is_open_while_it_lasts,
    what_is_kept_goes_back,
    one_date_while_it_lasts,
    offers_to_who_waits,
    no_line_outlives_its_reason,
    somebody_must_act,
    someone_finds_the_next_place,
    nobody_who_left_has_it,
    it_stands_on_a_ground,
)
OF_ALL = (
    needs_are_followed,
    no_unit_has_two_owners,
    no_place_has_two_owners,
    no_seat_has_two_owners,
    reminders_are_of_dates,
    stopped_is_stopped,
    questions_have_clocks,
)
