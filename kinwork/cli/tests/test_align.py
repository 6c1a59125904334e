"""Alignment from the command line: text, JSON, CSV, one sentence on trouble."""

import csv
import io
import json

from click.testing import CliRunner

from kinwork.cli.programs import command


def run(*words):
    some = ("align", "--programs", "wic,snap", "--families", "60", "--on", "2026-11-15")
    return CliRunner().invoke(command, [*some, *words])


def test_text_names_what_differs_and_what_opens_what():
    got = run()
    assert got.exit_code == 0, got.output
    assert "wic / snap: " in got.output and "Period of income" in got.output
    assert "snap opens wic instead of income (7 CFR 246.7(d)(2)(vi)" in got.output
    assert "wic could open snap" in got.output


def test_json_holds_both_languages():
    data = json.loads(run("--json", "--state", "NY").output)
    assert (data["on"], data["state"]) == ("2026-11-15", "NY")
    period = next(d for d in data["pairs"][0]["dimensions"] if d["dimension"] == "income_period")
    assert period["left"][0]["says"] == {"en": "income of a year", "es": "ingresos de un año"}
    assert data["possible"]["families"] == 60 and len(data["possible"]["rows"]) == 2


def test_csv_is_one_table():
    rows = list(csv.DictReader(io.StringIO(run("--csv", "--spanish").output)))
    assert {(row["left"], row["right"]) for row in rows} == {("wic", "snap")}
    assert any(row["dimension"] == "Ahorros" for row in rows)
    possible = list(csv.DictReader(io.StringIO(run("--csv", "--what", "possible").output)))
    assert {(row["gives"], row["takes"]) for row in possible} == {("wic", "snap"), ("snap", "wic")}


def test_an_unknown_state_or_program_is_said_in_a_sentence():
    assert "ZZ” is no state" in run("--state", "zz").output.replace("zz", "ZZ")
    assert "There is no program “nothing”" in run("--programs", "nothing").output
