"""The rule of each scheme against worked profiles, and against every way to fill what is not known."""

import csv
from itertools import product
from pathlib import Path

import pytest

from kinwork.common.answers import MAYBE, NO, YES
from kinwork.library import approaches
from kinwork.library.approaches import NO_MODEL, Profile, classify, judged, scheme
from kinwork.library.approaches.files import columns, read_csv

HERE = Path(approaches.__file__).parent
SCHEME = scheme()


def cases() -> list[dict[str, str]]:
    with (HERE / "cases.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def profile(row: dict[str, str]) -> Profile:
    names = columns(SCHEME)
    text = "\n".join([";".join(names), ";".join(row[name] for name in names)])
    (one,) = read_csv(text, SCHEME)
    return one


@pytest.mark.parametrize("row", cases(), ids=lambda row: row["number"])
def test_each_worked_profile(row):
    found = classify(profile(row))
    assert "|".join(found.possible) == row["model"], row["why"]
    assert found.is_decided == ("|" not in row["model"])
    if row["near"]:  # it misses that model by little: something of its rule is met, and not all
        rule = next(r for r in SCHEME.rules[found.level] if r.model == row["near"])
        assert any(one.criterion in rule.criteria for one in found.met()) or rule.model == "narrow"


def test_two_profiles_for_each_model_and_two_for_none_one_of_each_a_near_miss():
    decided = [row for row in cases() if "|" not in row["model"]][:14]
    for model in [*SCHEME.models, NO_MODEL]:
        pair = [row for row in decided if row["model"] == model]
        assert len(pair) == 2, model
        assert sorted(bool(row["near"]) for row in pair) == [False, True], model
    assert all(row["why"] and row["name"].startswith("Worked example") for row in cases())


@pytest.mark.parametrize("level", approaches.LEVELS)
def test_the_possible_models_are_exactly_those_that_some_answer_leads_to(level):
    """Every profile of yes, no and not known, against every way to fill what is not known."""
    asked = [one.key for one in SCHEME.asked(level)]
    for said in product((YES, NO, MAYBE), repeat=len(asked)):
        answers = dict(zip(asked, said, strict=True))
        found = judged(level, answers)
        open_ = [key for key, one in answers.items() if one is MAYBE]
        came = {
            judged(level, answers | dict(zip(open_, filled, strict=True))).model
            for filled in product((YES, NO), repeat=len(open_))
        }
        assert set(found.possible) == came, answers
        assert found.is_decided == (len(came) == 1)
        for key in found.unknown:  # each of them can turn the answer
            others = [one for one in open_ if one != key]
            assert any(
                judged(level, answers | dict(zip(others, rest, strict=True)) | {key: YES}).model
                != judged(level, answers | dict(zip(others, rest, strict=True)) | {key: NO}).model
                for rest in product((YES, NO), repeat=len(others))
            ), (answers, key)


@pytest.mark.parametrize(
    ("partners", "answer"),
    [(0, NO), (1, NO), (2, YES), (8, YES), (9, NO), (None, MAYBE)],
)
def test_two_to_eight_with_both_ends(partners, answer):
    found = classify(Profile("x", "local", {"partners": partners}))
    assert found.reasons[0].answer is answer


def test_why_in_both_languages():
    found = classify(Profile("x", "local", {"partners": 9, "service_domains": 1}))
    assert found.reasons[0].sentence() == "Partners: 9, not within two to eight."
    assert found.reasons[0].sentence("es") == "Socios: 9, no entre dos y ocho."
    assert "not known" in found.reasons[2].sentence()


def test_what_is_lacking_of_a_model():
    found = classify(Profile("x", "local", {"partners": 9, "co_location": True}))
    assert [one.criterion for one in found.lacks("hub")] == [
        "no_wrong_door",
        "joint_case_management",
    ]
    whole = {"no_wrong_door": True, "co_location": True, "joint_case_management": False}
    assert classify(Profile("x", "local", whole)).lacks("hub") == []


def test_without_a_level_the_level_decides_first():
    found = classify(Profile("x", None))
    assert found.unknown[0] == "level" and len(found.possible) == 7
    nothing = {one.input: False for one in SCHEME.criteria.values() if not one.is_number}
    sure = classify(Profile("x", None, nothing | {"partners": 20, "service_domains": 3}))
    assert (sure.model, sure.unknown) == (NO_MODEL, ())


def test_each_scheme_is_whole():
    assert SCHEME.name == "2021 preliminary" and scheme("2021 Preliminary") is SCHEME
    with pytest.raises(KeyError):
        scheme("1999")
    for one in approaches.schemes().values():
        assert one.cites and one.version >= 1
        named = [key for rules in one.rules.values() for rule in rules for key in rule.criteria]
        assert sorted(named) == sorted(one.criteria), "each criterion stands in one rule"
        for level, rules in one.rules.items():
            assert all(one.models[rule.model].level == level for rule in rules)
            assert all(1 <= rule.least <= len(rule.criteria) for rule in rules)
        for part in one.criteria.values():
            for words in (part.words, part.met, part.not_met, part.unknown):
                assert set(words) == {"en", "es"}
            for words in (part.met_said, part.not_met_said):
                assert set(words) == ({"en", "es"} if part.is_number else set())


def test_what_somebody_said_stands_where_the_profile_is_silent():
    known = Profile("x", "local", {"partners": 3, "co_location": True})
    said = {"one_service_domain": YES, "two_to_eight_partners": NO, "co_location": NO}
    found = classify(known, said=said)
    assert found.model == "narrow"
    assert found.reasons[0].sentence() == "Partners: 3, within two to eight."
    assert found.reasons[1].sentence() == "The partners work on one kind of service."
    assert next(one for one in found.reasons if one.criterion == "co_location").answer is YES
    for answer in (YES, NO, MAYBE):
        for one in judged("local", dict.fromkeys(SCHEME.criteria, answer)).reasons:
            assert "…" not in one.sentence() and "…" not in one.sentence("es")
