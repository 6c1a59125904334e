"""Every figure that the sources publish, as printed there."""

from datetime import date
from decimal import Decimal

import pytest

from kinwork.library.codes import places, poverty, states

D = Decimal
GUIDELINES = """
2024 contiguous 15060 20440 25820 31200 36580 41960 47340 52720 5380
2024 alaska 18810 25540 32270 39000 45730 52460 59190 65920 6730
2024 hawaii 17310 23500 29690 35880 42070 48260 54450 60640 6190
2025 contiguous 15650 21150 26650 32150 37650 43150 48650 54150 5500
2025 alaska 19550 26430 33310 40190 47070 53950 60830 67710 6880
2025 hawaii 17990 24320 30650 36980 43310 49640 55970 62300 6330
2026 contiguous 15960 21640 27320 33000 38680 44360 50040 55720 5680
2026 alaska 19950 27050 34150 41250 48350 55450 62550 69650 7100
2026 hawaii 18360 24890 31420 37950 44480 51010 57540 64070 6530
"""


@pytest.mark.parametrize("row", GUIDELINES.strip().splitlines())
def test_guidelines(row):
    year, area, *amounts, further = row.split()
    found = next(g for g in poverty.guidelines() if g.year == int(year))
    assert [found.amount(n, area) for n in range(1, 9)] == [int(a) for a in amounts]
    assert found.amount(10, area) == int(amounts[-1]) + 2 * int(further)
    assert found.source and found.effective.year == int(year)


@pytest.mark.parametrize(
    ("on", "starts", "year"),
    [
        (date(2026, 1, 12), None, 2025),
        (date(2026, 1, 13), None, 2026),
        (date(2026, 6, 30), "07-01", 2025),
        (date(2026, 7, 1), "07-01", 2026),
        (date(2026, 9, 30), "10-01", 2025),
        (date(2026, 10, 1), "10-01", 2026),
        (date(2027, 4, 30), None, 2026),
        (date(2027, 5, 1), None, None),
        (date(2024, 1, 10), None, None),
        (date(1, 1, 1), "07-01", None),
        (date(9999, 12, 31), None, None),
    ],
)
def test_which_guideline_holds(on, starts, year):
    found = poverty.guideline_on(on, starts)
    assert (found and found.year) == year


def limit(size, percent, per="year", rounding="up", year=2026):
    found = next(g for g in poverty.guidelines() if g.year == year)
    return poverty.limit(found, size, "contiguous", percent, per, rounding)


def test_wic_limits_from_july_2026():
    assert [limit(n, 185) for n in (2, 3, 4)] == [D(40034), D(50542), D(61050)]


def test_wic_limits_round_up():
    assert limit(3, 185, year=2025) == D(49303)  # 49,302.50


def test_head_start_limits_for_three_in_2026():
    assert limit(3, 100, rounding="none") == D(27320)
    assert limit(3, 130, rounding="none") == D(35516)


def test_snap_gross_limits_a_month():
    assert [limit(n, 130, "month", year=2025) for n in (1, 2, 3, 4)] == [
        D(1696),
        D(2292),
        D(2888),
        D(3483),
    ]


@pytest.mark.parametrize(("year", "four"), [(2024, 92454), (2025, 101783), (2026, 107983)])
def test_median_income_of_a_federal_fiscal_year(year, four):
    assert states.median_income("AZ", 4, date(year - 1, 10, 1)) == four
    assert states.median_income("AZ", 4, date(year, 9, 30)) == four
    assert states.median_income("AZ", 2, date(year, 9, 30)) == D(four) * 68 / 100


def test_median_income_shares_of_other_sizes():
    assert [states.median_share(n) for n in range(1, 9)] == [52, 68, 84, 100, 116, 132, 135, 138]
    assert states.median_income("AZ", 4, date(2031, 1, 1)) is None


def test_places():
    assert [
        places.state_of(*x) for x in [(" az", None), (None, "85201-1234"), (None, "99501")]
    ] == ["AZ", "AZ", "AK"]
    assert [places.state_of(None, x) for x in ("00901", "852", "", None)] == ["", None, None, None]
    known = [
        places.state_of(None, x) for x in ("10001", "20001", "01001", "73301", "86505", "96701")
    ]
    assert known == ["NY", "DC", "MA", "TX", "AZ", "HI"]
    assert places.school_day("AZ", 2026) == date(2026, 8, 31)
    assert places.school_day("TX", 2026) == date(2026, 9, 1)
    assert places.school_day("PA", 2026) is None and places.school_day("ZZ", 2026) is None
    assert places.must_attend_at("AZ") == 6
    assert poverty.area_of("ak") == "alaska"
