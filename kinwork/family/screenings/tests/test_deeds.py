"""Screenings: what is kept, what follows, each deed by everybody who might try, and who sees what."""

from datetime import date

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.clock import local_day
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.family.referrals.models import Need
from kinwork.family.screenings import actions, queries
from kinwork.family.screenings.models import Screening
from kinwork.family.timelines.models import Mark
from kinwork.library.instruments import BadAnswers
from kinwork.people.models import Household
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db
LOW = {
    f"{area}{end}": "15" if end == "" else "30"
    for area in (
        *("communication", "gross_motor", "fine_motor", "problem_solving", "personal_social"),
    )
    for end in ("", "_cutoff")
}


@pytest.fixture
def cast():
    return casting.make_cast()


def home(cast) -> Household:
    return Household.objects.select_related("community").get(pk=cast.household.pk)


def record(cast, name="ana", instrument="needs_check/1", said=None, person="", at=None, **more):
    actor, at = cast.actors[name], at or cast.later(days=1)
    with acting_as(actor, now=at):
        return actions.record(
            household=home(cast),
            instrument=instrument,
            said={"food": "yes"} if said is None else said,
            person=cast.people[person].pk if person else None,
            by=actor,
            at=at,
            **more,
        )


def help_with(cast, asked, codes, name="ana", at=None):
    actor, at = cast.actors[name], at or cast.later(days=1)
    with acting_as(actor, now=at):
        return actions.ask_help(
            household=home(cast), sitting=asked.first.sitting, codes=codes, by=actor, at=at
        )


def test_each_class_has_its_own_row(cast):
    said = {"food": "yes", "growing": "yes", "feelings": "no"}
    asked = record(cast, "rosa", said=said)
    assert [row.sensitivity for row in asked.rows] == ["household", "development", "health"]
    assert [row.result for row in asked.rows] == ["some", "some", "none"]
    assert asked.needs == ("food-pantry", "developmental-screening")
    assert {row.who for row in asked.rows} == {"family"}


def test_nothing_follows_before_the_family_chooses(cast):
    asked = record(cast, "rosa", said={"food": "yes", "diapers": "yes"})
    with everything():
        assert Need.objects.count() == 0
    (made,) = help_with(cast, asked, ["diapers"], "rosa")
    assert (made.code, made.state, made.household_id) == ("diapers", "open", cast.household.pk)
    assert help_with(cast, asked, ["diapers"], "rosa") == []
    assert help_with(cast, asked, ["wic", "wings"], "rosa") == []


def test_an_open_need_is_never_doubled(cast):
    casting.need(cast, code="food-pantry")
    asked = record(cast)
    assert help_with(cast, asked, ["food-pantry"]) == []


def test_scores_of_a_child_and_the_need_is_the_childs(cast):
    asked = record(cast, instrument="asq_3/1", said=LOW, person="lucia")
    row = asked.first
    assert (row.result, row.sensitivity, row.person_id) == (
        "below",
        "development",
        cast.people["lucia"].pk,
    )
    (made,) = help_with(cast, asked, ["early-intervention"])
    assert (made.person_id, made.urgency) == (cast.people["lucia"].pk, "2 days")


def test_question_10_makes_the_need_one_of_today(cast):
    asked = record(cast, instrument="epds/1", said={"total": 4, "item_10": 1}, person="rosa")
    (made,) = help_with(cast, asked, ["mental-health"])
    assert (made.urgency, made.sensitivity) == ("today", "health")


def test_a_result_that_counts_for_an_age_marks_that_clock(cast):
    born = cast.people["lucia"].birth_date
    asked = record(cast, instrument="asq_3/1", said=LOW, person="lucia")
    assert born == date(2025, 6, 20)
    marked = asked.first.counts_for
    with everything():
        keys = set(Mark.objects.values_list("key", "evidence"))
    assert keys == ({(marked, "screening")} if marked else set())


def test_wrong_scores_are_told_next_to_the_field(cast):
    with pytest.raises(BadAnswers) as wrong:
        record(cast, instrument="asq_3/1", said=LOW | {"fine_motor": "65"}, person="lucia")
    assert wrong.value.field == "fine_motor"
    with pytest.raises(BadAnswers) as wrong:
        record(cast, instrument="m_chat_r/1", said={"total": 3}, person="mateo")
    assert wrong.value.field == "person"
    with pytest.raises(BadAnswers) as wrong:
        record(cast, asked_on=local_day(cast.later(days=9), "America/Phoenix"))
    assert wrong.value.field == "asked_on"


def test_about_whom_must_fit(cast):
    for person in ("", "rosa"):
        with pytest.raises(Refused):
            record(cast, instrument="asq_3/1", said=LOW, person=person)
    with pytest.raises(Refused):
        record(cast, instrument="wings/1")


def test_the_family_fills_in_its_own_check_alone(cast):
    with pytest.raises(Refused, match="worker goes through"):
        record(cast, "rosa", instrument="epds/1", said={"total": 4, "item_10": 0}, person="rosa")


def test_the_same_form_twice_is_one_sitting(cast):
    form = new_id()
    one = record(cast, form_id=form, said={"food": "yes", "growing": "yes"})
    two = record(cast, form_id=form, said={"food": "no"})
    assert one.first.sitting == two.first.sitting == form
    with everything():
        assert Screening.objects.count() == 3


def test_a_wrong_entry_is_put_right_by_a_newer_one(cast):
    wrong = record(cast)
    record(cast, said={"food": "no"}, corrects=wrong.first.sitting, at=cast.later(days=2))
    with acting_as(cast.ana, now=cast.later(days=3)):
        shown = queries.of_household(cast.household.pk)
        assert [one.telling.result for one in shown] == ["none"]
        assert queries.sitting(cast.household.pk, wrong.first.sitting) is not None
        assert queries.results_open(cast.household.pk) == []


def test_results_that_may_become_a_goal(cast):
    asked = record(cast, instrument="asq_3/1", said=LOW, person="lucia")
    record(cast, said={"food": "no"})
    with acting_as(cast.ana, now=cast.later(days=2)):
        assert [row.pk for row in queries.results_open(cast.household.pk)] == [asked.first.pk]
        on = asked.first.good_until.replace(year=asked.first.good_until.year + 1)
        assert queries.results_open(cast.household.pk, on) == []
    with acting_as(cast.cruz, now=cast.later(days=2)):
        assert queries.results_open(cast.household.pk) == []


def test_a_no_is_an_answer_and_nobody_asks_again_for_a_while(cast):
    at = cast.later(days=1)
    with acting_as(cast.ana, now=at):
        before = queries.due_in(home(cast), at)
        for one in before:
            for each in one.due:
                actions.refuse(
                    household=home(cast),
                    instrument=f"{each.screen.instruments[0]}/1",
                    person=one.person,
                    by=cast.ana,
                    at=at,
                )
        assert queries.due_in(home(cast), at) == []
        assert {row.state for row in Screening.objects.all()} <= {"refused"}


def test_who_enters_and_who_sees(cast):
    record(cast, said={"food": "yes", "growing": "yes"})
    for name in ("ben", "cruz", "cora", "dana", "sam", "eve"):
        with pytest.raises((Refused, Household.DoesNotExist)):
            record(cast, name)
    seen = {}
    for name in ("rosa", "ana", "ben", "cruz", "cora", "sam"):
        with acting_as(cast.actors[name], now=cast.later(days=2)):
            seen[name] = Screening.objects.count()
    assert seen == {"rosa": 3, "ana": 3, "ben": 0, "cruz": 0, "cora": 0, "sam": 0}


def test_with_consent_and_a_referral_ben_sees_the_class_that_is_shared(cast):
    record(cast, said={"food": "yes", "growing": "yes"})
    casting.sent(cast)
    with acting_as(cast.ben, now=cast.later(days=2)):
        assert [row.sensitivity for row in Screening.objects.all()] == ["household"]


def test_what_ones_neighbour_may_not_see_does_not_change_what_one_may(cast):
    """A result about the mother's mood is health: whoever reads the household's part reads that alone."""
    record(cast, said={"feelings": "yes"})
    casting.sent(cast)
    with acting_as(cast.ben, now=cast.later(days=2)):
        (one,) = queries.of_household(cast.household.pk)
        assert one.needs == () and "feelings" not in one.first.answers
