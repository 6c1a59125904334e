"""Fifty families want the last seat, five at the same moment: real connections, real commits."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

from django.db import connection

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.family.appointments import actions, queries
from kinwork.family.appointments.actions import Gone
from kinwork.family.appointments.models import Seat
from kinwork.family.appointments.tests.deeds import fresh, offer, publish
from kinwork.family.referrals.models import Appointment
from kinwork.people.actions import NewPerson
from kinwork.people.models import Person
from tests import cast as casting
from tests.seeing import everything

ROUNDS, AT_ONCE = 10, 5  # fifty tries in all, on two processors


def another_family(cast, number):
    """The same town, with another mother in Rosa's place."""
    told = [
        NewPerson(f"Mother{number}", "Vega", "caregiver", date(1995, 1, 1 + number)),
        NewPerson(f"One{number}", "Vega", "child", date(2022, 1, 1 + number)),
        NewPerson(f"Two{number}", "Vega", "child", date(2024, 1, 1 + number)),
    ]
    home = casting.record_family(cast, cast.ana, told)
    with acting_as(cast.ana, now=cast.at):
        found = Person.objects.in_bulk([one.id for one in told])
    people = dict(zip(("rosa", "mateo", "lucia"), (found[one.id] for one in told), strict=True))
    mother = Actor("family", told[0].id, home.id, "family member", cast.community.id)
    return replace(cast, household=home, people=people, actors={**cast.actors, "rosa": mother})


def test_one_seat_never_has_two_owners(own_database):
    cast = casting.make_cast()
    towns = [cast, *(another_family(cast, number) for number in range(AT_ONCE - 1))]
    pairs = [(town, casting.accepted(town)) for town in towns]
    for number in range(ROUNDS):
        slot = publish(cast, day=9 + number, hour=14)
        for town, referral in pairs:
            offer(town, referral, slots=[slot])
        came = together(pairs, slot)
        won = [one for one in came if not isinstance(one, Exception)]
        lost = [one for one in came if isinstance(one, Gone)]
        assert (len(won), len(lost)) == (1, AT_ONCE - 1), came
        with everything():
            holder = Seat.objects.get(slot=slot).held_by
            assert Appointment.objects.get(pk=holder).starts_at == slot.starts_at
    with everything():  # whoever moved on gave the seat before it back
        held = set(Seat.objects.exclude(held_by=None).values_list("held_by", flat=True))
        assert held == set(Appointment.objects.filter(state="planned").values_list("pk", flat=True))


def together(pairs, slot):
    gate = Barrier(len(pairs))

    def take(pair):
        town, referral = pair
        at = town.later(hours=3)
        try:
            with acting_as(town.rosa, now=at):
                one = queries.choices(fresh(referral), at)[0]
                gate.wait(30)
                return actions.choose(
                    referral=fresh(referral), offer=one.offer, slot=slot.pk, by=town.rosa, at=at
                )
        except Exception as why:
            return why
        finally:
            connection.close()

    with ThreadPoolExecutor(len(pairs)) as crew:
        return list(crew.map(take, pairs))
