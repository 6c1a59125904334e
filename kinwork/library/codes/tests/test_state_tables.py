"""The states' own figures: every row has a source and a window, and what is missing is known."""

from datetime import date

import pytest

from kinwork.library.codes import states

ALL = states.STATES
SOME = {  # groups that do not speak of every state, with the states that they leave out
    ("medicaid", "parent"): {"SC", "MO"},
    ("medicaid", "ssi_counts"): {"CT", "HI", "IL", "MN", "MO", "NH", "ND", "VA"},
    ("snap", "utility_allowance"): {"HI"},
}
ONLY = {  # groups that only some states have, because their rule was not seen or is not there
    ("medicaid", "adult"): 42,
    ("chip", "child"): 36,
    ("chip", "pregnant"): 7,
    ("chip", "from_conception"): 25,
    ("snap", "bbce_gross"): 43,
    ("snap", "bbce_gross_elderly_disabled"): 44,
    ("snap", "bbce_assets"): 44,
    ("snap", "bbce_no_net_test"): 43,
    ("snap", "bbce_no_net_test_elderly_disabled"): 43,
    ("ccdf", "initial_smi"): 18,
    ("ccdf", "initial_fpl"): 14,
    ("ccdf", "initial"): 2,
    ("liheap", "smi"): 13,
    ("liheap", "fpl"): 8,
    ("tanf", "payment_standard"): 2,
    ("tanf", "payment_standard_no_shelter"): 1,
    ("tanf", "gross"): 7,
    ("tanf", "gross_percent"): 5,
    ("tanf", "gross_percent_kin"): 1,
    ("tanf", "assets"): 4,
    ("tanf", "need"): 1,
    ("preschool", "open_to_all_4"): 22,
    ("preschool", "open_to_all_3"): 2,
    ("preschool", "takes_3"): 17,
    ("preschool", "income_4"): 12,
    ("preschool", "income_3"): 8,
    ("preschool", "homeless_or_foster"): 2,
}


def named(table, group):
    """The states that have a row of a group."""
    return {state for state, name in states.rows(table) if name.partition("/")[0] == group}


def every_group():
    return [(table, group) for table in states.tables() for group in sorted(states.groups(table))]


@pytest.mark.parametrize(("table", "group"), every_group())
def test_the_states_of_a_group_are_counted(table, group):
    if (table, group) in ONLY:
        assert len(named(table, group)) == ONLY[table, group]
    else:
        assert ALL - named(table, group) == SOME.get((table, group), set())


@pytest.mark.parametrize("table", states.tables())
def test_windows_follow_one_another(table):
    for key, rows in states.rows(table).items():
        spans = sorted((row.from_, row.to or date.max) for row in rows)
        for (start, end), (following, _) in zip(spans, spans[1:], strict=False):
            assert start <= end < following, (key, start, end, following)
        assert all(row.to is None or row.from_ <= row.to for row in rows), key


@pytest.mark.parametrize("table", states.tables())
def test_every_row_says_where_it_is_from(table):
    for key, rows in states.rows(table).items():
        for row in rows:
            assert len(row.source) > 8, key
            assert "http" not in row.source, key


@pytest.mark.parametrize(
    ("table", "state", "group", "on", "expected"),
    [
        ("medicaid", "AZ", "infant", "2026-11-15", 152),
        ("medicaid", "AZ", "child_1_5", "2026-11-15", 146),
        ("medicaid", "AZ", "child_6_18", "2026-11-15", 138),
        ("medicaid", "AZ", "pregnant", "2026-11-15", 161),
        ("medicaid", "AZ", "adult", "2026-11-15", 138),
        ("medicaid", "TX", "pregnant", "2026-11-15", 203),
        ("medicaid", "NC", "adult", "2023-12-01", 138),
        ("medicaid", "IA", "pregnant", "2024-12-31", 380),
        ("medicaid", "IA", "pregnant", "2025-01-01", 220),
        ("medicaid", "TX", "covers_adults", "2026-11-15", 0),
        ("medicaid", "AR", "postpartum", "2026-11-15", 2),
        ("medicaid", "TX", "postpartum", "2024-03-01", 12),
        ("chip", "AZ", "child", "2024-03-31", 205),
        ("chip", "AZ", "child", "2024-04-01", 230),
        ("chip", "NY", "child", "2026-11-15", 405),
        ("chip", "CA", "separate", "2026-11-15", 0),
        ("snap", "AZ", "bbce_gross", "2026-02-28", 185),
        ("snap", "AZ", "bbce_gross", "2026-03-01", 200),
        ("snap", "TX", "bbce_gross", "2026-11-15", 165),
        ("snap", "TX", "bbce_assets", "2026-11-15", 5000),
        ("snap", "UT", "bbce", "2026-11-15", 0),
        ("median_income", "AZ", "four_people", "2025-10-01", 107983),
        ("median_income", "CA", "four_people", "2024-10-01", 121926),
        ("summer_ebt", "UT", "takes_part", "2024-07-01", 0),
        ("summer_ebt", "UT", "takes_part", "2025-07-01", 1),
        ("summer_ebt", "TN", "takes_part", "2025-07-01", 0),
        ("school_meals", "NY", "free_for_all", "2025-06-30", 0),
        ("school_meals", "NY", "free_for_all", "2025-07-01", 1),
        ("ccdf", "IN", "initial_fpl", "2026-04-05", 135),
        ("tanf", "AZ", "payment_standard/3", "2026-11-15", 347),
        ("tanf", "MS", "gross/3", "2026-11-15", "1074.85"),
    ],
)
def test_known_figures(table, state, group, on, expected):
    row = states.value(table, state, group, date.fromisoformat(on))
    assert str(row.value) == str(expected)


def test_what_is_not_known_is_none():
    on = date(2026, 11, 15)
    assert states.value("medicaid", "SC", "parent", on) is None
    assert states.value("tanf", "TX", "gross_percent", on) is None
    assert states.value("snap", "AZ", "utility_allowance", on) is None  # the year from October 2026
    assert states.value("snap", "MI", "bbce_assets", on).value is None  # no limit
