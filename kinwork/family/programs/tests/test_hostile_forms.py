"""What people write into the form of an own program, and into the addresses of the alignment."""

import time

import pytest

from kinwork.family.programs.own_forms import CaseForm
from kinwork.web.sheets import neutral

CASE = {"title": "A case", "adults": "1", "expect": "yes"}


@pytest.mark.parametrize(
    "ages",
    [
        "NaN",
        "sNaN",
        "Infinity",
        "-1",
        "19",
        "1e-99999999",
        "1e-9999, 1e-9999",
        "0x1",
        "١",
        "1_0",
        "3,,x",
        "0" * 60,
    ],
)
def test_ages_that_are_none(ages):
    began = time.process_time()
    form = CaseForm(CASE | {"ages": ages})
    assert not form.is_valid() and "ages" in form.errors
    assert time.process_time() - began < 1


@pytest.mark.parametrize("ages", ["", "0.5, 3", "18", "2.25,", " 0 , 1 "])
def test_ages_as_people_write_them(ages):
    assert CaseForm(CASE | {"ages": ages}).is_valid()


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "\t=1", " =1", "'=1", "\r=1"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_text(cell):
    assert neutral(cell).startswith("'") and neutral(cell).endswith(cell)
