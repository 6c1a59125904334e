"""Every worked case of every program comes out as its file says."""

import pytest

from kinwork.library.programs import cases, load, registry
from kinwork.library.programs.evaluate import evaluate
from kinwork.library.programs.registry import HERE

FOLDERS = [*registry(), "_template"]
CASES = [(code, case) for code in FOLDERS for case in cases.read(HERE / code / "cases.csv")]


@pytest.mark.parametrize(("code", "case"), CASES, ids=[f"{c}-{k.case}" for c, k in CASES])
def test_case(code, case):
    got = evaluate(load(HERE / code), case.household, case.on)
    assert not got.failed
    assert case.differences(got) == []


@pytest.mark.parametrize("code", FOLDERS)
def test_every_number_of_the_spec_has_a_case_and_every_answer_occurs(code):
    program, rows = load(HERE / code), cases.read(HERE / code / "cases.csv")
    assert {c.spec for criteria in program.criteria.values() for c in criteria} <= {
        c.spec for c in rows
    }
    assert {"yes", "no", "maybe"} <= {c.expect.rstrip("?") for c in rows}
