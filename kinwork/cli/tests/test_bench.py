"""`kinwork bench intake`: figures, as text and as JSON."""

import json

from click.testing import CliRunner

from kinwork.cli.bench import command


def run(*words):
    got = CliRunner().invoke(command, ["intake", "--on", "2026-11-15", *words])
    assert got.exit_code == 0, got.output
    return got.output


def test_the_figures_of_a_few_families():
    found = json.loads(run("--households", "12", "--json"))
    assert found["wrong_verdicts"] == 0
    assert 2 < found["pages"]["mean"] < found["in_order"]["mean"] < found["in_full"]["mean"]
    assert 0 < found["asked"]["income"] <= 1


def test_the_same_seed_gives_the_same_figures():
    one, two = (json.loads(run("--households", "6", "--seed", "3", "--json")) for _ in range(2))
    assert one.pop("milliseconds_a_step") and two.pop("milliseconds_a_step")
    assert one == two


def test_it_is_said_in_words():
    said = run("--households", "3")
    assert "pages until every program is decided" in said and "wrong verdicts" in said
