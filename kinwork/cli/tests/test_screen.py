"""`kinwork screen` and `kinwork programs`: the keys others rely on, and one sentence on trouble."""

import csv
import io
import json
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from kinwork.cli.programs import command as programs
from kinwork.cli.screen import command as screen
from kinwork.library.programs.registry import HERE
from kinwork.library.programs.tests.test_files import HOME, LUZ, ROSA, changed, file_of

ON = ["--on", "2026-11-15"]


@pytest.fixture
def run(tmp_path):
    def running(text: str, *options: str, name: str = "homes.json"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return CliRunner().invoke(screen, [str(path), *ON, *options])

    return running


def test_the_json_to_the_letter(run):
    got = run(file_of(HOME), "--json", "--programs", "wic,head_start")
    data = json.loads(got.stdout)
    assert list(data) == ["on", "results"] and data["on"] == "2026-11-15"
    (home,) = data["results"]
    assert list(home) == ["household", "programs"] and home["household"] == "h1"
    wic, head_start = home["programs"]
    assert list(wic) == ["program", "verdict", "members", "criteria", "missing"]
    assert (wic["program"], wic["verdict"]) == ("wic", "yes")
    assert wic["members"] == [
        {"member": "rosa", "verdict": "no"},
        {"member": "luz", "verdict": "yes"},
    ]
    keys = ["id", "subject", "fact", "value", "limit", "outcome", "source"]
    assert all(list(row) == keys for row in wic["criteria"])
    assert {row["outcome"] for row in wic["criteria"]} <= {"pass", "fail", "unknown"}
    income = next(row for row in wic["criteria"] if row["fact"] == "income")
    assert (income["subject"], income["value"], income["limit"], income["outcome"]) == (
        "household",
        21000,
        40034,
        "pass",
    )
    age = next(r for r in wic["criteria"] if (r["subject"], r["fact"]) == ("luz", "age"))
    assert (age["value"], age["limit"], age["outcome"]) == (3.5, 5, "pass")
    assert head_start["verdict"] == "yes" and "discretion" not in head_start


def test_discretion_stands_there_only_when_true(run):
    home = changed("members.0.income.employment", 24000)
    (found,) = json.loads(run(file_of(home), "--json", "--programs", "head_start").stdout)[
        "results"
    ]
    (got,) = found["programs"]
    assert (got["verdict"], got["discretion"]) == ("no", True)
    assert got["members"] == [{"member": "luz", "verdict": "no", "discretion": True}]


def test_what_is_missing_is_named(run):
    bare = {"id": 1, "state": "AZ", "members": [{"id": "kid", "relation": "child"}]}
    (found,) = json.loads(run(file_of(bare), "--json", "--programs", "wic").stdout)["results"]
    assert found["household"] == 1
    assert {"income", "age:kid"} <= set(found["programs"][0]["missing"])


def test_a_broken_check_says_so_and_is_never_a_no(run, monkeypatch):
    from kinwork.library.programs import kinds

    def broken(*_):
        raise RuntimeError("no such table")

    monkeypatch.setitem(kinds.KINDS, "income_at_most", broken)
    (found,) = json.loads(run(file_of(HOME), "--json", "--programs", "wic").stdout)["results"]
    assert (found["programs"][0]["verdict"], found["programs"][0]["failed"]) == ("maybe", True)
    assert "could not be checked" in run(file_of(HOME), "--programs", "wic").stdout


def test_text_for_people(run):
    got = run(file_of(HOME), "--programs", "wic").stdout
    assert "wic: yes  [rosa no, luz yes]" in got
    assert "The limit for 2 people is $40,034. [7 CFR 246.7(d)(1)]" in got


def test_csv_out_and_in(run):
    rows = list(csv.DictReader(io.StringIO(run(file_of(HOME), "--csv").stdout)))
    wic = [(row["member"], row["verdict"]) for row in rows if row["program"] == "wic"]
    assert wic == [("", "yes"), ("rosa", "no"), ("luz", "yes")]
    table = "household,state,member,relation,age\nh1,AZ,kid,child,2\n"
    assert (
        "early_head_start: maybe"
        in run(table, "--programs", "early_head_start", name="h.csv").stdout
    )


@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        (file_of(changed("members.0.age", 200)), [], "homes.json: Household 1 (“h1”), member 1"),
        ("{", ["--json"], "homes.json: This is not JSON"),
        (file_of(HOME), ["--programs", "wic,magic"], "there is no program “magic”"),
        (file_of(HOME), ["--programs", ","], "name at least one program"),
    ],
)
def test_one_sentence_and_nothing_half_written(run, text, options, sentence):
    got = run(text, *options)
    assert got.exit_code == 2
    assert got.stdout == ""
    assert sentence in got.stderr and got.stderr.count("\n") == 1


def test_a_day_and_a_file_that_are_none(tmp_path):
    got = CliRunner().invoke(screen, [str(tmp_path / "none.json"), *ON])
    assert (got.exit_code, got.stdout) == (2, "")
    assert got.stderr == "none.json can not be read: No such file or directory.\n"
    got = CliRunner().invoke(screen, ["x.json", "--on", "soon"])
    assert got.exit_code == 2 and "“soon” is not a date" in got.stderr


def test_without_django(tmp_path):
    path = tmp_path / "homes.json"
    path.write_text(file_of({**HOME, "members": [ROSA, LUZ]}))
    code = (
        "import sys; from kinwork.cli import kinwork;"
        f"kinwork(['screen', {str(path)!r}, '--json'], standalone_mode=False);"
        "sys.exit(any(m.split('.')[0] in ('django', 'numpy') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def test_programs_listed_shown_and_checked(tmp_path):
    listed = CliRunner().invoke(programs, ["list"])
    assert "wic" in listed.stdout
    shown = CliRunner().invoke(programs, ["show", "wic"])
    assert "7 CFR 246.7(d)(1)" in shown.stdout and "Yes if: all of (" in shown.stdout
    assert CliRunner().invoke(programs, ["show", "magic"]).exit_code == 2
    own = shutil.copytree(HERE / "_template", tmp_path / "own_help")
    toml = own / "program.toml"
    toml.write_text(toml.read_text().replace('code = "_template" ', 'code = "own_help" '))
    whole = CliRunner().invoke(programs, ["check", "--folder", str(tmp_path)])
    assert whole.exit_code == 0 and "whole" in whole.stdout
    toml.write_text(toml.read_text().replace("years = 5", "years = 6"))
    wrong = CliRunner().invoke(programs, ["check", "--folder", str(tmp_path)])
    assert wrong.exit_code == 2 and "own_help, case 2: answer yes, not no." in wrong.stderr
