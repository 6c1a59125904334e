"""`kinwork network`: the names others rely on, and one sentence on trouble."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from kinwork.cli.network import command
from kinwork.common.trouble import Trouble

FIVE = ",A,B,C,D,E\nA,-,4,3,2,1\nB,3,-,3,2,2\nC,3,4,-,1,2\nD,2,1,2,-,3\nE,,,,,\n"
LIST = "from;to;level;dimension\nA;B;4;\nB;A;2;\nB;C;1;\nA;B;3;planning\nA;C;2;funding\n"
NAMES = (
    *("n", "respondents", "arcs", "density", "density_either", "density_both", "mean_rated"),
    *("mean_all", "reciprocity_dyad", "reciprocity_arc", "centralization", "centralization_in"),
    *("centralization_out", "transitivity", "betweenness", "components", "isolates", "agreement"),
    *("confirmed", "unconfirmed", "response_rate", "dimensions"),
)


@pytest.fixture
def run(tmp_path):
    def running(text: str, *options: str):
        path = tmp_path / "ratings.csv"
        path.write_text(text, encoding="utf-8")
        return CliRunner().invoke(command, [str(path), *options])

    return running


def test_json_by_name_with_every_digit(run):
    told = json.loads(run(FIVE, "--json", "--threshold", "3").stdout)
    assert set(NAMES) <= set(told)
    assert (told["n"], told["respondents"], told["arcs"]) == (5, 4, 7)
    assert told["reciprocity_arc"] == 6 / 7 and told["mean_rated"] == 2.375
    assert told["confirmed"]["A|B"] == 3 and told["confirmed"]["D|E"] == 3
    assert told["unconfirmed"] == ["A|E", "B|E", "C|E", "D|E"]
    assert set(told["agreement"]) == {"pairs", "exact", "within_one", "mean_abs_diff", "kappa"}
    assert told["agreement"]["within_one"] == 1.0 and told["ei"] is None


def test_words_for_people(run):
    got = run(FIVE, "--threshold", "2").stdout
    assert got.startswith("4 of 5 organizations answered (80%). A tie: a rating of 2 or more.\n")
    assert "No answer: E." in got and "  both say so             0.7000" in got
    assert "A says 4 of B, which says 3 of it" in got and "CAUTION" not in got
    assert "CAUTION: fewer than 70% answered" in run(",A,B\nA,,1\nB\n").stdout
    assert run(",A,B\nA\nB\n").stdout == "0 of 2 organizations answered.\n"


def test_dimensions(run):
    whole = run(LIST).stdout
    assert "\n  planning          1        1   0.1667" in whole and "\n  funding " in whole
    told = json.loads(run(LIST, "--json").stdout)
    assert told["arcs"] == 3 and told["dimensions"]["planning"]["arcs"] == 1
    one = json.loads(run(LIST, "--json", "--dimension", "planning").stdout)
    assert (one["arcs"], one["n"], one["dimensions"]) == (1, 3, {})
    named = run("from,to,level,dimension\nA,B,4,planning\n").stdout
    assert named.startswith("0 of 2 organizations answered without naming a dimension; choose")


def test_sectors_and_leaving(run, tmp_path):
    kinds = tmp_path / "sectors.csv"
    kinds.write_text("organization,sector\nA,health\nB,health\nC,schools\n")
    told = json.loads(run(FIVE, "--json", "--sectors", str(kinds), "--without", "A").stdout)
    assert told["ei"]["internal"] == 1 and told["ei"]["external"] == 2
    assert (told["without"]["n"], told["without"]["pairs_cut"]) == (4, 0)
    assert "If A left, of 4 organizations:" in run(FIVE, "--without", "A").stdout
    star = ",A,B,C\nA,,1,1\nB,1,,0\nC,1,0,\n"
    assert "If A left: 1 pair of others cut off; left alone: B, C." in run(star).stdout


def test_files_for_others(run, tmp_path):
    drawn, listed = tmp_path / "net.graphml", tmp_path / "list.csv"
    got = run(FIVE, "--graphml", str(drawn), "--csv", str(listed))
    assert got.exit_code == 0 and "<graphml" in drawn.read_text()
    again = CliRunner().invoke(command, [str(listed), "--json"])
    assert json.loads(again.stdout) == json.loads(run(FIVE, "--json").stdout)


def test_from_the_standard_input():
    for raw in (FIVE.encode(), FIVE.encode("utf-16")):
        got = CliRunner().invoke(command, ["-", "--json"], input=raw)
        assert json.loads(got.stdout)["arcs"] == 16


@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        (",A,B\nA,,six\nB,1,\n", [], "ratings.csv: Line 2: “six” is no level for “B”"),
        (
            FIVE,
            ["--dimension", "planning"],
            "no dimension “planning” in the ratings; there is: none",
        ),
        (FIVE, ["--without", "Z"], "There are no ratings of or by “Z”."),
        (FIVE, ["--sectors", "/none.csv"], "none.csv cannot be read: No such file"),
        (FIVE, ["--graphml", "/none/net"], "/none/net cannot be written: No such file"),
    ],
)
def test_one_sentence_and_nothing_on_the_output(run, text, options, sentence):
    got = run(text, *options)
    assert isinstance(got.exception, Trouble) and sentence in str(got.exception)
    assert got.stdout == "" and str(got.exception).count("\n") == 0


def test_as_it_is_called(tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text(",A,B\nA,,9\nB,1,\n")
    call = [sys.executable, "-c", "from kinwork.cli import main; main()", "network", str(bad)]
    got = subprocess.run(call, capture_output=True, text=True)
    assert (got.returncode, got.stdout) == (1, "")
    assert got.stderr.startswith("bad.csv: Line 2: “9” is no level") and got.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [(["network", "--help"], False), (["--help"], False), (["network", "-", "--json"], True)],
)
def test_what_is_not_needed_is_not_loaded(arguments, loaded):
    code = (
        "import sys; from kinwork.cli import kinwork;"
        f"kinwork({arguments!r}, standalone_mode=False);"
        "names = {m.split('.')[0] for m in sys.modules};"
        f"sys.exit('django' in names or ('numpy' in names) != {loaded})"
    )
    got = subprocess.run([sys.executable, "-c", code], input=FIVE.encode(), capture_output=True)
    assert got.returncode == 0, got.stderr
