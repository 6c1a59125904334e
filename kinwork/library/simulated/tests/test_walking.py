"""An intake walked by simulated families: short, true, and nothing asked for nothing."""

from datetime import date

import pytest

from kinwork.library.programs.files.reading import tell
from kinwork.library.simulated import households
from kinwork.library.simulated.walking import (
    in_full,
    in_order,
    questions_of_programs,
    walk,
    wrong,
)

ON = date(2026, 11, 15)


@pytest.fixture(scope="module")
def walks():
    rows = list(households(50, 11, ON))
    return walk([told.household for told in tell({"households": rows}, ON)], ON)


def test_no_verdict_differs_from_that_of_full_information(walks):
    assert [one for walked in walks for one in wrong(walked, ON)] == []


def test_no_question_decides_nothing_and_none_comes_twice_of_the_same_person(walks):
    for walked in walks:
        asked = [(a.question.key, who) for a in walked.asked for who in a.members or (None,)]
        assert len(asked) == len(set(asked))
        assert all(asking.programs for asking in walked.asked)


def test_it_is_shorter_than_the_others(walks):
    questions = questions_of_programs(walks)
    ours = sum(walked.pages for walked in walks)
    assert ours <= 0.48 * in_full(questions) * len(walks)
    assert ours <= 0.72 * sum(in_order(walked.truth, questions, ON) for walked in walks)


def test_simulated_families_know_what_they_are_asked(walks):
    assert not [walked.unknown for walked in walks if walked.unknown]
