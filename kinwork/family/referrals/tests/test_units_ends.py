"""A unit comes back with every ending, in the ending's own transaction; and the last one has one owner.

One table over all ends; an end that somebody adds to the life without saying here what becomes of its
unit fails.
"""

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.family.referrals import actions, jobs, rules
from kinwork.family.referrals.models import CapacityHold, Referral
from kinwork.family.referrals.tests.deeds import do, state_of
from kinwork.family.referrals.tests.test_races import as_actor, together
from kinwork.family.referrals.tests.test_units import openings, say_openings
from kinwork.people.actions import NewPerson
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent
from tests import cast as casting
from tests.seeing import everything

BACK = 2  # openings that were said before anything was sent


def by_clock(cast, verb, row):
    with acting_as(clock(row.pk, row.community_id), now=cast.later(hours=2)) as itself:
        fresh = Referral.objects.get(pk=row.pk)
        getattr(actions, verb)(referral=fresh, by=itself, at=cast.later(hours=2))


def end_consent(cast, row):
    with acting_as(cast.rosa, now=cast.later(hours=2)):
        for one in Consent.objects.filter(household=cast.household, agency=cast.agencies["clinic"]):
            consents.end(consent=one, by=cast.rosa, at=cast.later(hours=2))


def cancel(cast, row):
    do(cast, "ana", "ask_cancellation", row, 2, reason="other")
    do(cast, "ben", "cancel", row, 3)


def sibling_accepted(cast, row):
    with everything():
        need = row.need
    other = casting.sent(cast, "bloom_visits", answers=need)
    do(cast, "cruz", "accept", other, 2)


def served(cast, row):
    if state_of(row) == "sent":
        do(cast, "ben", "accept", row, 2)
    do(cast, "ben", "serve", row, 3, received="A visit", need_met="fully")


def not_served(cast, row):
    if state_of(row) == "sent":
        do(cast, "ben", "accept", row, 2)
    do(cast, "ben", "end_unserved", row, 3, reason="moved away")


ENDINGS = {
    "served": served,
    "not served": not_served,
    "declined": lambda cast, row: do(cast, "ben", "decline", row, 2, reason="no room"),
    "withdrawn": lambda cast, row: do(cast, "rosa", "withdraw", row, 2),
    "consent ended": end_consent,
    "cancelled": cancel,
    "recalled": lambda cast, row: do(cast, "ana", "recall", row, 2),
    "expired": lambda cast, row: by_clock(cast, "expire", row),
    "obsolete": sibling_accepted,
    "re-routed": lambda cast, row: do(
        cast, "ana", "reroute", row, 2, service=cast.services["bloom_visits"]
    ),
    "entered in error": lambda cast, row: do(cast, "ana", "enter_in_error", row, 2, reason="other"),
}
BEFORE_ACCEPTANCE = ("recalled", "expired", "obsolete")


def hold_of(row) -> str:
    with everything():
        return CapacityHold.objects.get(referral=row).state


def test_every_end_is_in_the_table():
    assert set(ENDINGS) == rules.ENDS
    assert {"served"} == rules.ENDS - rules.GIVES_BACK


@pytest.mark.parametrize("end", sorted(rules.ENDS))
@pytest.mark.parametrize("start", ["sent", "accepted"])
def test_an_ending_gives_its_unit_back(cast, start, end):
    if start == "accepted" and end in BEFORE_ACCEPTANCE:
        pytest.skip("ends only what nobody has accepted")
    say_openings(cast, BACK)
    row = getattr(casting, start)(cast)
    assert openings(cast) == BACK - 1
    assert hold_of(row) == {"sent": "held", "accepted": "taken"}[start]
    ENDINGS[end](cast, row)
    assert state_of(row) == end
    kept = end not in rules.GIVES_BACK
    assert openings(cast) == BACK - kept
    assert hold_of(row) == ("taken" if kept else "released")


def test_the_ending_and_the_unit_are_one_transaction(cast, monkeypatch):
    """An ending that fails at its very end takes nothing back."""
    say_openings(cast, BACK)
    row = casting.sent(cast)

    def broken(*_said, **_named):
        raise RuntimeError("the light went out")

    monkeypatch.setattr("kinwork.family.referrals.actions.following.tell_family", broken)
    with pytest.raises(RuntimeError):
        do(cast, "ben", "decline", row, 2, reason="no room")
    assert (openings(cast), hold_of(row), state_of(row)) == (BACK - 1, "held", "sent")


def test_an_overdue_answer_frees_the_unit_and_a_late_yes_takes_one_again(cast):
    say_openings(cast, BACK)
    row = casting.sent(cast)
    for _twice in range(2):
        jobs.run_due(cast.later(days=3), only={row.pk})
    assert (openings(cast), hold_of(row)) == (BACK, "released")
    do(cast, "ben", "accept", row, 80)
    assert (openings(cast), hold_of(row)) == (BACK - 1, "taken")


def test_what_has_lapsed_holds_nothing(cast):
    say_openings(cast, BACK)
    casting.consent(cast)
    row = do(cast, "ana", "send", casting.draft(cast), 24 * 15)
    with everything():
        assert not CapacityHold.objects.filter(referral=row).exists()


def another_family(cast, name: str) -> Referral:
    """A family that told itself to the library, with a draft to the clinic."""
    mother = NewPerson(name, "Prueba", "caregiver")
    child = NewPerson(f"Hijo de {name}", "Prueba", "child")
    home = casting.record_family(cast, cast.ana, [mother, child])
    own = casting.Cast(**{**cast.__dict__, "household": home, "people": {}})
    with acting_as(cast.ana, now=cast.at):
        from kinwork.people.models import Person

        people = Person.objects.in_bulk([mother.id, child.id])
    own.people = {"rosa": people[mother.id], "mateo": people[child.id], "lucia": people[child.id]}
    casting.consent(own, by=cast.ana)
    return casting.draft(own)


def test_the_last_one_is_never_held_twice(own_database):
    """Two families at the same moment, one opening: a row's lock lets one of them have it."""
    cast = casting.make_cast()
    for number in range(4):
        say_openings(cast, 1, hours=number)
        pair = [another_family(cast, f"Uno{number}"), another_family(cast, f"Dos{number}")]
        at = cast.later(hours=number, minutes=30)
        came = together(*(as_actor(cast.ana, "send", one, at) for one in pair))
        assert [one.state for one in came] == ["sent", "sent"], came
        with everything():
            assert CapacityHold.objects.filter(referral__in=pair, state="held").count() == 1
        assert openings(cast) == 0
