"""From a form to rules: what is asked, what is missing, what comes out of a case."""

from copy import deepcopy
from datetime import date

import pytest

from kinwork.family.programs import rules
from kinwork.family.programs.tests.scenes import CASE, CASES, WRITTEN
from kinwork.library.programs import batch
from kinwork.library.programs.evaluate import evaluate

PLACE = rules.Place("AZ", "Saguaro Wash")
ON = date(2026, 11, 15)


def made(**needs):
    written = deepcopy(WRITTEN)
    written["needs"] |= needs
    return rules.program(written, "own_diapers", 1, PLACE, ON)


def test_a_form_becomes_one_rule():
    program = made()
    assert program.rule == ("all", "age_under", "county", ("any", "income", "receives"))
    assert rules.troubles(WRITTEN, program) == []


@pytest.mark.parametrize("case", CASES)
def test_worked_cases_come_out_as_expected_with_reasons(case):
    found = rules.work_out(made(), case, PLACE, ON)
    assert found.agrees and found.reasons
    assert all(reason.sentence("es") for reason in found.reasons)


def test_what_is_not_known_is_maybe_and_another_county_is_no():
    assert rules.work_out(made(), CASE | {"county": ""}, PLACE, ON).answer == "maybe"
    assert rules.work_out(made(), CASE | {"county": "elsewhere"}, PLACE, ON).answer == "no"


def test_one_way_in_is_enough():
    rich = CASE | {"income": "90000"}
    assert rules.work_out(made(), rich, PLACE, ON).answer == "no"
    assert rules.work_out(made(), rich | {"receives": ["wic"]}, PLACE, ON).answer == "yes"


@pytest.mark.parametrize("kind", rules.KINDS)
@pytest.mark.parametrize("who", rules.WHO)
def test_every_kind_is_whole_and_both_evaluators_agree(kind, who):
    if who not in rules.KINDS[kind]:
        return
    value = {"receives": ["snap"], "child_under": 6}.get(kind, 24)
    written = WRITTEN | {"who": who, "needs": {kind: {"how": "must", "value": value}}}
    program = rules.program(written, "own_one", 1, PLACE, ON)
    assert rules.troubles(written, program) == []
    homes = [rules.household(case, PLACE) for case in CASES]
    plain = [evaluate(program, home, ON) for home in homes]
    assert not any(one.failed for one in plain)
    found = batch.screen(batch.columns(homes), ON, [program])["own_one"].household.tolist()
    assert [("no", "maybe", "yes")[one] for one in found] == [one.answer.value for one in plain]


def test_hard_words_are_found():
    hard = WRITTEN | {
        "explain": {
            "en": "Eligibility determinations necessitate comprehensive documentation of "
            "institutional circumstances and extraordinary considerations.",
            "es": "Gratis.",
        }
    }
    assert "too hard" in rules.troubles(hard, made())


def test_cases_must_be_three_on_both_sides_and_agree():
    worked = [rules.work_out(made(), case, PLACE, ON) for case in CASES]
    assert rules.cases_short(worked) == []
    assert rules.cases_short(worked[:1]) == ["few cases", "one sided"]
    wrong = rules.work_out(made(), CASE | {"expect": "no"}, PLACE, ON)
    assert "disagree" in rules.cases_short([*worked, wrong])


def test_a_changed_figure_is_another_version():
    other = deepcopy(WRITTEN)
    other["needs"]["income"]["value"] = 150
    assert rules.digest(other) != rules.digest(WRITTEN)


def test_small_counts_are_shown_only_of_the_own_families():
    assert [rules.shown(count, own=False) for count in (0, 1, 10, 11)] == [0, None, None, 11]
    assert rules.shown(3, own=True) == 3
    assert rules.effects(["no", "yes", "yes"], ["yes", "maybe", "yes"]) == rules.Effects(
        3, 2, 1, 1, 1
    )


def test_a_code_is_never_taken_twice():
    assert rules.code_of("County diaper fund!", set()) == "own_county_diaper_fund"
    assert rules.code_of("County diaper fund", {"own_county_diaper_fund"}).endswith("_2")
