import os
from pathlib import Path

import pytest

from kinwork.library.codes import vocabulary

SDOH = [
    "sdoh-category-unspecified",
    "food-insecurity",
    "housing-instability",
    "homelessness",
    "inadequate-housing",
    "transportation-insecurity",
    "financial-insecurity",
    "material-hardship",
    "educational-attainment",
    "employment-status",
    "veteran-status",
    "stress",
    "social-connection",
    "intimate-partner-violence",
    "elder-abuse",
    "personal-health-literacy",
    "health-insurance-coverage-status",
    "medical-cost-burden",
    "digital-literacy",
    "digital-access",
    "utility-insecurity",
    "incarceration-status",
    "language-access",
    "protective-factor",
]


def test_every_term_is_whole():
    assert len(vocabulary.terms()) >= 45
    for term in vocabulary.terms().values():
        assert term.en and term.es and term.also_en and term.also_es and term.icon
        assert term.sdoh in SDOH


def test_the_four_doors_for_right_now():
    doors = {door: term.code for door, term in vocabulary.urgent().items()}
    assert doors == {
        "food": "food-pantry",
        "diapers": "diapers",
        "shelter": "shelter",
        "safety": "domestic-violence-help",
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("pañales", "diapers"),
        ("PANALES", "diapers"),
        ("diaper", "diapers"),
        ("I need dipers for my baby", "diapers"),
        ("food for baby", "wic"),
        ("leche de fórmula", "formula"),
        ("guarderia", "child-care"),
        ("headstart", "head-start"),
        ("necesito un raite al doctor", "transport"),
        ("he hits me", "domestic-violence-help"),
        ("me cortaron la luz", "utility-help"),
        ("my son is not talking", "early-intervention"),
    ],
)
def test_what_people_type_finds_the_term(text, code):
    assert code in vocabulary.matching(text)[:2]


@pytest.mark.parametrize("text", ["", "   ", "🍼", "'; drop table", "\x00" * 50, "a" * 100_000])
def test_odd_text_finds_nothing(text):
    assert vocabulary.matching(text) == ()


def test_open_eligibility_names_exist():
    shared = Path(os.environ.get("KINWORK_SHARED", Path(__file__).parents[5] / "shared" / "data"))
    if shared.name != "data":
        shared /= "data"
    source = shared / "hsds" / "open-eligibility-2.0" / "terms.csv"
    if not source.exists():
        pytest.skip("the list of Open Eligibility terms is not on this machine")
    names = source.read_text(encoding="utf-8")
    for term in vocabulary.terms().values():
        assert term.open_eligibility is None or f",{term.open_eligibility}," in names
