"""Said once, corrected beside, good for a while; seen by whom the rule lets see."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.facts import actions, queries, rules
from kinwork.family.facts.models import Fact
from tests.cast import Cast, consent, make_cast
from tests.seeing import everything

DAY = date(2026, 3, 2)


def fact(how: str, said: int, good_until: date | None = None) -> SimpleNamespace:
    return SimpleNamespace(key="income", how=how, said_at=said, good_until=good_until)


@pytest.mark.parametrize(
    ("facts", "counts"),
    [
        ([fact("told", 1), fact("told", 2)], 1),
        ([fact("certified", 1), fact("told", 2)], 0),
        ([fact("certified", 1, DAY - timedelta(days=1)), fact("told", 2)], 1),
        ([fact("document seen", 3), fact("certified", 1, DAY)], 1),
        ([fact("told", 1, DAY - timedelta(days=1))], None),
    ],
)
def test_which_answer_counts(facts, counts):
    assert rules.in_force(facts, DAY) is (None if counts is None else facts[counts])


def test_classes_come_from_the_bank():
    asked = ("income", "pregnant", "concern", "foster_care", "homeless", "place")
    assert [rules.class_of(key) for key in asked] == [
        "means",
        "health",
        "development",
        "household",
        "household",
        "household",
    ]


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


def tell(cast: Cast, value, by=None, **more) -> Fact:
    by = by or cast.rosa
    with acting_as(by, now=cast.at):
        return actions.say(
            cast.household, key="receives", value=value, by=by, at=more.pop("at", cast.at), **more
        )


def test_the_same_answer_twice_is_one_fact(cast):
    assert tell(cast, ["snap"]) == tell(cast, ["snap"], at=cast.later(days=3))


def test_a_correction_keeps_the_old_value(cast):
    first = tell(cast, ["snap"])
    with acting_as(cast.rosa, now=cast.at):
        second = actions.correct(first, value=[], by=cast.rosa, at=cast.later(days=1))
        kept = queries.history(cast.household.pk, [])
        counts = queries.in_force(cast.household, DAY)["receives"]
    assert second.replaces == first and kept == [second, first] and counts == second


def test_after_its_time_it_counts_no_more(cast):
    first = tell(cast, ["snap"])
    with acting_as(cast.rosa, now=cast.at):
        assert queries.in_force(cast.household, first.good_until)
        assert not queries.in_force(cast.household, first.good_until + timedelta(days=1))


def test_a_partner_sees_a_fact_only_with_consent_for_its_class(cast):
    tell(cast, ["snap"])
    consent(cast, "clinic", classes=("identity", "household"))
    for actor in (cast.ben, cast.cruz, cast.dana):
        with acting_as(actor, now=cast.at):
            assert queries.newest(cast.household, "receives") is None


def test_who_has_no_rows_writes_none(cast):
    with acting_as(cast.dana, now=cast.at), pytest.raises(Refused):
        actions.say(cast.household, key="receives", value=[], by=cast.dana, at=cast.at)


def test_many_answers_at_once_are_what_one_by_one_would_be(cast):
    """The same rows, the same row replaced, nothing twice; and a line of the trail for each."""
    with acting_as(cast.rosa, now=cast.at):
        first = actions.say(cast.household, key="receives", value=[], by=cast.rosa, at=cast.at)
        actions.say(cast.household, key="homeless", value=False, by=cast.rosa, at=cast.at)
        later = cast.later(hours=1)
        answers = [
            actions.Answer(cast.household, "receives", ["snap"]),
            actions.Answer(cast.household, "homeless", False),
            actions.Answer(cast.household, "pays_utilities", True),
        ]
        made = actions.say_all(answers, by=cast.rosa, at=later)
        assert [(one.key, one.value) for one in made] == [
            ("receives", ["snap"]),
            ("pays_utilities", True),
        ]
        assert made[0].replaces_id == first.pk and made[1].replaces is None
        assert queries.newest(cast.household, "receives") == made[0]
        assert actions.say_all(answers, by=cast.rosa, at=later) == []
    with everything():
        rows = AuditEntry.objects.filter(verb="facts.say", at=later)
        assert {one.target_id for one in rows} == {one.pk for one in made}
