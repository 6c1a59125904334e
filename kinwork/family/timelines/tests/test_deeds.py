"""A child's clocks: what the record knows, each deed by everybody who might try, and who sees what."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.family.referrals import actions as referrals
from kinwork.family.timelines import actions, counting, jobs, queries, rules
from kinwork.family.timelines.models import Mark, Told, Watch
from kinwork.people.models import Household
from kinwork.trust.access.models import Due, WorkItem
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db
MEETING = "part_c_meeting"


@pytest.fixture
def cast():
    return casting.make_cast()


def early(cast, *, by=None):
    """Lucía and Mateo are sent to early intervention at the clinic."""
    need = casting.need(cast, by, code="early-intervention")
    return casting.sent(cast, by=by, answers=need)


def home(cast) -> Household:
    return Household.objects.select_related("community").get(pk=cast.household.pk)


def known(cast, name="ana", child="lucia", **later):
    at = cast.later(**later) if later else cast.later(days=1)
    with acting_as(cast.actors[name], now=at):
        return queries.of_child(home(cast), cast.people[child].pk, at)


def mark(cast, name="ana", child="lucia", key=MEETING, at=None, **said):
    at = at or cast.later(days=10)
    actor = cast.actors[name]
    said = {"evidence": "own record"} | said
    with acting_as(actor, now=at):
        return actions.mark(
            household=home(cast), child=cast.people[child].pk, key=key, by=actor, at=at, **said
        )


def day(cast, days: int) -> date:
    from kinwork.common.clock import local_day

    return local_day(cast.later(days=days), "America/Phoenix")


def test_the_referral_starts_the_45_days(cast):
    assert known(cast).line(MEETING) is None
    early(cast)
    line = known(cast).line(MEETING)
    assert line.by == day(cast, 45) and line.state == "to come"
    assert known(cast, days=46).line(MEETING).state == "late"


def test_days_are_counted_where_the_family_lives(cast):
    """An evening in Arizona is the next day in UTC; the family's own day counts."""
    row = early(cast)
    evening = datetime(
        2026, 3, 9, 6, 30, tzinfo=UTC
    )  # 8 March, 23:30 in Phoenix; 02:30 in New York
    from kinwork.family.referrals.models import Referral

    seen = {}
    for zone in ("America/Phoenix", "America/New_York", "Pacific/Honolulu"):
        household = Household(pk=cast.household.pk, time_zone=zone)
        referral = Referral(pk=row.pk, sent_at=evening)
        seen[zone] = queries._referred({}, referral, household)
    assert seen == {
        "America/Phoenix": date(2026, 3, 8),
        "America/New_York": date(2026, 3, 9),
        "Pacific/Honolulu": date(2026, 3, 8),
    }


def test_done_on_a_day_with_its_evidence(cast):
    early(cast)
    made = mark(cast, done_on=day(cast, 9))
    assert (made.state, made.sensitivity, made.evidence) == ("done", "education", "own record")
    line = known(cast, days=60).line(MEETING)
    assert (line.state, line.done_on, line.on_time) == ("done", day(cast, 9), True)


def test_it_does_not_apply_with_a_reason_of_the_list(cast):
    early(cast)
    assert mark(cast, reason="family unavailable").state == "does not apply"
    assert known(cast, days=60).line(MEETING).reason == "family unavailable"
    with pytest.raises(Refused):
        mark(cast, reason="parents object")  # not of this clock
    with pytest.raises(Refused):
        mark(cast)


def test_a_wrong_mark_is_opened_again_and_stays_to_be_read(cast):
    early(cast)
    first = mark(cast, done_on=day(cast, 9))
    at = cast.later(days=11)
    with acting_as(cast.ana, now=at):
        said = {"household": home(cast), "child": cast.people["lucia"].pk, "key": MEETING}
        again = actions.reopen(**said, by=cast.ana, at=at)
        assert actions.reopen(**said, by=cast.ana, at=at).pk == again.pk
        assert Mark.objects.count() == 2
    assert again.replaces_id == first.pk
    assert known(cast, days=60).line(MEETING).state == "late"


def test_the_same_form_twice_is_one_mark(cast):
    early(cast)
    form = new_id()
    one = mark(cast, done_on=day(cast, 9), form_id=form)
    assert mark(cast, done_on=day(cast, 9), form_id=form).pk == one.pk
    with everything():
        assert Mark.objects.count() == 1


@pytest.mark.parametrize("days", [11, 400])
def test_a_day_to_come_is_refused(cast, days):
    early(cast)
    with pytest.raises(Refused, match="not come yet"):
        mark(cast, done_on=day(cast, days))


def test_today_in_the_evening_of_arizona_is_today(cast):
    early(cast)
    # 23:30 in Phoenix, already tomorrow in UTC
    midnight = datetime.combine(day(cast, 5), datetime.min.time(), UTC) + timedelta(hours=30.5)
    assert mark(cast, at=midnight, done_on=day(cast, 5)).done_on == day(cast, 5)
    with pytest.raises(Refused, match="not come yet"):
        mark(cast, at=midnight, done_on=day(cast, 6))


def test_a_day_before_the_birth_is_refused(cast):
    early(cast)
    with pytest.raises(Refused, match="before the birth"):
        mark(cast, done_on=date(2025, 6, 19))


def test_a_birthday_is_nobodys_to_mark_and_nonsense_has_no_line(cast):
    for key in ("ends_at_5", "wings", "", "part_c_meeting:x"):
        with pytest.raises(Refused):
            mark(cast, key=key, done_on=day(cast, 1))


def test_who_may_write_it_down(cast):
    """Ana is with the family; Ben is once it was sent; the others are not."""
    early(cast)
    assert mark(cast, "ben", done_on=day(cast, 9)).recorded_by_id == cast.agencies["clinic"].pk
    for name in ("cruz", "cora", "dana", "sam", "eve"):
        with pytest.raises((Refused, AttributeError, Household.DoesNotExist)):
            mark(cast, name, done_on=day(cast, 9))
    with everything():
        assert Mark.objects.count() == 1


def test_the_family_writes_down_what_is_its_own_to_do(cast):
    early(cast)
    with pytest.raises(Refused, match="worker writes this down"):
        mark(cast, "rosa", done_on=day(cast, 9))


def test_what_is_the_familys_own_to_do_it_says_by_itself(cast):
    from kinwork.common.clock import local_day
    from kinwork.people.actions import NewPerson, add_person
    from tests.signing import browser_of

    at = timezone.now()
    today = local_day(at, "America/Phoenix")
    with acting_as(cast.rosa, now=at):
        baby = NewPerson("Bebé", "Luna", "expected child", due_date=today)
        add_person(household=home(cast), person=baby, recorded_by=None, by=cast.rosa, at=at)
        (line,) = queries.of_child(home(cast), baby.id, at).lines
        assert (line.key, line.state) == ("birth", "due")
    browser, url = browser_of(cast, "rosa"), f"/ours/child/{baby.id}/did/?key=birth"
    names = re.findall(r'name="(done_on_[^"]+)"', browser.get(url).content.decode())
    day = dict(zip(names, (today.month, today.day, today.year), strict=True))
    assert browser.post(url, day | {names[2]: "2202"}).status_code == 200
    assert browser.post(url, day).status_code == 302
    with everything():
        row = Mark.objects.get()
    assert (row.owner_id, row.marked_by_id, row.evidence) == (None, None, "told by the family")
    other = f"/ours/child/{cast.people['lucia'].pk}/did/?key=screening_development:30"
    assert browser.get(other).status_code == 404


def test_nobody_else_sees_it(cast):
    early(cast)
    mark(cast, done_on=day(cast, 9))
    seen = {}
    for name in ("rosa", "ana", "ben", "bea", "cruz", "cora", "sam"):
        with acting_as(cast.actors[name], now=cast.later(days=11)):
            seen[name] = Mark.objects.count()
    # what the library wrote down of education needs a written yes before the clinic reads it
    assert seen == {"rosa": 1, "ana": 1, "ben": 0, "bea": 0, "cruz": 0, "cora": 0, "sam": 0}


def test_another_family_sees_and_marks_nothing(cast):
    from kinwork.common.actor import Actor
    from kinwork.people.actions import NewPerson

    early(cast)
    other = NewPerson("Luz", "Mora", "caregiver", date(1990, 1, 1))
    household = casting.record_family(cast, cast.cruz, [other])
    luz = Actor("family", other.id, household.pk, "family member", cast.community.pk)
    with acting_as(luz, now=cast.later(days=1)):
        assert Household.objects.filter(pk=cast.household.pk).count() == 0
        with pytest.raises(Refused):
            actions.mark(
                household=cast.household,
                child=cast.people["lucia"].pk,
                key="ends_at_3",
                done_on=day(cast, 0),
                by=luz,
                at=cast.later(days=1),
            )


def test_a_referral_on_paper_counts_from_its_day(cast):
    at = cast.later(days=10)
    with acting_as(cast.ana, now=at):
        said = {"household": home(cast), "child": cast.people["lucia"].pk}
        actions.tell(**said, key="referred", day=day(cast, -3), by=cast.ana, at=at)
        with pytest.raises(Refused):
            actions.tell(**said, key="weeks early", number=30, by=cast.ana, at=at)
        with pytest.raises(Refused):
            actions.tell(**said, key="referred", day=day(cast, 30), by=cast.ana, at=at)
        actions.tell(**said, key="weeks early", number=6, by=cast.ana, at=at)
        assert Told.objects.count() == 2
    one = known(cast, days=11)
    assert one.line(MEETING).by == day(cast, 42)
    assert one.child.weeks_early == 6


def test_the_family_took_it_back_and_its_clocks_do_not_apply(cast):
    row = early(cast)
    with acting_as(cast.rosa, now=cast.later(days=2)):
        referrals.withdraw(referral=row, by=cast.rosa, at=cast.later(days=2))
    line = known(cast, days=3).line(MEETING)
    assert (line.state, line.reason) == ("does not apply", "family said no")


def test_whoever_sent_and_whoever_took_it_on_is_reminded(cast):
    row = early(cast)
    with everything():
        watches = Watch.objects.all()
        assert {(one.person_id, one.recorded_by_id) for one in watches} == {
            (cast.people[child].pk, cast.agencies["library"].pk)
            for child in ("lucia",)  # Mateo is three already: nothing waits for him
        }
    with acting_as(cast.ben, now=cast.later(hours=2)):
        referrals.accept(referral=row, by=cast.ben, at=cast.later(hours=2))
    with everything():
        assert Watch.objects.filter(recorded_by=cast.agencies["clinic"]).count() == 1
        assert Due.objects.filter(clock=actions.LINE).count() == 2


def test_the_line_lies_on_the_desk_and_goes_when_it_is_done(cast):
    early(cast)
    with everything():
        due = Due.objects.filter(clock=actions.LINE).order_by("at").last()
    now = max(due.at, cast.later(days=40))
    assert jobs.run_due(now) >= 1
    assert jobs.run_due(now) == 0
    with acting_as(cast.ana, now=now):
        kinds = set(
            WorkItem.objects.filter(
                closed_at=None, kind__in=("child clock", "screening due")
            ).values_list("kind", flat=True)
        )
        before = WorkItem.objects.filter(
            closed_at=None, kind__in=("child clock", "screening due")
        ).count()
    assert kinds and before
    with acting_as(cast.cruz, now=now):
        assert not WorkItem.objects.filter(kind="child clock").exists()
    one = known(cast, days=40)
    assert one.waiting
    for line in one.waiting:
        if not line.rule.happens:
            mark(cast, at=cast.later(days=41), key=line.key, done_on=day(cast, 40))
    with acting_as(cast.ana, now=cast.later(days=41)):
        after = WorkItem.objects.filter(
            closed_at=None, kind__in=("child clock", "screening due")
        ).count()
    assert after < before


def test_what_is_late_hides_nothing_that_can_still_be_kept():
    today = date(2026, 3, 10)
    late = {"key": "a", "by": "2026-02-01", "on": "2026-01-01"}
    near = {"key": "b", "by": "2026-03-20", "on": "2026-03-06"}
    far = {"key": "c", "by": "2026-06-01", "on": "2026-05-01"}
    found = [late, near, far]
    assert rules.current(found, today) == near
    assert rules.looks_next(found, today) == date(2026, 3, 21)
    assert rules.current(found, date(2026, 3, 21)) == near
    assert rules.current([late, far], today) == late
    assert rules.looks_next([late, far], today) == date(2026, 5, 1)
    assert rules.current([far], today) == far and rules.reached([far], today) == []
    assert rules.looks_next([late], today) is None


def test_reminding_begins_and_ends_by_a_workers_word(cast):
    at = cast.later(days=1)
    with acting_as(cast.ana, now=at):
        said = {"household": home(cast), "child": cast.people["lucia"].pk, "by": cast.ana, "at": at}
        one = actions.watch(**said)
        assert actions.watch(**said).pk == one.pk
        assert Due.objects.filter(target=one.pk).count() == 1
        actions.end_watch(**said)
        assert Due.objects.filter(target=one.pk).count() == 0
        assert actions.watch(**said).pk == one.pk


def test_counts_keep_small_numbers_back_when_they_leave():
    counted = {"within 45 days": 40, "after 45 days": 3, "running": 25, "late": 12}
    told = counting.leaving(counted)
    assert told["after 45 days"] is None
    assert sum(count is None for count in told.values()) >= 2
    assert counting.leaving({"within 45 days": 0, "late": 0}) == {"within 45 days": 0, "late": 0}


def test_an_agencys_own_counts(cast):
    row = early(cast)
    with acting_as(cast.ben, now=cast.later(hours=2)):
        referrals.accept(referral=row, by=cast.ben, at=cast.later(hours=2))
    with acting_as(cast.bea, now=cast.later(days=60)):
        found = queries.of_agency(cast.agencies["clinic"].pk, cast.later(days=60))
        assert counting.counts(found)["late"] >= 1
    with acting_as(cast.cruz, now=cast.later(days=60)):
        assert queries.of_agency(cast.agencies["clinic"].pk, cast.later(days=60)) == []


def test_one_question_a_table_however_many_children(cast, django_assert_max_num_queries):
    early(cast)
    with acting_as(cast.ana, now=cast.later(days=1)), django_assert_max_num_queries(8):
        assert len(queries.of_household(home(cast), cast.later(days=1))) == 2


def test_the_database_refuses_a_mark_about_a_child_one_is_not_with(cast):
    """Past every check of the application: the second wall."""
    from django.db import ProgrammingError, transaction

    early(cast)
    for name in ("cruz", "cora", "sam"):
        actor = cast.actors[name]
        with (
            acting_as(actor, now=cast.later(days=2)),
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            Mark.objects.create(
                community=cast.community,
                owner_id=actor.hat,
                recorded_by_id=actor.hat,
                sensitivity="household",
                person_id=cast.people["lucia"].pk,
                key=MEETING,
                state="done",
                done_on=day(cast, 1),
                marked_at=cast.later(days=2),
            )
