"""The order of a list, who may read which part of it, and offers: each by everyone who might try."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.family.contact.models import Message
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals import jobs as clocks
from kinwork.family.referrals.models import CapacityHold, Referral
from kinwork.family.referrals.tests.deeds import do
from kinwork.family.referrals.tests.test_units import openings, say_openings
from kinwork.family.waiting import actions, jobs, queries
from kinwork.family.waiting.models import Offer, PriorityRule
from kinwork.family.waiting.tests.line import moved, tell, waits
from kinwork.trust.access.models import Due, WorkItem
from tests import cast as casting
from tests.seeing import everything

LATER = {"days": 2}


def visits(cast):
    return cast.services["visits"]


def declare(cast, kind, name="bea", **said):
    actor = cast.actors[name]
    with acting_as(actor, now=cast.at):
        said = {"why": "Our board, May 2026", **said}
        return actions.declare_priority(
            service=visits(cast), kind=kind, by=actor, at=cast.at, **said
        )


def order(cast, name="ben"):
    with acting_as(cast.actors[name], now=cast.later(**LATER)):
        return queries.order(visits(cast).pk)


def place(cast, actor, one):
    with acting_as(actor, now=cast.later(**LATER)):
        return queries.place(visits(cast).pk, one.pk)


def offer(cast, name="ben", form_id=None, **later):
    actor, at = cast.actors[name], cast.later(**(later or LATER))
    with acting_as(actor, now=at):
        return actions.offer_next(service=visits(cast).pk, form_id=form_id, by=actor, at=at)


def answer(cast, actor, made, wants, whom=None, **later):
    at = cast.later(**(later or {"days": 2, "hours": 1}))
    with acting_as(actor, now=at):
        return actions.answer_offer(offer=made, wants=wants, on_behalf_of=whom, by=actor, at=at)


def told(one):
    with everything():
        keys = Message.objects.filter(about=one.pk, key__startswith="waiting.")
        return list(keys.order_by("made_at").values_list("key", flat=True))


def states(one):
    with everything():
        return [(row.state, row.reason) for row in Offer.objects.filter(referral=one.pk)]


# The order ---------------------------------------------------------------------------------------


def test_who_asked_first_stands_first(cast):
    second, first = waits(cast, "Beta", 5), waits(cast, "Alfa", 1)
    assert order(cast) == [first.pk, second.pk]
    assert (place(cast, first.mother, first), place(cast, second.mother, second)) == (1, 2)


def test_declared_priorities_come_in_their_order_and_ties_by_the_first_clock(cast):
    plain, baby = waits(cast, "Alfa", 1), waits(cast, "Beta", 2, born=date(2026, 1, 1))
    homeless, both = waits(cast, "Gamma", 3), waits(cast, "Delta", 4, born=date(2026, 1, 1))
    for one in (homeless, both):
        tell(cast, one, "homeless", True)
    declare(cast, "homelessness")
    declare(cast, "youngest", months=12)
    assert order(cast) == [both.pk, homeless.pk, baby.pk, plain.pk]
    with acting_as(cast.bea, now=cast.at):
        rule = PriorityRule.objects.get(kind="homelessness")
        actions.end_priority(rule=rule, by=cast.bea, at=cast.at)
    assert order(cast) == [baby.pk, both.pk, plain.pk, homeless.pk]


def test_today_is_the_day_of_the_community_and_not_of_utc(cast):
    """At half past eleven at night in Arizona it is the next day in UTC already: the child who is one
    year old only tomorrow still comes first."""
    there = ZoneInfo("America/Phoenix")
    night = cast.later(**LATER).astimezone(there).replace(hour=23, minute=30)
    turns_one = (night + timedelta(days=1)).date()
    born = turns_one.replace(year=turns_one.year - 1)
    older, baby = waits(cast, "Alfa", 1), waits(cast, "Beta", 2, born=born)
    declare(cast, "youngest", months=12)
    with acting_as(cast.ben, now=night):
        assert queries.order(visits(cast).pk) == [baby.pk, older.pk]
    with acting_as(cast.ben, now=night + timedelta(hours=1)):
        assert queries.order(visits(cast).pk) == [older.pk, baby.pk]


def test_foster_care_of_a_child_it_is_for(cast):
    plain, foster = waits(cast, "Alfa", 1), waits(cast, "Beta", 2)
    tell(cast, foster, "foster_care", True, person=foster.child)
    declare(cast, "foster care")
    assert order(cast) == [foster.pk, plain.pk]


@pytest.mark.parametrize(
    "said",
    [
        {"value": False},
        {"value": True, "sensitivity": "means"},  # a class that this referral does not share
    ],
)
def test_a_fact_counts_only_as_told_and_where_the_referral_shares_it(cast, said):
    first, second = waits(cast, "Alfa", 1), waits(cast, "Beta", 2)
    tell(cast, second, "homeless", said["value"], sensitivity=said.get("sensitivity", "household"))
    declare(cast, "homelessness")
    assert order(cast) == [first.pk, second.pk]


def test_each_reads_what_is_theirs_and_nobody_more(cast):
    first, second = waits(cast, "Alfa", 1), waits(cast, "Beta", 2)
    assert order(cast, "bea") == [first.pk, second.pk]  # gives the service
    assert order(cast, "ana") == [first.pk, second.pk]  # sent both
    for name in ("cruz", "cora", "dana", "eve", "rosa"):
        assert order(cast, name) == []
    assert place(cast, first.mother, second) is None
    with acting_as(second.mother, now=cast.later(**LATER)):
        assert queries.order(visits(cast).pk) == [second.pk]


# What is declared ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ana", "cruz", "cora", "dana", "rosa"])
def test_nobody_else_says_who_comes_first(cast, name):
    with pytest.raises(Refused):
        declare(cast, "homelessness", name)


@pytest.mark.parametrize(
    ("kind", "said", "fault"),
    [
        ("nephews", {}, ValueError),
        ("youngest", {}, ValueError),
        ("homelessness", {"months": 12}, ValueError),
        ("youngest", {"months": 0}, ValueError),
        ("youngest", {"months": 999}, ValueError),
        ("homelessness", {"why": "  "}, Refused),
    ],
)
def test_what_is_no_rule(cast, kind, said, fault):
    with pytest.raises(fault):
        declare(cast, kind, **said)


def test_the_same_twice_is_one(cast):
    assert declare(cast, "homelessness") == declare(cast, "homelessness")


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
