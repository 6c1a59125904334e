"""Programs side by side: what differs, which determination opens which, and which could."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from kinwork.library import alignment, programs
from kinwork.library.alignment import spared
from kinwork.library.alignment.said import LANGUAGES, texts
from kinwork.library.programs.evaluate import evaluate

ON = date(2026, 11, 15)
KNOWN = programs.registry()


def by_name(pair):
    return {one.dimension: one for one in pair.dimensions}


def said(some):
    return [one.words["en"] for one in some]


def test_wic_and_snap_differ_where_their_rules_do():
    found = by_name(alignment.compare(KNOWN["wic"], KNOWN["snap"], ON, "AZ"))
    assert said(found["income_period"].left) == ["income of a year"]
    assert said(found["income_period"].right) == ["income of a month"]
    assert said(found["income_year"].left) == ["new limits each 07-01"]
    assert said(found["family_size"].left) == ["babies on the way count"]
    assert not found["family_size"].same and found["income_rounding"].same
    assert found["income_limit"].left[0].source == "7 CFR 246.7(d)(1)"


def test_a_limit_is_said_for_four_people():
    found = alignment.profile(KNOWN["wic"], ON, "AZ")["income_limit"][0]
    assert found.words["en"].startswith("at most 185 % of the poverty guideline (four people: $")
    assert found.words["es"].startswith("a lo más 185 % de la línea de pobreza (cuatro personas: $")


def test_a_states_own_figure_counts_and_is_cited():
    federal = alignment.profile(KNOWN["medicaid"], ON)["income_limit"]
    arizona = alignment.profile(KNOWN["medicaid"], ON, "AZ")["income_limit"]
    assert any("each state sets" in words for words in said(federal))
    assert any("% of the poverty guideline" in words for words in said(arizona))
    assert {one.source for one in federal} != {one.source for one in arizona}


def test_papers_that_show_the_same_in_another_form_are_named():
    found = by_name(alignment.compare(KNOWN["head_start"], KNOWN["snap"], ON, "AZ"))["papers"]
    assert not found.same
    assert "Pay of last month" in [words["en"] for words in found.near]


def test_a_program_is_the_same_as_itself():
    assert not alignment.compare(KNOWN["wic"], KNOWN["wic"], ON, "AZ").differing


@pytest.mark.parametrize("state", ["", "AZ", "NY", "AK"])
def test_every_program_speaks_in_both_languages(state):
    for program in KNOWN.values():
        for name, some in alignment.profile(program, ON, state).items():
            assert name in texts()["dimension"]
            for one in some:
                assert all(one.words[language].strip() for language in LANGUAGES), one
                assert not any("{" in text for text in one.words.values()), one


def test_paths_name_what_they_replace_and_their_source():
    found = {(p.giver, p.program): p for p in alignment.paths(KNOWN.values(), ON, "AZ")}
    assert found["snap", "wic"].replaces == ("income",)
    assert found["snap", "wic"].source.startswith("7 CFR 246.7(d)(2)(vi)")
    assert "child_under_5" in found["snap", "wic"].still
    assert ("wic", "snap") not in found


def test_a_condition_is_no_path():
    rule = ("all", *KNOWN["wic"].rule[1:2], "aid")
    strict = replace(KNOWN["wic"], rule=rule, version="x")
    assert not alignment.paths([strict], ON, "AZ")


@pytest.fixture(scope="module")
def two():
    some = [KNOWN["wic"], KNOWN["snap"], KNOWN["part_c"]]
    return {(one.gives, one.takes): one for one in alignment.possible(some, ON, "AZ", 150)}


def test_what_could_be_is_counted_as_screening_counts(two):
    one = two["wic", "snap"]
    found = spared.told(ON, "AZ", 150)
    wic, snap = (
        [evaluate(KNOWN[code], home, ON).answer.value for home in found] for code in ("wic", "snap")
    )
    both = sum(a == b == "yes" for a, b in zip(wic, snap, strict=True))
    wrong = sum(a == "yes" and b == "no" for a, b in zip(wic, snap, strict=True))
    assert (one.yes, one.both, one.families) == (wic.count("yes"), both, 150)
    assert one.wrong == wrong  # of SNAP's other tests everybody here passes


def test_who_asks_nothing_about_money_neither_gives_nor_takes(two):
    assert set(two) == {("wic", "snap"), ("snap", "wic")}
    assert two["snap", "wic"].exists and not two["wic", "snap"].exists


def test_age_is_asked_all_the_same():
    opened = spared.without_money(KNOWN["wic"])
    assert "child_under_5" in str(opened.rule) and "income" not in str(opened.rule)


def test_the_most_minutes_come_first():
    some = [KNOWN[code] for code in ("wic", "snap", "head_start")]
    found = alignment.possible(some, ON, "AZ", 150)
    assert all(a.worth >= b.worth for a, b in pairwise(found))
