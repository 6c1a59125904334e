"""`kinwork simulate`: the keys others rely on, and that it never speaks as evidence."""

import json

from click.testing import CliRunner

from kinwork.cli.simulate import command
from kinwork.common.trouble import Trouble

SMALL = ("--families", "60", "--agencies", "10", "--seeds", "2")


def run(*options: str):
    return CliRunner().invoke(command, [*SMALL, *options])


def test_for_people():
    got = run("--no-sensitivity")
    assert got.exit_code == 0 and "no evidence" in got.stdout
    assert "clocks + capacity + follow-up" in got.stdout and "hangs on" not in got.stdout


def test_for_programs():
    told = json.loads(run("--json").stdout)
    assert list(told) == ["families", "agencies", "seeds", "arms", "sensitivity"]
    assert len(told["arms"]) == 8 and told["seeds"] == [1, 2]
    assert set(told["arms"][0]["connected"]) == {"mean", "low", "high"}
    assert run("--json").stdout == run("--json").stdout


def test_what_a_report_says_counts_in_place_of_what_is_assumed(tmp_path):
    report = {
        "steps": {"due": 40, "in time": 30, "answered": 40, "accepted": None, "served": 20},
        "aside": {"declined": 10, "waited": 3, "no-shows": 20, "out of reach": None},
        "reasons": {"no room": 6},
    }
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report))
    told = json.loads(run("--no-sensitivity", "--json", "--fit", str(path)).stdout)
    assert {name: one["n"] for name, one in told["fitted"].items()} == {
        "answers": 40,
        "fits": 40,
        "comes": 40,
    }
    assert (told["fitted"]["fits"]["value"], told["fitted"]["comes"]["value"]) == (0.9, 0.5)
    assert told["arms"] != json.loads(run("--no-sensitivity", "--json").stdout)["arms"]
    for wrong in (
        "no json",
        "{}",
        "[]",
        json.dumps(report | {"steps": dict.fromkeys(report["steps"])}),
    ):
        path.write_text(wrong)
        got = run("--fit", str(path))
        assert isinstance(got.exception, Trouble) and "report.json" in str(got.exception)


def test_too_few_is_refused():
    got = CliRunner().invoke(command, ["--families", "1"])
    assert got.exit_code == 2 and "families" in got.output
