"""The two programs that the made-up county wrote for itself: whole, at grade 6, and shown in the demo."""

import subprocess
import sys

import pytest
from django.conf import settings

from kinwork.library.codes.vocabulary import terms
from kinwork.library.programs import cases, load
from kinwork.library.programs.evaluate import evaluate
from kinwork.library.reading import grade

FOLDER = settings.PACKAGE / "demo" / "programs"
CODES = ["child_care_bridge", "crib_and_car_seat"]
CASES = [(code, case) for code in CODES for case in cases.read(FOLDER / code / "cases.csv")]
NAMES = ["AHCCCS", "SNAP", "WIC", "DES"]


@pytest.mark.parametrize(("code", "case"), CASES, ids=[f"{c}-{k.case}" for c, k in CASES])
def test_case(code, case):
    got = evaluate(load(FOLDER / code), case.household, case.on)
    assert not got.failed
    assert case.differences(got) == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("code", CODES)
def test_its_texts_are_plain(code, language):
    program = load(FOLDER / code)
    assert program.term in terms()
    notes = [
        c.options["note"] for rows in program.criteria.values() for c in rows if c.kind == "later"
    ]
    texts = [program.explain, program.gives, program.how_to_apply, *notes]
    assert grade(" ".join(text[language] for text in texts), language, NAMES) <= 6.0


@pytest.mark.parametrize(("demo", "shown"), [("yes", CODES), ("no", [])])
def test_a_demo_and_only_a_demo_shows_them(demo, shown, tmp_path):
    code = (
        "import django; django.setup();"
        "from kinwork.library.programs import registry;"
        "print(*(p.code for p in registry().values() if 'saguaro' in p.jurisdiction))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.ROOT,
        env={
            "DJANGO_SETTINGS_MODULE": "kinwork.config.settings",
            "KINWORK_DEMO": demo,
            "KINWORK_DATA": str(tmp_path),
            "PATH": "/usr/bin:/bin",
        },
    )
    assert told.stdout.split() == shown
