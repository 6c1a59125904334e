"""Does the harness notice? A town in which much stands open, and one break of each promise."""

from collections.abc import Callable
from datetime import timedelta

from kinwork.common.ids import new_id
from kinwork.family.appointments import actions as dates
from kinwork.family.appointments import queries as times
from kinwork.family.referrals import actions
from kinwork.family.referrals.models import Referral
from kinwork.family.waiting import actions as lists
from tests.closed_loop.offering import ZONE
from tests.closed_loop.shown import Shown
from tests.closed_loop.town import Town
from tests.closed_loop.wide import Wide, _Named

DATED, LOOKED_FOR, WAITS, ASKED = "dated", "looked for", "waits", "asked"
CLINIC, BLOOM = "visits", "bloom_visits"


def standing(hood: Town) -> tuple[Wide, dict[str, Referral]]:
    """A date with a seat; a place that is looked for; an open offer; a question to a family."""
    walk = Wide(hood, 0, begins=False)
    for home, agency in (("luna", "clinic"), ("luna", "bloom")):
        walk._agree(home, agency)
    hood.say_openings(CLINIC, 3, 60, True)
    walk.said[walk.services[CLINIC]] = 3
    rows = {
        name: _made(hood, name, home, service)
        for name, home, service in (
            (DATED, "luna", CLINIC), (LOOKED_FOR, "luna", BLOOM), (WAITS, "luna", CLINIC),
            (ASKED, "vega", CLINIC),
        )
    }  # fmt: skip
    for name in (DATED, LOOKED_FOR, WAITS):
        _do(hood, "ana", actions.send, rows[name])
    _do(hood, "ben", actions.accept, rows[DATED])
    _dated(walk, rows[DATED])
    _do(hood, "cruz", actions.decline, rows[LOOKED_FOR], reason="too far")
    _do(hood, "ben", actions.waitlist, rows[WAITS])
    ben = hood.actors["ben"]
    with hood.acting(ben):
        lists.offer_next(service=walk.services[CLINIC], **hood.said(ben))
    hood.asks(_row(rows[ASKED], hood), hood.actors["ana"])
    walk._look()
    return walk, {name: walk.shown.rows[pk] for name, pk in rows.items()}


def _made(hood: Town, name: str, home: str, service: str):
    hood.make(name, home, service, name, False, _Named("ana"))
    return hood.ids[name]


def _row(pk, hood: Town) -> Referral:
    with hood.acting(hood.actors["ana"]):
        return Referral.objects.select_related("receiver", "sender").get(pk=pk)


def _do(hood: Town, name: str, deed, pk, **said) -> None:
    by = hood.actors[name]
    hood.at += timedelta(minutes=1)
    with hood.acting(by):
        deed(referral=Referral.objects.get(pk=pk), **said, **hood.said(by))


def _dated(walk: Wide, pk) -> None:
    hood, ben, rosa = walk.hood, walk.hood.actors["ben"], walk.hood.actors["rosa"]
    with hood.acting(ben):
        slot = dates.publish_slot(
            service=hood.cast.services[CLINIC], zone=ZONE, minutes=30, slot_id=new_id(),
            starts_at=hood.at + timedelta(days=6), **hood.said(ben),
        )  # fmt: skip
    _do(hood, "ben", dates.offer, pk, slots=[slot])
    with hood.acting(rosa):
        one = times.choices(Referral.objects.get(pk=pk), hood.at)[0]
    _do(hood, "rosa", dates.choose, pk, offer=one.offer, slot=one.slot)
    with hood.acting(rosa):
        walk.seated[times.planned(Referral.objects.get(pk=pk)).pk] = slot.pk


def _closed(shown: Shown, row: Referral) -> None:
    shown.agencies[row.receiver_id].active = False


def _written_again(shown: Shown, walk: Wide) -> None:
    one = next(one for one in shown.told if one.channel == "email")
    walk.stopped = {one.household_id: one.made_at - timedelta(seconds=1)}


# promise -> what breaks it: (what is shown, the walk, its referrals by name)
BREAKS: dict[str, Callable] = {
    "history_is_whole": lambda s, w, r: s.events[r[DATED].pk].pop(0),
    "each_move_once_in_the_trail": lambda s, w, r: s.trail[r[DATED].pk].append(
        s.trail[r[DATED].pk][-1]
    ),
    "messages_have_reasons": lambda s, w, r: setattr(
        s.messages[r[DATED].pk][0], "deed", "referrals.cancel"
    ),
    "door_is_open_while_it_lasts": lambda s, w, r: s.ties[r[DATED].pk].clear(),
    "what_is_kept_goes_back": lambda s, w, r: s.holds.update(
        {r[LOOKED_FOR].pk: s.holds[r[DATED].pk]}
    ),
    "one_date_while_it_lasts": lambda s, w, r: s.dates[r[DATED].pk].append(s.dates[r[DATED].pk][0]),
    "offers_to_who_waits": lambda s, w, r: setattr(s.rows[r[WAITS].pk], "state", "accepted"),
    "no_line_outlives_its_reason": lambda s, w, r: s.lines[r[LOOKED_FOR].pk].extend(
        s.lines[r[DATED].pk]
    ),
    "somebody_must_act": lambda s, w, r: _closed(s, r[DATED]),
    "someone_finds_the_next_place": lambda s, w, r: s.lines[r[LOOKED_FOR].pk].clear(),
    "nobody_who_left_has_it": lambda s, w, r: s.members.discard(
        (r[DATED].assigned_to_id, r[DATED].receiver_id)
    ),
    "it_stands_on_a_ground": lambda s, w, r: s.consents.clear(),
    "needs_are_followed": lambda s, w, r: setattr(s.rows[r[LOOKED_FOR].pk], "next_door_due", None),
    "no_unit_has_two_owners": lambda s, w, r: setattr(s.said[r[DATED].service_id], "available", 2),
    "no_place_has_two_owners": lambda s, w, r: s.order[r[WAITS].service_id].append(r[WAITS].pk),
    "no_seat_has_two_owners": lambda s, w, r: setattr(
        s.dates[r[DATED].pk][0], "state", "cancelled"
    ),
    "reminders_are_of_dates": lambda s, w, r: setattr(s.reminders[0], "appointment", new_id()),
    "stopped_is_stopped": lambda s, w, r: _written_again(s, w),
    "questions_have_clocks": lambda s, w, r: s.ask_clocks.clear(),
}
