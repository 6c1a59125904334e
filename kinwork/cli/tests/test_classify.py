"""`kinwork classify`: the keys others rely on, what people write, and one sentence on trouble."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from kinwork.cli.classify import command

HEADS = (
    "name,level,created_by_law,governance_in_law,state_serves_families,shared_vision,partners,"
    "service_domains,no_wrong_door,co_location,joint_case_management,lead_agency_convenes,"
    "administrative_and_data_focus"
)
LAW = "Law,state,yes,Y,no,true,,,,,,,"
FEW = "Few,Local,,,,,8,1,sí,si,1,no,0"


@pytest.fixture
def run(tmp_path):
    def running(told: str | bytes, *options: str, name: str = "ours.csv"):
        path = tmp_path / name
        path.write_bytes(told if isinstance(told, bytes) else told.encode())
        return CliRunner().invoke(command, [str(path), *options])

    return running


def models(got) -> dict[str, str]:
    assert got.exit_code == 0, got.stderr
    return {one["name"]: one["model"] for one in json.loads(got.stdout)["approaches"]}


def test_the_json_to_the_letter(run):
    data = json.loads(run(f"{HEADS}\n{LAW}\nOpen,local,,,,,,1,,,,,\n", "--json").stdout)
    assert list(data) == ["scheme", "version", "source", "approaches"]
    assert (data["scheme"], data["version"]) == ("2021 preliminary", 1)
    law, open_ = data["approaches"]
    keys = ["name", "level", "model", "model_name", "possible", "criteria", "unknown"]
    assert list(law) == keys
    assert (law["model"], law["model_name"], law["unknown"]) == ("framework", "State framework", [])
    assert law["criteria"][0] == {
        "criterion": "created_by_law",
        "column": "created_by_law",
        "answer": "met",
        "reason": "A law created it.",
    }
    assert open_["model"] == "maybe" and open_["model_name"] is None
    assert open_["possible"] == ["narrow", "hub", "backbone", "none"]
    assert open_["unknown"][:2] == ["partners", "no_wrong_door"]
    assert {one["answer"] for one in open_["criteria"]} == {"met", "unknown"}


def test_in_words(run):
    got = run(f"{HEADS}\n{LAW}\nOpen,local,,,,,,1,no,,,,\n")
    assert got.exit_code == 0 and "Law (state): State framework" in got.stdout
    assert "maybe Narrow coordination or Hub or" in got.stdout
    assert "What would decide it: partners, co_location" in got.stdout


@pytest.mark.parametrize(
    "told",
    [
        f"\ufeff{HEADS}\n{LAW}\n{FEW}\n",
        f"{HEADS}\n{LAW}\n{FEW}\n".replace(",", ";"),
        f"{HEADS}\r\n{LAW}\r\n\r\n{FEW}\r\n",
        f"{HEADS}\n{LAW}\n{FEW}\n".encode("utf-16"),
        f"{HEADS}\n{LAW}\n{FEW}\n".replace(",", "\t").encode("utf-16-le"),
        f"{HEADS.replace('name', 'Name').replace('no_wrong_door', 'No wrong door')}\n{LAW}\n{FEW}\n",
        f"{HEADS},,\n{LAW},,\n{FEW},,\n",
        "name,level,created by law,governance_in_law,partners,service_domains\n"
        "Law,state,yes,yes,,\nFew,local,,,8.0,1",
    ],
)
def test_tables_as_people_save_them(run, told):
    assert models(run(told, "--json")) == {"Law": "framework", "Few": "narrow"}


ONE = {"name": "Few", "level": "local", "partners": 3, "service_domains": ["reading", "Reading"]}


@pytest.mark.parametrize("told", [ONE, [ONE], {"approaches": [ONE]}])
def test_three_shapes_of_json(run, told):
    assert models(run(json.dumps(told), "--json", name="ours.json")) == {"Few": "narrow"}


def test_null_and_empty_are_not_known(run):
    told = {"name": "A", "level": "state", "created_by_law": None, "shared_vision": ""}
    (found,) = json.loads(run(json.dumps(told), "--json").stdout)["approaches"]
    assert found["model"] == "maybe" and len(found["unknown"]) == 4


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            f"{HEADS}\nA,local,,,,,about 12,1,,,,,",
            "row 2, column “partners”: “about 12” is no whole",
        ),
        (f"{HEADS}\nA,local,,,,,-3,1,,,,,", "row 2, column “partners”: “-3” is no whole"),
        (f"{HEADS}\nA,local,,,,,2.5,1,,,,,", "“2.5” is no whole number"),
        (f"{HEADS}\nA,local,,,,,99999999999,1,,,,,", "is no whole number"),
        (f"{HEADS}\n{FEW}\nA,local,,,,,2,1,maybe,,,,", "row 3, column “no_wrong_door”: “maybe”"),
        (f"{HEADS}\nA,county,,,,,2,1,,,,,", "row 2, column “level”: “county” is neither"),
        (f"{HEADS}\n ,local,,,,,2,1,,,,,", "row 2, column “name”"),
        (f"{HEADS},level\nA,local,,,,,2,1,,,,,,state", "“level” stands twice"),
        (f"{HEADS},colour\nA,local,,,,,2,1,,,,,,red", "there is no column “colour”"),
        (f"{HEADS}\nA,local,,,,,2,1,,,,,,red,blue", "row 2 has 15 cells"),
        ("level\nlocal", "the column “name” is missing"),
        (HEADS, "there is no approach in it"),
        ("", "the file is empty"),
        ('name\n"A', "this is not CSV"),
        (b"\xff\xfe\x00", "not text in UTF-8 or UTF-16"),
        (b"name\n\xe9\xe8", "not text in UTF-8"),
        ("[]", "there is no approach in it"),
        ("[1]", "row 1 is no approach"),
        ('{"approaches": 3}', "no list of approaches"),
        ('{"approaches": [], "more": 1}', "“more” that we do not know"),
        ('{"name": "A", "name": "B"}', "“name” stands twice"),
        ('{"name": "A", "partners": true}', "row 1, column “partners”: “true” is no whole number"),
        ('{"name": "A", "partners": {}}', "“{}” is no whole number"),
        ('{"name": "A", "co_location": 2}', "“2” is neither yes nor no"),
        ('{"name": "A", "size": 2}', "there is no column “size”"),
        ('{"name": 7}', "column “name”"),
        ("{", "this is not JSON"),
        ("[" * 100_000, "nested too deep"),
        ('{"name": "A", "partners": ' + "9" * 5000 + "}", "a number is too long"),
    ],
)
def test_trouble_is_one_sentence(run, told, sentence):
    got = run(told)
    assert got.exit_code == 2 and got.stdout == ""
    assert sentence in got.stderr and got.stderr.count("\n") == 1


def test_a_file_that_is_not_there_and_a_scheme_that_we_do_not_have(run, tmp_path):
    got = CliRunner().invoke(command, [str(tmp_path / "no.csv")])
    assert (
        got.exit_code == 2 and got.stderr == "no.csv can not be read: No such file or directory.\n"
    )
    got = run(f"{HEADS}\n{LAW}", "--scheme", "1999")
    assert got.exit_code == 2 and "there is: 2021" in got.stderr
    assert run(f"{HEADS}\n{LAW}", "--scheme", "2021").exit_code == 0


def test_from_the_standard_input_without_a_database():
    done = subprocess.run(
        [sys.executable, "-m", "kinwork", "classify", "-", "--json"],
        input=f"{HEADS}\n{LAW}\n",
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
    )
    assert done.returncode == 0 and json.loads(done.stdout)["approaches"][0]["model"] == "framework"
