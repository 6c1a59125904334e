"""What was answered about a community's own program stays readable, with the rules of its day."""

from datetime import date, timedelta

import pytest

from kinwork.common.acting import acting_as
from kinwork.family.eligibility import actions, queries, results
from kinwork.family.programs import actions as own_actions
from kinwork.family.programs import queries as own
from kinwork.family.programs.tests import scenes
from kinwork.library import programs
from tests.cast import make_cast

pytestmark = pytest.mark.django_db
SINCE = date(2026, 3, 2)  # the cast's first day
CODE = "own_county_diaper_fund"


@pytest.fixture
def answered():
    """The cast, its own program, and an answer about it that the family was given."""
    own.forget()
    cast = make_cast()
    row = scenes.published(cast, SINCE)
    with acting_as(cast.rosa, now=cast.at):
        own.forget()
        made = actions.screen(household=cast.household, by=cast.rosa, at=cast.at)
    return cast, row, next(one for one in made if one.program == CODE)


def shown(cast) -> results.Result:
    with acting_as(cast.rosa, now=cast.at):
        own.forget()
        found = results.of_record(queries.latest(cast.household.pk), {}, "en")
    return next(one for one in found if one.code == CODE)


def test_a_withdrawn_programs_answer_is_still_shown(answered):
    cast, row, _answer = answered
    before = shown(cast)
    with acting_as(cast.dana, now=cast.at):
        own_actions.withdraw(own=row, since=date(2026, 3, 9), by=cast.dana, at=cast.at)
    after = shown(cast)
    with acting_as(cast.rosa, now=cast.at):
        own.forget()
        assert CODE not in programs.registry()
    assert after == before and after.whys and after.days == 3


def test_a_changed_programs_answer_keeps_the_words_of_its_day(answered):
    cast, row, _answer = answered
    later = cast.at + timedelta(days=30)
    with acting_as(cast.dana, now=later):
        second = own_actions.write(
            community=cast.community,
            written=scenes.WRITTEN | {"days": 4},
            own=row,
            by=cast.dana,
            at=later,
        )
        own_actions.publish(own=second, since=date(2026, 5, 1), by=cast.dana, at=later)
    assert shown(cast).days == 3


def test_a_verdict_alone_of_a_withdrawn_program_is_still_shown(answered):
    cast, row, answer = answered
    with acting_as(cast.dana, now=cast.at):
        own_actions.withdraw(own=row, since=date(2026, 3, 9), by=cast.dana, at=cast.at)
    one = queries.Verdict(CODE, answer.verdict, answer.on, answer.made_at, False, None)
    with acting_as(cast.rosa, now=cast.at):
        own.forget()
        (found,) = results.of_verdicts([one], "en")
    assert found.alone and found.name and found.code == CODE
