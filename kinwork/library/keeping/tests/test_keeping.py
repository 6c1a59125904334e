"""How long records are kept: every line readable, and the decision at its edges."""

from datetime import date

import pytest

from kinwork.library.codes import vocabulary
from kinwork.library.keeping import CONSENT, Row, keep_until, lines, read
from kinwork.library.programs.registry import registry
from kinwork.people.rules import CLASSES

ON = date(2026, 11, 22)
CARE = frozenset({"pediatric-care"})


def kept(row: Row, last: date, years: int = 3, on: date = ON) -> tuple[str, str]:
    found = keep_until(row, last, years=years, on=on)
    return found.day.isoformat(), found.line


def health(**said) -> Row:
    return Row("health", **{"typed": True, "touches": CARE, "state": "AZ"} | said)


def test_every_line_cites_its_text_and_stands_once():
    assert len({one.key for one in lines()}) == len(lines()) >= 5
    for one in lines():
        assert any(sign.isdigit() for sign in one.cites), one
        assert set(one.classes) <= {*CLASSES, CONSENT}, one
        assert one.starts <= ON, one


def test_every_need_that_a_line_names_is_one_of_ours():
    known = {*vocabulary.terms(), *registry()}
    assert {word for one in lines() for word in one.touches} <= known


@pytest.mark.parametrize(
    ("last", "goes"),
    [
        (date(2023, 11, 21), "2026-11-22"),  # all of the last day is still kept
        (date(2023, 11, 22), "2026-11-23"),
        (date(2024, 2, 29), "2027-03-01"),
        (date(2021, 2, 28), "2024-02-29"),
        (date(2023, 12, 31), "2027-01-01"),
    ],
)
def test_what_no_law_touches_goes_after_the_communitys_years(last, goes):
    assert kept(Row("means"), last) == (goes, "community")


@pytest.mark.parametrize(
    ("last", "goes"),
    [
        (date(2023, 9, 30), "2027-10-01"),  # the year 2023, its report by September 2024
        (date(2023, 10, 1), "2028-10-01"),  # the year 2024
    ],
)
def test_wic_waits_for_the_report_of_its_fiscal_year(last, goes):
    row = Row("means", typed=True, touches=frozenset({"wic", "diapers"}))
    assert kept(row, last) == (goes, "wic")


@pytest.mark.parametrize(
    ("born", "goes"),
    [
        (None, "2029-11-23"),
        (date(1990, 1, 1), "2029-11-23"),
        (date(2008, 11, 22), "2029-11-23"),  # both on the same day
        (date(2008, 11, 23), "2029-11-24"),
        (date(2024, 2, 29), "2045-03-01"),
    ],
)
def test_a_childs_medical_record_waits_for_three_years_after_its_18th_birthday(born, goes):
    assert kept(health(born=born), date(2023, 11, 22)) == (goes, "az-medical")


@pytest.mark.parametrize(
    "row",
    [
        health(typed=False),  # what the family told alone
        health(touches=frozenset({"diapers"})),
        health(state="NM"),
        Row("means", typed=True, touches=CARE, state="AZ"),
    ],
)
def test_a_law_touches_only_what_it_speaks_of(row):
    assert kept(row, date(2023, 11, 22)) == ("2026-11-23", "community")


def test_the_longest_stands():
    assert kept(health(), date(2023, 11, 22), years=7) == ("2030-11-23", "community")
    assert kept(health(), date(2023, 11, 22), years=6) == ("2029-11-23", "az-medical")


def test_a_signed_yes_is_kept_by_lines_that_name_it_alone():
    assert kept(Row(CONSENT, True, CARE), date(2023, 11, 22))[1] == "hipaa"
    touched = frozenset({"snap", "medicaid"})
    assert kept(Row(CONSENT, True, touched), date(2023, 11, 22), years=1)[1] == "community"


def test_a_line_counts_from_its_first_day_to_its_last(monkeypatch):
    from kinwork.library.keeping import table

    said = {"key": "x", "cites": "1 CFR 1", "says": "x", "years": 9, "from": date(2020, 1, 1)}
    monkeypatch.setattr(table, "lines", lambda: read([said | {"until": date(2021, 1, 1)}]))
    row, last = Row("means", typed=True), date(2019, 6, 1)
    days = (date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1))
    assert [kept(row, last, on=day)[1] for day in days] == ["community", "x", "x", "community"]


@pytest.mark.parametrize(
    "wrong",
    [{"years": 0}, {"counts": "birth"}, {"cites": ""}, {"sates": ["AZ"]}, {"states": ["'"]}],
)
def test_a_line_that_cannot_be_read_is_refused(wrong):
    said = {"key": "x", "cites": "1 CFR 1", "says": "x", "years": 3, "from": date(2020, 1, 1)}
    with pytest.raises(ValueError, match="cannot be read"):
        read([said | wrong])
