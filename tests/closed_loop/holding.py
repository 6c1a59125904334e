"""What must hold after every step, whoever did what: the book against what is stored."""

from collections import Counter
from datetime import datetime

from kinwork.family.referrals import rules as table
from tests.closed_loop.book import Book
from tests.closed_loop.expected import Expected, on_the_wire
from tests.closed_loop.seen import Seen

# With a draft nobody has to act by a date: it is its maker's own business. So is what a coordinator
# sent another way for a family that had sent it itself: the family is told, and sends it or does not.
NOT_YET_ANYBODYS = ("draft",)
MOVES = {f"referrals.{one.verb}" for one in table.LIFE.moves} | {"referrals.make_referral"}


def faults(book: Book, seen: Seen, ids: dict, services: dict, now: datetime) -> list[str]:
    """Everything that is not as it must be, in words."""
    found = []
    for name, one in book.referrals.items():
        id = ids[name]
        for check in CHECKS:
            found += [
                f"{name} ({one.state}), {check.__name__}: {why}" for why in check(one, seen, id)
            ]
    for name, previous in ((n, o.previous) for n, o in book.referrals.items() if o.previous):
        if seen.rows[ids[name]].previous_id != ids[previous]:
            found.append(f"{name}: not linked to {previous}")
    return found + _units(book, seen, ids, services)


def as_foretold(one: Expected, seen: Seen, id) -> list[str]:
    """State, number of moves, clocks and times are what the book says."""
    row = seen.rows[id]
    stands = {
        "state": (row.state, one.state),
        "version": (row.version, one.moves),
        "first clock": (row.first_clock_at, one.first_clock),
        "sent": (row.sent_at, one.sent),
        "opened": (row.opened_at, one.opened),
        "due": (row.due_at, one.due),
        "next place": (row.next_door_due, one.search),
        "ended": (row.ended_at is not None, one.ended),
        "clocks": ({due.clock: due.at for due in seen.dues[id]}, one.dues),
    }
    return [f"{what} is {is_}, not {must}" for what, (is_, must) in stands.items() if is_ != must]


def history_is_whole(one: Expected, seen: Seen, id) -> list[str]:
    """Numbers without a gap, each event begins where the last ended, and the last one is the state."""
    events = sorted(seen.events[id], key=lambda event: event.number)
    wrong = []
    if [event.number for event in events] != list(range(len(events))):
        wrong.append(f"numbers {[event.number for event in events]}")
    if [event.to_state for event in events] != one.states:
        wrong.append(f"went {[event.to_state for event in events]}, not {one.states}")
    for before, after in zip(events, events[1:], strict=False):
        if after.from_state != before.to_state or after.at < before.at:
            wrong.append(f"{after.verb} does not follow {before.verb}")
    return wrong


def trail_is_complete(one: Expected, seen: Seen, id) -> list[str]:
    """Each event has exactly one row of the trail, and no row tells of what did not happen."""
    happened = Counter((f"referrals.{event.verb}", event.at) for event in seen.events[id])
    written = Counter((row.verb, row.at) for row in seen.trail[id] if row.verb in MOVES)
    return [f"events {happened - written} and trail {written - happened} do not match"] * (
        happened != written
    )


def messages_have_reasons(one: Expected, seen: Seen, id) -> list[str]:
    """Each notice follows from one move, and each such move was told once on each way."""
    told = {(message.key, message.made_at) for message in seen.messages[id]}
    ways = Counter((m.key, m.made_at, m.channel, m.address) for m in seen.messages[id])
    wrong = [f"{extra} without a reason" for extra in told - set(one.told)]
    wrong += [f"{missing} was never told" for missing in set(one.told) - told]
    return wrong + [f"{way} {count} times" for way, count in ways.items() if count > 1]


def wire_is_legal(one: Expected, seen: Seen, id) -> list[str]:
    return on_the_wire(
        [event.to_state for event in sorted(seen.events[id], key=lambda e: e.number)]
    )


def door_is_open_while_it_lasts(one: Expected, seen: Seen, id) -> list[str]:
    """The receiver is let in from sending to the end, by one tie and no longer."""
    live = [tie for tie in seen.ties[id] if tie.kind in ("referral", "link") and tie.ends is None]
    must = 1 if one.open_with_somebody else 0
    return [f"{len(live)} open ties, not {must}"] * (len(live) != must)


def somebody_must_act(one: Expected, seen: Seen, id) -> list[str]:
    """It has ended and left nothing to do; or a line lies on the desk of an agency where people work,
    or a clock runs that will lay one or end it."""
    if one.search:
        return _somebody_finds_the_next_place(one, seen, id)
    sent_another_way = one.previous and one.sender  # its sender has to ask for consent
    if one.ended or (one.state in NOT_YET_ANYBODYS and not sent_another_way):
        return []
    if seen.dues[id]:
        return []
    if any(line.agency.active and line.agency_id in seen.peopled for line in seen.lines[id]):
        return []
    return ["nobody has to do anything about it, ever"]


def _somebody_finds_the_next_place(one: Expected, seen: Seen, id) -> list[str]:
    """An end that left the need: a line with a date, on it or on what it goes on as, a draft that may
    have been sent another way itself."""
    places, found = [id], [id]
    while found:
        found = [row.pk for row in seen.rows.values() if row.previous_id in found]
        places += [one for one in found if not seen.rows[one].ended_at]
    dated = [line for place in places for line in seen.lines[place] if line.due_at]
    if any(line.agency.active and line.agency_id in seen.peopled for line in dated):
        return []
    return ["the need is there as before, and nobody has to act by a date"]


def no_date_outlives_it(one: Expected, seen: Seen, id) -> list[str]:
    """At most one date is planned, and none once the referral has ended."""
    planned = sum(date.state == "planned" for date in seen.dates[id])
    return [f"{planned} dates are planned"] * (planned > (0 if one.ended else 1))


def _units(book: Book, seen: Seen, ids: dict, services: dict) -> list[str]:
    """Nobody holds what another holds: each unit is counted once, and none is below zero."""
    wrong = []
    for name, one in book.referrals.items():
        hold = seen.holds.get(ids[name])
        if (state := hold.state if hold else "none") != one.unit:
            wrong.append(f"{name} ({one.state}): its unit is {state}, not {one.unit}")
    for service, room in book.rooms.items():
        left = seen.left.get(services[service])
        if left != room.left or left < 0:
            wrong.append(f"{service} has {left} openings, not {room.left}")
    return wrong


CHECKS = (
    as_foretold,
    history_is_whole,
    trail_is_complete,
    messages_have_reasons,
    wire_is_legal,
    door_is_open_while_it_lasts,
    somebody_must_act,
    no_date_outlives_it,
)
