"""Offers of a free place: made, answered, lapsed, passed on; each by everyone who might try."""

from datetime import date

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals import jobs as clocks
from kinwork.family.referrals.models import CapacityHold, Referral
from kinwork.family.referrals.tests.deeds import do
from kinwork.family.referrals.tests.test_units import openings, say_openings
from kinwork.family.waiting import jobs, queries
from kinwork.family.waiting.tests.deeds import (
    LATER,
    answer,
    offer,
    order,
    states,
    told,
    visits,
)
from kinwork.family.waiting.tests.line import moved, tell, waits
from kinwork.trust.access.models import Due, WorkItem
from tests import cast as casting
from tests.seeing import everything

# Offers --------------------------------------------------------------------------------------------


def test_the_first_is_offered_a_kept_place_and_told(cast):
    first, second = waits(cast, "Alfa", 1), waits(cast, "Beta", 2)
    say_openings(cast, 1, hours=20)
    made = offer(cast)
    assert (made.referral_id, made.state) == (first.pk, "open")
    assert made.due_at > cast.later(days=3)
    assert openings(cast) == 0
    assert (told(first), told(second)) == (["waiting.offer"], [])
    assert offer(cast) is None  # one place, one family
    say_openings(cast, 1, hours=49)
    assert offer(cast, days=2, hours=2).referral_id == second.pk


def test_nobody_is_offered_what_is_not_free(cast):
    one = waits(cast, "Alfa", 1)
    moved(cast, one)
    say_openings(cast, 0, hours=20)
    assert offer(cast) is None
    assert (states(one), told(one)) == ([], [])  # nor is anybody passed over
    two = waits(cast, "Beta", 2)
    assert offer(cast, days=15).referral_id == two.pk  # what was said counts no more


def test_the_same_form_or_job_twice_offers_once_also_where_nobody_counts(cast):
    first, second = waits(cast, "Alfa", 1), waits(cast, "Beta", 2)
    third, form = waits(cast, "Gamma", 3), new_id()
    made = [offer(cast, form_id=form), offer(cast, form_id=form)]
    assert [one.referral_id for one in made] == [first.pk, first.pk]
    answer(cast, first.mother, made[0], False)
    for _twice in range(2):
        jobs.offer_next(first.pk, cast.later(days=2, hours=2))
    assert (states(second), states(third)) == ([("open", "")], [])


def test_a_place_that_somebody_else_took_is_not_passed_on(cast):
    first, second = waits(cast, "Alfa", 1), waits(cast, "Beta", 2)
    say_openings(cast, 1, hours=20)
    answer(cast, first.mother, offer(cast), False)
    say_openings(cast, 0, hours=50)
    jobs.offer_next(first.pk, cast.later(days=2, hours=3))
    assert states(second) == []


def test_a_yes_keeps_the_place_and_lies_on_the_receivers_desk(cast):
    first = waits(cast, "Alfa", 1)
    say_openings(cast, 1, hours=20)
    made = offer(cast)
    answer(cast, first.mother, made, True)
    assert answer(cast, first.mother, made, True).state == "taken"  # twice is once
    with everything():
        lines = WorkItem.objects.filter(target=first.pk, kind="offer taken", closed_at=None)
        assert [one.agency for one in lines] == [cast.agencies["clinic"]]
    do(cast, "ben", "accept", first.referral, 60)
    with everything():
        assert CapacityHold.objects.get(referral=first.pk).state == "taken"
    assert openings(cast) == 0


def asked(one):
    with everything():
        lines = WorkItem.objects.filter(target=one.pk, kind="answer the offer", closed_at=None)
        return list(lines.values_list("agency", "due_at"))


@pytest.mark.parametrize("end", ["yes", "no", "lapse", "withdraw"])
def test_whoever_sent_it_has_the_offer_on_the_desk_as_long_as_it_is_open(cast, end):
    one = waits(cast, "Alfa", 1)
    assert asked(one) == []
    made = offer(cast)
    assert asked(one) == [(cast.agencies["library"].pk, made.due_at)]
    if end == "lapse":
        assert jobs.run_due(cast.later(days=6)) == 1
    elif end == "withdraw":
        at = cast.later(days=2, hours=1)
        with acting_as(one.mother, now=at):
            row = Referral.objects.get(pk=one.pk)
            referrals.withdraw(referral=row, by=one.mother, at=at)
    else:
        answer(cast, one.mother, made, end == "yes")
    assert asked(one) == []


def test_an_offer_that_cannot_lapse_is_put_off_and_counted_and_stops_no_other(cast, monkeypatch):
    """After an answer, a withdrawal or the lapse itself its clock is gone."""
    first, second = waits(cast, "Alfa", 1), waits(cast, "Beta", 2)
    broken, sound = offer(cast), offer(cast)
    really = jobs.actions.lapse_offer

    def lapse(*, offer, by, at):
        if offer.pk == broken.pk:
            raise ValueError("broken")
        return really(offer=offer, by=by, at=at)

    monkeypatch.setattr(jobs.actions, "lapse_offer", lapse)
    late = max(broken.due_at, sound.due_at)
    assert (jobs.run_due(late), jobs.run_due(late)) == (1, 0)
    with everything():
        line = Due.objects.get(clock="offer lapses")
    assert (line.target, line.failures, line.error) == (broken.pk, 1, "ValueError")
    monkeypatch.undo()
    assert jobs.run_due(line.at) == 1
    with everything():
        assert not Due.objects.filter(clock="offer lapses").exists()
    assert asked(first) == asked(second) == []


def run_clocks(cast, one, **later):
    clocks.run_due(cast.later(**later), only={one.pk})


def test_who_said_yes_is_called_within_days_and_does_not_expire(cast):
    first, second = waits(cast, "Alfa", 1), waits(cast, "Beta", 2)
    answer(cast, first.mother, offer(cast), True)
    with everything():
        line = WorkItem.objects.get(target=first.pk, kind="offer taken", closed_at=None)
    assert cast.later(days=2) < line.due_at < cast.later(days=10)  # not the 30 days of the wait
    for days in (40, 90):
        for one in (first, second):
            run_clocks(cast, one, days=days)
    with everything():
        left = [Referral.objects.get(pk=one.pk).state for one in (first, second)]
    assert left == ["waitlisted", "expired"]


def test_a_no_passes_the_place_on_and_keeps_theirs(cast):
    first, second = waits(cast, "Alfa", 1), waits(cast, "Beta", 2)
    say_openings(cast, 1, hours=20)
    answer(cast, first.mother, offer(cast), False)
    assert openings(cast) == 1
    jobs.offer_next(first.pk, cast.later(days=2, hours=2))
    assert states(second) == [("open", "")]
    assert order(cast) == [first.pk, second.pk]


def test_a_worker_answers_for_the_family_and_says_for_whom(cast):
    first = waits(cast, "Alfa", 1)
    made = offer(cast)
    with pytest.raises(Refused, match="Say who"):
        answer(cast, cast.ana, made, True)
    assert answer(cast, cast.ana, made, True, first.mother.id).party == "staff"


def test_nobody_else_answers(cast):
    first, second = waits(cast, "Alfa", 1), waits(cast, "Beta", 2)
    made = offer(cast)
    for actor in (second.mother, cast.cruz, cast.cora, cast.rosa):
        with pytest.raises((Refused, Referral.DoesNotExist)):
            answer(cast, actor, made, True, first.mother.id)
    assert states(first) == [("open", "")]


@pytest.mark.parametrize("name", ["ana", "cruz", "cora", "dana", "rosa"])
def test_nobody_else_offers(cast, name):
    waits(cast, "Alfa", 1)
    with pytest.raises(Refused):
        offer(cast, name)


def test_an_offer_that_nobody_answers_lapses_once_and_passes_on(cast):
    first, second = waits(cast, "Alfa", 1), waits(cast, "Beta", 2)
    say_openings(cast, 1, hours=20)
    made = offer(cast)
    late = cast.later(days=6)
    assert jobs.run_due(cast.later(days=2, hours=1)) == 0
    assert (jobs.run_due(late), jobs.run_due(late)) == (1, 0)
    assert told(first) == ["waiting.offer", "waiting.lapsed"]
    with pytest.raises(Refused, match="over"):
        answer(cast, first.mother, made, True, days=6, hours=1)
    jobs.offer_next(first.pk, late)
    assert (states(first), states(second)) == ([("lapsed", "")], [("open", "")])
    assert openings(cast) == 0
    assert offer(cast, days=14).referral_id == first.pk  # after its rest it is first again


def test_who_left_the_list_gives_the_place_back_at_once(cast):
    first = waits(cast, "Alfa", 1)
    say_openings(cast, 1, hours=20)
    made = offer(cast)
    at = cast.later(days=2, hours=2)
    with acting_as(first.mother, now=at):
        row = Referral.objects.get(pk=first.pk)
        referrals.withdraw(referral=row, by=first.mother, at=at)
    assert openings(cast) == 1
    with pytest.raises(Refused):
        answer(cast, first.mother, made, True, days=2, hours=3)
    jobs.run_due(cast.later(days=6))
    assert states(first) == [("over", "")]


# Passed over (B7) ----------------------------------------------------------------------------------


def aged(cast, one):
    with everything():
        from kinwork.directory.models import SearchEntry

        SearchEntry.objects.filter(service=visits(cast)).delete()
        SearchEntry.objects.create(
            service=visits(cast),
            words="",
            timezone="America/Phoenix",
            maximum_age_months=21,
            town="",
            state="AZ",
        )


def served(cast, one):
    with acting_as(cast.ana, now=cast.later(days=1)):
        need = Referral.objects.get(pk=one.pk).need
        need.state = "met"
        need.save(update_fields=["state"])


@pytest.mark.parametrize(
    ("what", "reason"),
    [(aged, "aged out"), (served, "served elsewhere"), (moved, "moved away")],
)
def test_who_cannot_use_it_is_passed_over_with_the_reason_and_told(cast, what, reason):
    old, young = waits(cast, "Alfa", 1), waits(cast, "Beta", 2, born=date(2025, 12, 1))
    what(cast, old)
    assert offer(cast).referral_id == young.pk
    assert states(old) == [("skipped", reason)]
    assert told(old) == ["waiting.skipped"]
    offer(cast, days=2, hours=1)
    assert told(old) == ["waiting.skipped"]  # once for a reason
    assert order(cast)[0] == old.pk  # and stays on the list


def test_the_reason_is_nobodys_to_ask_but_the_clocks(cast):
    one = waits(cast, "Alfa", 1)
    moved(cast, one)
    for name in ("ben", "ana", "cruz", "rosa"):
        with acting_as(cast.actors[name], now=cast.later(**LATER)):
            assert queries.why_passed_over(one.pk, 1) == ""
    with acting_as(clock(one.pk, cast.community.pk), now=cast.later(**LATER)):
        assert queries.why_passed_over(one.pk, None) == "moved away"


def test_who_lived_elsewhere_when_it_asked_has_not_moved(cast):
    one = waits(cast, "Alfa", 1)
    value = {"text": "Reno", "state": "NV", "county": "Washoe County"}
    tell(cast, one, "place", value, at=cast.at)
    assert offer(cast).referral_id == one.pk


def test_rosa_waits_with_her_own_consent(cast):
    """The cast's own family, sent by itself."""
    row = casting.sent(cast, by=cast.rosa)
    do(cast, "ben", "waitlist", row, 2)
    assert offer(cast).referral_id == row.pk
