import csv

import pytest

from kinwork.library import continuum
from kinwork.library.continuum import HERE, YES, system_level

LANGUAGES = {"en", "es"}
FOLDERS = [path.parent for path in HERE.glob("*/spec.md")]


def test_every_folder_is_an_instrument_with_its_specification():
    known = {key.split("/")[0] for key in continuum.instruments()}
    folders = {one.name for one in HERE.iterdir() if one.is_dir()} - {"__pycache__", "tests"}
    assert folders == {one.name for one in FOLDERS} == known
    for name in known:
        assert (HERE / name / "spec.md").stat().st_size > 100


@pytest.mark.parametrize("one", continuum.instruments().values(), ids=lambda one: one.key)
def test_every_word_stands_in_every_language(one):
    words = [one.words]
    for scale in one.scales:
        words += [scale.words, scale.asks]
        words += [text for choice in scale.choices for text in (choice.words, choice.means)]
    words += [question.words for question in one.questions]
    assert all(set(text) == LANGUAGES and all(text.values()) for text in words)
    assert any(not scale.optional for scale in one.scales) and one.cites


def test_the_continuum_has_five_levels_three_dimensions_and_nine_questions():
    one = continuum.instruments()[continuum.CONTINUUM]
    assert [scale.key for scale in one.scales] == ["overall", "planning", "delivery", "funding"]
    assert {scale.most for scale in one.scales} == {5}
    assert [question.level for question in one.questions] == [1, 2, 3, 4, 5, 5, 5, 5, 5]


def cases():
    with (HERE / "service_coordination" / "cases.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", cases(), ids=lambda one: one["number"])
def test_cases(case):
    found = system_level({int(number): YES for number in case["yes"].split()})
    assert (found.level, found.above) == (int(case["level"]), int(case["above"]))
    assert found.lacks == tuple(map(int, case["lacks"].split()))


def test_not_sure_is_no_yes():
    assert system_level({1: "unsure"}).level == 0
    assert system_level({1: YES, 2: "no", 3: YES}).level == 1
