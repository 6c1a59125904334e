"""What is counted equals what somebody counts by hand; and nobody counts who may not."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, VISITOR, Actor
from kinwork.common.clock import add_business_days
from kinwork.common.models import Holiday
from kinwork.family.conferences.models import Conference, Invitation
from kinwork.family.conferences.tests import scenes as meeting
from kinwork.family.plans.actions import Doer
from kinwork.family.plans.models import Step
from kinwork.family.plans.tests import scenes as planned
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Referral
from kinwork.library import evidence as library
from kinwork.library.evidence import Act
from kinwork.system.evidence import counting, jobs, queries, rules
from kinwork.system.evidence.models import Count
from kinwork.system.evidence.rules import Sent
from kinwork.system.evidence.tests import scenes
from kinwork.system.evidence.tests.scenes import LOOKED, report
from kinwork.system.loop.tests import scenes as sending
from kinwork.system.partnerships.tests import scenes as joined
from tests import cast as casting
from tests.guards.crawling import worker
from tests.seeing import everything

pytestmark = pytest.mark.django_db


def sent(cast, actor: Actor, at=None):
    at = at or cast.at + LOOKED
    with acting_as(actor, now=at):
        return queries.sent(cast.community, rules.year_to(at.date()), at)


def test_between_two_by_hand(cast):
    scenes.six(cast)
    library, clinic, bloom = (cast.agencies[key].pk for key in ("library", "clinic", "bloom"))
    told = sent(cast, report(cast))
    assert set(told) == {(library, clinic), (library, bloom)}  # the third receiver signed nothing
    assert told[library, clinic] == Sent(
        referrals=4, owed=4, answered=3, in_time=2, accepted=2, served=1, declined=1, handoffs=1,
        reused=told[library, clinic].reused,
    )  # fmt: skip
    assert told[library, bloom].referrals == told[library, bloom].in_time == 1


def test_only_the_report_of_this_community_counts(cast):
    scenes.six(cast)
    other = casting.make_cast(household=False)
    staff = [worker(cast, role, "clinic") for role in ("supervisor", "coordinator", "analyst")]
    care = Actor("report", community=cast.community.pk)
    elsewhere = report(other)
    for actor in (
        *(cast.ana, cast.ben, cast.dana, cast.rosa, *staff, OPERATOR, VISITOR, care, elsewhere),
        *(one.for_purpose("statistics") for one in (cast.ana, cast.ben, cast.dana, *staff)),
        Actor("report", hat=cast.agencies["clinic"].pk, community=cast.community.pk,
              purpose="statistics"),
        cast.rosa.for_purpose("statistics"),
    ):  # fmt: skip
        assert sent(cast, actor) == {}, actor
        with acting_as(actor, now=cast.at + LOOKED):
            assert not queries.shared(
                cast.community, rules.year_to((cast.at + LOOKED).date()), cast.at + LOOKED
            )


def test_what_a_rule_answered_at_once_is_not_held_against_the_partner(cast):
    sending.turned_away(cast)
    (told,) = sent(cast, report(cast)).values()
    assert (told.referrals, told.owed, told.in_time) == (1, 0, 0)


def test_families_who_said_no_or_left_and_guarded_kinds_are_not_counted(cast):
    scenes.six(cast)
    before = sum(one.referrals for one in sent(cast, report(cast)).values())
    with everything():
        one = Referral.objects.filter(receiver=cast.agencies["clinic"]).first()
        for kind in ("safety", "sud"):
            Referral.objects.filter(pk=one.pk).update(sensitivity=kind)
            now = sum(told.referrals for told in sent(cast, report(cast)).values())
            assert now == before - 1, kind
        Referral.objects.filter(pk=one.pk).update(sensitivity="health")
    casting.consent(cast)
    with everything():
        from kinwork.trust.consent.models import Consent

        Consent.objects.update(deny=True, purposes=["statistics"])
    assert sent(cast, report(cast)) == {}


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),
    st.integers(0, 4),
    st.sets(st.dates(date(2026, 1, 1), date(2027, 1, 10)), max_size=6),
)
def test_a_day_is_due_as_the_clock_says(at, days, closed):
    """The same days as kinwork.common.clock, said again in SQL."""
    zone, at = "America/Phoenix", at.replace(tzinfo=UTC)
    days = max(days, 1)
    with acting_as(VISITOR), connection.cursor() as cursor:
        cursor.execute(
            "SELECT kw_answer_due(%s, %s, %s, %s::date[])", [at, days, zone, list(closed)]
        )
        (due,) = cursor.fetchone()
    assert due == add_business_days(at, days, zone=zone, holidays=closed)


def test_holidays_give_time(cast):
    one = casting.sent(cast)
    scenes.sending.do(cast, cast.ben, "accept", one, 24 * 4)
    (told,) = sent(cast, report(cast)).values()
    assert (told.answered, told.in_time) == (1, 0)
    with everything():
        first = cast.at.date()
        Holiday.objects.bulk_create(
            Holiday(community=cast.community, day=first + timedelta(days=n), name="Closed")
            for n in range(1, 4)
        )
    (told,) = sent(cast, report(cast)).values()
    assert (told.answered, told.in_time) == (1, 1)


def test_an_answer_that_is_not_due_yet_is_not_owed(cast):
    casting.sent(cast)
    at = cast.at + timedelta(hours=5)
    period = rules.Period(cast.at.date(), at.date(), at.date())
    with acting_as(report(cast), now=at):
        (told,) = queries.sent(cast.community, period, at).values()
    assert (told.referrals, told.owed) == (1, 0)


def test_families_of_two_are_a_band(cast):
    row = scenes.together(cast)
    scenes.six(cast)
    scenes.counted(cast, row)
    assert scenes.pair(cast, row).shared == "0-10"
    assert [rules.band(n) for n in (0, 1, 10, 11, 25, 26, 100, 101, 5001)] == [
        *("0-10", "0-10", "0-10", "11-25", "11-25", "26-50", "51-100", "101-250", "5001-"),
    ]
    assert [rules.band(n, 30) for n in (0, 29, 30, 50, 51)] == [
        *("0-29", "0-29", "30-50", "30-50", "51-100"),
    ]


def test_a_family_that_two_serve_is_one_of_theirs(cast):
    scenes.six(cast)
    one = casting.sent(cast, "bloom_visits")
    said = {"received": "A visit", "need_met": "fully"}
    sending.do(cast, cast.cruz, "accept", one, 3)
    sending.do(cast, cast.cruz, "serve", one, 30, **said)
    at = cast.at + LOOKED
    asked = "SELECT homes FROM kw_pairs_shared(%s, %s, %s, '{}')"
    values = [cast.community.pk, cast.at - timedelta(days=1), at]

    def homes(actor) -> list[tuple[int]]:
        with acting_as(actor, now=at), connection.cursor() as cursor:
            cursor.execute(asked, values)
            return cursor.fetchall()

    assert homes(report(cast)) == [(1,)]
    assert homes(cast.dana.for_purpose("statistics")) == []
    with everything():
        Referral.objects.filter(pk=one.pk).update(sensitivity="sud")
    assert homes(report(cast)) == []


def test_conferences_that_both_came_to_are_counted(cast):
    """Held, both there, of a family that may be counted; for the report alone."""
    meeting.held(cast)
    at = cast.at + LOOKED
    two = frozenset(cast.agencies[key].pk for key in ("library", "clinic"))

    def counted(actor) -> dict:
        with acting_as(actor, now=at):
            return queries.conferences(cast.community, rules.year_to(at.date()), at)

    assert counted(report(cast)) == {two: 1}
    for actor in (cast.ana, cast.ben, cast.dana, cast.rosa, cast.dana.for_purpose("statistics")):
        assert counted(actor) == {}, actor
    with everything():
        Conference.objects.update(sensitivity="sud")
    assert counted(report(cast)) == {}
    with everything():
        Conference.objects.update(sensitivity="plan")
        Invitation.objects.filter(agency=cast.agencies["clinic"]).update(came=False)
    assert counted(report(cast)) == {}


def test_a_pair_by_hand(cast):
    row = scenes.together(cast)
    scenes.six(cast)
    made = scenes.counted(cast, row)
    assert (made.starts, made.ends, made.referrals_until) == (
        *(date(2025, 4, 1), date(2026, 4, 6), date(2026, 3, 31)),
    )
    told = scenes.pair(cast, row)
    by_act = {one.rule.act: one for one in told.by_rule}
    assert {name: by_act[name].value for name in ("referrals", "meetings", "decisions")} == {
        "referrals": 4,
        "meetings": 1,
        "decisions": 2,  # of the meeting, and the charter
    }
    assert by_act["answered_in_time"].state == "too few" and by_act["answered_in_time"].n == 4
    assert by_act["one_plan"].state == "too few"
    assert by_act["conferences"].state == "not met"
    assert told.level == 2, [(one.rule.key, one.state) for one in told.by_rule]
    assert {one.rule.key for one in told.missing} == {"answered", "openings"}
    assert told.enough
    assert scenes.pair(cast, row, "backbone", "library").level == 1  # one meeting


def test_a_question_by_hand(cast):
    row = scenes.together(cast)
    scenes.counted(cast, row)
    told = scenes.latest(cast, row).system
    assert set(told) == set(range(1, 10))
    assert told[8].said == "not enough data"
    assert told[2].said == "no"
    held = {one.rule.key: (one.value, one.n) for one in told[7].by_rule}
    assert held["members_committed"] == (1.0, 3)
    # who sits there now did not show that they may commit their organization
    assert told[7].said == "no" and [one.rule.key for one in told[7].missing] == ["authority_shown"]
    other = joined.adopted(cast, name="Others").partnership
    scenes.counted(cast, other)
    assert scenes.latest(cast, other).system[7].said == "yes"


def test_members_without_an_agency_have_no_records(cast):
    row = scenes.together(cast)
    joined.do(
        cast, "admit", partnership=row, kind="family group", name="Parents", level="county",
        agency=None, starts=joined.DAY,
    )  # fmt: skip
    scenes.counted(cast, row)
    with acting_as(cast.dana, now=cast.at):
        group = row.members.get(name="Parents").pk
    (clinic,) = scenes.ids(cast, row, "clinic")
    told = scenes.latest(cast, row).of(group, clinic)
    assert (told.level, told.enough, told.shared) == (0, False, "")
    states = {one.rule.key: one.state for one in told.at(1)}
    assert states["met_once"] == "not met" and states["listed"] == "not measured"


def test_nobody_counted_yet(cast):
    assert scenes.latest(cast, joined.started(cast)) is None


def test_a_month_is_counted_once_and_anew(cast):
    row = scenes.together(cast)
    first = scenes.counted(cast, row)
    again = scenes.counted(cast, row, cast.at + LOOKED + timedelta(days=1))
    assert first.pk == again.pk
    scenes.counted(cast, row, cast.at + timedelta(days=70))
    with everything():
        assert Count.objects.count() == 2
    assert scenes.latest(cast, row).made_at == cast.at + timedelta(days=70)


def test_a_night_counts_what_is_a_day_old(cast):
    row = scenes.together(cast)
    at = cast.at + LOOKED
    assert jobs.run(at) >= 1
    with everything():
        assert Count.objects.filter(partnership=row).count() == 1
    assert jobs.run(at + timedelta(hours=2)) == 0
    assert jobs.run(at + timedelta(hours=24)) >= 1
    assert jobs.run_one(cast.community.pk) is None  # no partnership


def test_no_family_and_no_referral_stands_in_a_count(cast):
    row = scenes.together(cast)
    scenes.six(cast)
    made = scenes.counted(cast, row)
    with everything():
        told = str(made.body)
        for one in Referral.objects.all():
            assert str(one.pk) not in told and str(one.household_id) not in told


def tables(asked: CaptureQueriesContext) -> Counter[str]:
    """How often each table is asked; who acts is not counted."""
    names = (re.search(r"FROM \"(\w+)\"", one["sql"]) for one in asked)
    return Counter(found[1] for found in names if found)


def test_questions_to_the_database_do_not_grow_with_members(cast):
    row = scenes.together(cast)
    with acting_as(OPERATOR, now=cast.at + LOOKED), CaptureQueriesContext(connection) as few:
        counting.kept(row, cast.at + LOOKED)
    joined.member(cast, row, "bloom")
    for number in range(3):
        joined.do(
            cast, "admit", partnership=row, kind="program", name=f"Program {number}",
            level="county", agency=None, starts=joined.DAY,
        )  # fmt: skip
    with acting_as(OPERATOR, now=cast.at + LOOKED), CaptureQueriesContext(connection) as many:
        counting.kept(row, cast.at + LOOKED)
    assert tables(many) == tables(few) - Counter(["common_community"])  # known by then
    scenes.counted(cast, row)
    with acting_as(cast.dana, now=cast.at + LOOKED), CaptureQueriesContext(connection) as read:
        first = queries.latest(row)
    assert len(read) == 3
    with acting_as(cast.dana, now=cast.at + LOOKED), CaptureQueriesContext(connection) as read:
        assert queries.latest(row) is first
    assert len(read) == 2  # kept, and still asked for by the rule of the table
    with acting_as(cast.rosa, now=cast.at + LOOKED):
        assert queries.latest(row) is None
    scenes.asked(cast, row, rule="meetings")
    with acting_as(cast.dana, now=cast.at + LOOKED):
        assert queries.latest(row) is not first


def test_one_plan_that_two_work_on_is_for_the_report_alone_and_told_in_bands(cast):
    plan = planned.started(cast, "ana")
    goal = planned.goal(cast, plan, "ana", whose=planned.with_rosa(cast))
    doer = Doer("partner", agency=cast.agencies["clinic"].pk)
    step = planned.step(cast, goal, "ana", doer=doer)
    at = cast.at + LOOKED
    asked = "SELECT one, other, homes FROM kw_pairs_plans(%s, %s, %s, '{}')"
    values = [cast.community.pk, cast.at - timedelta(days=1), at]

    def told(actor) -> list[tuple]:
        with acting_as(actor, now=at), connection.cursor() as cursor:
            cursor.execute(asked, values)
            return cursor.fetchall()

    two = sorted(cast.agencies[name].pk for name in ("library", "clinic"))
    assert told(report(cast)) == [(*two, 1)]
    for actor in (cast.dana.for_purpose("statistics"), cast.dana, cast.ana, cast.rosa):
        assert told(actor) == []
    with everything():
        Step.objects.filter(pk=step.pk).update(sensitivity="sud")
    assert told(report(cast)) == []


def test_families_with_one_plan_are_told_by_the_least_of_their_band():
    assert [rules.least_of(rules.band(homes)) for homes in (0, 10, 11, 30, 101)] == [
        0,
        0,
        11,
        26,
        101,
    ]
    acts = rules.of_plans(26, "51-100")
    assert (acts["family_plans"], acts["one_plan"]) == (Act(26), Act(26, 51))
    assert rules.of_plans(0, "0-10")["one_plan"] == Act(0, 0)


@pytest.mark.parametrize(
    ("homes", "planned", "told"),
    [
        (0, 0, Act(0, 0)),
        (10, 10, Act(0, 0)),
        (12, 11, Act(11, 11)),
        (12, 10, Act(0, 11)),
        (60, 30, Act(26, 51)),
        (109, 109, Act(101, 101)),
        (110, 0, Act(0, 101)),
        (110, 99, Act(91, 101)),
        (110, 98, Act(81, 101)),
        (2000, 2000, Act(1001, 1001)),
        (2000, 1799, Act(801, 1001)),
    ],
)
def test_how_far_one_plan_reaches_is_told_in_bands_and_tenths(homes, planned, told):
    assert rules.of_common_plans(homes, planned) == told
    verdict = library.judged(library.rule("plans_common"), told)
    if homes >= 110:
        assert verdict.is_met == (planned >= 0.9 * homes)


def test_one_plan_of_several_members_is_counted_by_the_report_alone(cast):
    casting.consent(cast, "bloom")
    at = cast.at + LOOKED
    for name, service in (("ben", "visits"), ("cruz", "bloom_visits")):
        row = casting.sent(cast, service)
        later = cast.later(hours=2)
        with acting_as(cast.actors[name], now=later):
            row = referrals.accept(referral=row, by=cast.actors[name], at=later)
            referrals.serve(
                referral=row, received="-", need_met="fully", by=cast.actors[name], at=later
            )
    several = {cast.agencies[name].pk for name in ("library", "clinic", "bloom")}
    period = rules.Period(cast.at.date() - timedelta(days=1), at.date(), at.date())

    def told(actor, agencies=several) -> tuple[int, int]:
        with acting_as(actor, now=at):
            return queries.plans_common(cast.community, period, at, agencies)

    assert told(report(cast)) == (1, 0)
    plan = planned.started(cast, "ana")
    goal = planned.goal(cast, plan, "ana", whose=planned.with_rosa(cast))
    assert told(report(cast)) == (1, 0)  # one of them alone works on it
    doer = Doer("partner", agency=cast.agencies["clinic"].pk)
    step = planned.step(cast, goal, "ana", doer=doer)
    assert told(report(cast)) == (1, 1)
    assert told(report(cast), {cast.agencies["clinic"].pk}) == (0, 0)
    for actor in (cast.dana.for_purpose("statistics"), cast.dana, cast.ana, cast.rosa):
        assert told(actor) == (0, 0)
    with everything():
        Step.objects.filter(pk=step.pk).update(sensitivity="sud")
    assert told(report(cast)) == (1, 0)
