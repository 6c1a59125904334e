"""The table of minors' own services: every line readable, and the decision at its edges."""

from datetime import date

import pytest

from kinwork.library import minors
from kinwork.library.minors import ADULT, lines, may_alone, offers, services, states
from kinwork.library.reading import grade

ON = date(2026, 3, 2)


def test_every_line_cites_its_text_and_names_a_known_service():
    assert len(lines()) > 30
    for one in lines():
        assert any(sign.isdigit() for sign in one.cites), one
        assert 0 <= one.age_from < ADULT, one
    assert {one.service for one in lines()} == set(services())


def test_ten_states_and_each_once():
    assert states() >= {"AZ", "CA", "CO", "FL", "IL", "MN", "NY", "OR", "TX", "WA"}
    keys = [(one.state, one.service, one.condition) for one in lines()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("state", "service", "age", "found", "cites"),
    [
        ("AZ", "sti", 13, (), "A.R.S. § 44-132.01"),
        ("AZ", "sti", 18, (), None),
        ("AZ", "care", 16, (), None),
        ("AZ", "care", 16, ("on-their-own",), "A.R.S. § 44-132"),
        ("AZ", "substance-use", 11, ("under-the-influence",), None),
        ("AZ", "substance-use", 12, ("under-the-influence",), "A.R.S. § 44-133.01"),
        ("AZ", "substance-use", 12, ("crisis",), None),
        ("AZ", "assault-exam", 12, ("parents-not-reached",), "A.R.S. § 13-1413"),
        ("AZ", "mental-health", 17, (), None),
        ("AZ", "family-planning", 15, ("clinic-of-title-x",), "42 CFR 59.10(b)"),
        ("TX", "family-planning", 15, ("clinic-of-title-x",), None),
        ("CA", "family-planning", 15, ("clinic-of-title-x",), "Cal. Fam. Code § 6925"),
        ("WA", "mental-health", 12, (), None),
        ("WA", "mental-health", 13, (), "RCW 71.34.530"),
        ("NV", "sti", 15, (), None),
    ],
)
def test_what_a_minor_may_agree_to_alone(state, service, age, found, cites):
    line = may_alone(state, service, age, ON, frozenset(found))
    assert (line and line.cites) == cites


def test_a_text_holds_from_its_first_day():
    day = date(2011, 1, 1)
    assert may_alone("CA", "mental-health", 14, day)
    assert may_alone("CA", "mental-health", 14, date(2010, 12, 31)) is None


def test_alcohol_and_drugs_cite_part_2_beside():
    line = may_alone("CA", "substance-use", 14, ON)
    assert line.citation == "Cal. Fam. Code § 6929; 42 CFR 2.14"
    assert services()[line.service].sensitivity == "sud"


def test_a_page_asks_about_teens():
    assert offers("AZ", 11, ON) == []
    assert {one.service for one in offers("AZ", 12, ON)} == {
        "care",
        "sti",
        "substance-use",
        "assault-exam",
        "family-planning",
    }
    assert offers("AZ", 18, ON) == []
    assert [one.cites for one in offers("NV", 15, ON)] == ["42 CFR 59.10(b)"]


def test_both_languages_stand_everywhere():
    for one in services().values():
        assert one.words["en"] and one.words["es"]
    for words in minors.condition_words().values():
        assert words["en"] and words["es"]
        assert grade(f"The teen {words['en']}.", "en") < 12
