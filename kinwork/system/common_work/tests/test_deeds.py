"""Every deed by whoever might try it, what is refused and why, and who reads which rows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps

from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.system.barriers.tests import scenes as stuck
from kinwork.system.common_work import queries, rights, telling
from kinwork.system.common_work.tests import scenes
from kinwork.system.common_work.tests.scenes import DAY, LATER, do
from kinwork.system.partnerships.tests import scenes as joined
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db
TABLES = list(apps.get_app_config("common_work").get_models())
AHEAD, BEFORE = DAY + timedelta(days=1), DAY - timedelta(days=1)


def test_every_deed_leaves_one_line_without_words(cast):
    row = scenes.together(cast)
    made = scenes.everything_of(cast, row)
    scenes.funded(cast, row, "declined")
    do(cast, "tell_effect", support=made["given"], enabled="Two meetings.")
    do(cast, "finish_help", plan=made["plan"], on=DAY, done="Learned.")
    with everything():
        trail = AuditEntry.objects.filter(verb__startswith="common_work.")
        assert {one.verb.partition(".")[2] for one in trail} == set(rights.DEEDS)
        for one in trail:
            assert not any(word in str(one.details) for word in ("form", "letter", "fund,"))
        assert {one.said_by_id for table in TABLES for one in table.objects.all()} == {cast.dana.id}


def test_the_newest_of_a_strategy_counts(cast):
    row = scenes.together(cast)
    scenes.reviewed(cast, row, intensity="tried")
    scenes.reviewed(cast, row, adopted=False, since=None, intensity="", at=cast.later(hours=1))
    with acting_as(cast.dana, now=cast.at):
        stands = {one.key: one for one in queries.strategies(row)}
        assert not stands["processes"].is_adopted and stands["mission"].row is None
        assert len(queries.reviews(row, "processes")) == 2


def test_what_is_due(cast):
    row = scenes.together(cast)
    scenes.reviewed(cast, row, next_step="A form", next_on=DAY)
    scenes.asked(cast, row)
    scenes.considered(cast, row)
    scenes.considered(cast, row, name="Far off", deadline=DAY + timedelta(days=31))
    scenes.funded(cast, row, "applied", name="Was sent")
    scenes.convened(cast, row, on=BEFORE)
    scenes.helped(cast, row, due_on=DAY)

    def told(day: date) -> list[tuple[str, str]]:
        with acting_as(cast.dana, now=cast.at):
            return [(one.part, one.near) for one in telling.due(row, day)]

    assert sorted(told(DAY)) == [
        ("check", "over"),
        ("events", "over"),  # nobody counted who came
        ("events", "soon"),
        ("funding", "soon"),
        ("strategies", "over"),  # six of them were never looked at
        ("strategies", "soon"),
        ("support", "soon"),
    ]
    assert told(DAY)[0] == ("events", "over")
    late = told(LATER + timedelta(days=1))
    assert ("funding", "over") in late and ("support", "over") in late


REFUSED = [
    ("reviewed", {"strategy": "magic"}, "seven strategies"),
    ("reviewed", {"since": None}, "since when"),
    ("reviewed", {"intensity": "a lot"}, "how many"),
    ("reviewed", {"since": AHEAD}, "not come yet"),
    ("reviewed", {"next_step": "A form"}, "its day"),
    ("reviewed", {"next_step": "A form", "next_on": BEFORE}, "still to come"),
    ("changed", {"kind": "weather"}, "its kind"),
    ("changed", {"said_words": " "}, "what changed"),
    ("changed", {"since": AHEAD}, "not come yet"),
    ("changed", {"strategy": "magic"}, "seven strategies"),
    ("asked", {"kind": "love"}, "which kind"),
    ("asked", {"said_words": " "}, "in words"),
    ("asked", {"asked_on": AHEAD}, "not come yet"),
    ("asked", {"due_on": BEFORE}, "after it was asked"),
    ("considered", {"funder": " "}, "who funds"),
    ("considered", {"amount": Decimal(0)}, "how many dollars"),
    ("considered", {"amount": Decimal("NaN")}, "how many dollars"),
    ("considered", {"amount": Decimal("100000000")}, "how many dollars"),
    ("considered", {"amount": Decimal("1.005")}, "dollars and cents"),
    ("considered", {"deadline": BEFORE}, "deadline is over"),
    ("rated", {"on": AHEAD, "results": "strong"}, "not come yet"),
    ("rated", {"results": "perfect"}, "four steps"),
    ("rated", {"magic": "strong"}, "four steps"),
    ("planned", {"item": "magic"}, "which capacity"),
    ("planned", {"helper": " "}, "who helps"),
    ("planned", {"due_on": BEFORE}, "is over"),
    ("convened", {"kind": "party"}, "its kind"),
    ("convened", {"topics": " "}, "its topics"),
    ("helped", {"question": " "}, "in words"),
    ("helped", {"asked_on": AHEAD}, "not come yet"),
    ("helped", {"due_on": BEFORE}, "after it was asked"),
]


@pytest.mark.parametrize(("scene", "said", "sentence"), REFUSED)
def test_what_is_missing_or_wrong_is_said(cast, scene, said, sentence):
    row = scenes.together(cast)
    with pytest.raises(Refused) as why:
        getattr(scenes, scene)(cast, row, **said)
    assert sentence.lower() in why.value.sentence.lower()
    with everything():
        assert not any(table.objects.exists() for table in TABLES)


def test_a_change_serves_what_is_the_partnerships_own(cast):
    row, other = scenes.together(cast), casting.make_cast(household=False)
    goal = joined.goal(cast, scenes.together(cast, "Another one"))
    with acting_as(cast.dana, now=cast.at):
        result = goal.result
    with pytest.raises(Refused, match="not one of this partnership"):
        scenes.changed(cast, row, result=result)
    with pytest.raises(Refused, match="another community"):
        scenes.changed(cast, row, barrier=stuck.noted(other))
    assert scenes.changed(cast, row, barrier=stuck.noted(cast)).barrier_id


def test_support_comes_from_above_and_is_answered_once(cast):
    row = scenes.together(cast)
    with pytest.raises(Refused, match="wider level"):
        scenes.asked(cast, row, member=scenes.member(cast, row))
    one = scenes.asked(cast, row)
    for said, sentence in (
        ({"came": "perhaps"}, "what came of it"),
        ({"on": BEFORE}, "later than that day"),
        ({"on": AHEAD}, "not come yet"),
        ({"by_whom": " "}, "which office"),
        ({"came": "not given", "answer": " "}, "in words"),
    ):
        with pytest.raises(Refused, match=sentence) as why:
            scenes.answered(cast, one, **said)
        assert why.value.verb == "common_work.answer_support"
    with pytest.raises(Refused, match="cannot be done now"):
        do(cast, "tell_effect", support=one, enabled="Much")
    one = scenes.answered(cast, one, "not given", enabled="Nothing")
    assert (one.state, one.enabled) == ("not given", "")
    for again in (lambda: scenes.answered(cast, one), lambda: scenes.answered(cast, one, "given")):
        with pytest.raises(Refused, match="cannot be done now"):
            again()


def test_whoever_left_is_asked_nothing_and_applies_for_nothing(cast):
    row = scenes.together(cast)
    clinic = scenes.member(cast, row)
    one = scenes.considered(cast, row)
    joined.do(cast, "part", member=clinic)
    left = scenes.member(cast, row)
    for deed in (
        lambda: do(cast, "prepare_funding", funding=one, applicant=left),
        lambda: scenes.helped(cast, row, member=left),
        lambda: scenes.considered(cast, row, applicant=left),
    ):
        with pytest.raises(Refused, match="has left"):
            deed()


def test_money_is_applied_for_by_one_with_others(cast):
    row = scenes.together(cast)
    clinic, library = scenes.member(cast, row), scenes.member(cast, row, "library")
    one = scenes.considered(cast, row, partners=[library])
    for applicant, partners in ((clinic, [clinic]), (library, [])):
        with pytest.raises(Refused, match="no partner of its own"):
            do(cast, "prepare_funding", funding=one, applicant=applicant, partners=partners)
    do(cast, "prepare_funding", funding=one, applicant=clinic, partners=[library])
    with pytest.raises(Refused, match="cannot be done now"):
        do(cast, "answer_funding", funding=one, came="awarded", on=DAY, note="Yes", awarded=5)
    one = do(cast, "apply_funding", funding=one, on=DAY)
    for said, sentence in (
        ({"came": "lost"}, "what came of it"),
        ({"note": " "}, "in words"),
        ({"on": BEFORE}, "later than that day"),
        ({"awarded": None}, "how many dollars"),
    ):
        told = {"came": "awarded", "on": DAY, "note": "Yes", "awarded": Decimal(5), **said}
        with pytest.raises(Refused, match=sentence):
            do(cast, "answer_funding", funding=one, **told)
    with everything():
        steps = one.steps.order_by("number")
        assert [step.verb for step in steps] == ["consider", "prepare", "apply"]
        assert one.partners.get().member_id == library.pk


@pytest.mark.parametrize("state", ["awarded", "declined", "withdrawn"])
def test_what_is_over_is_over(cast, state):
    row = scenes.together(cast)
    one = scenes.funded(cast, row, state)
    for deed in (
        lambda: do(cast, "withdraw_funding", funding=one, note="No"),
        lambda: do(cast, "apply_funding", funding=one, on=DAY),
        lambda: do(cast, "prepare_funding", funding=one, applicant=scenes.member(cast, row)),
    ):
        with pytest.raises(Refused, match="cannot be done now"):
            deed()


def test_one_round_a_day_and_help_is_done_once(cast):
    row = scenes.together(cast)
    scenes.rated(cast, row)
    with pytest.raises(Refused, match="that day already"):
        scenes.rated(cast, row)
    plan = scenes.planned(cast, row)
    with pytest.raises(Refused, match="in words"):
        do(cast, "finish_help", plan=plan, on=DAY, done=" ")
    do(cast, "finish_help", plan=plan, on=DAY, done="They came.")
    with pytest.raises(Refused, match="done already"):
        do(cast, "finish_help", plan=plan, on=DAY, done="They came.")


def test_people_are_counted_after_the_day_and_again(cast):
    row = scenes.together(cast)
    clinic, library = scenes.member(cast, row), scenes.member(cast, row, "library")
    ahead = scenes.convened(cast, row, on=AHEAD)
    with pytest.raises(Refused, match="not come yet"):
        do(cast, "count_people", convening=ahead, people={clinic: 3})
    one = scenes.convened(cast, row)
    elsewhere = scenes.member(cast, scenes.together(cast, "Another one"))
    for people, sentence in (
        ({}, "at least one"),
        ({clinic: 0}, "at least one"),
        ({clinic: 3000}, "between 0"),
        ({elsewhere: 3}, "no member here"),
    ):
        with pytest.raises(Refused, match=sentence):
            do(cast, "count_people", convening=one, people=people)
    do(cast, "count_people", convening=one, people={clinic: 3, library: 0})
    do(cast, "count_people", convening=one, people={clinic: 0, library: 4})
    with acting_as(cast.ben, now=cast.at):
        assert {row.member_id: row.people for row in queries.people(one)} == {
            clinic.pk: 0,
            library.pk: 4,
        }
        assert queries.events(row).get(pk=one.pk).people == 4


def test_a_question_is_answered_once(cast):
    row = scenes.together(cast)
    one = scenes.helped(cast, row)
    told = {"on": DAY, "answered_by": "State office", "answer": "Once a family."}
    for said, sentence in (
        ({"on": BEFORE}, "later than that day"),
        ({"answered_by": " "}, "who answered"),
        ({"answer": " "}, "in words"),
    ):
        with pytest.raises(Refused, match=sentence):
            do(cast, "answer_help", request=one, **told | said)
    do(cast, "answer_help", request=one, **told)
    with pytest.raises(Refused, match="answered already"):
        do(cast, "answer_help", request=one, **told)
