"""Everything a family reads from the library is at grade 6 or below, names of programs apart."""

from datetime import date
from decimal import Decimal

import pytest

from kinwork.common.answers import MAYBE, Reason
from kinwork.library.codes import vocabulary
from kinwork.library.codes.tables import table
from kinwork.library.programs import registry
from kinwork.library.programs.view import sentences
from kinwork.library.questions import bank
from kinwork.library.reading import grade

LIMIT = 6.0
WORDS = {"people", "aid", "states", "per"}  # parts of sentences, held where they stand in one
NAMES = """Early Head Start;Head Start;AHCCCS;KidsCare;Medicaid;SNAP;WIC;TANF;SSI;FDPIR;AzEIP;DES;ZIP;
Arizona;Early intervention;Intervención temprana;foster;internet""".replace("\n", "").split(";")
SAMPLE = {
    "who": "Luz",
    "age": {"en": "3 years", "es": "3 años"},
    "day": date(2026, 8, 31),
    "income": Decimal(36000),
    "limit": Decimal(27320),
    "size": 3,
    "per": {"en": "a year", "es": "al año"},
    "aid": "SNAP",
    "of": ("SNAP", "SSI"),
    "places": ("Arizona",),
    "note": "",
}


def texts():
    """(where, language, text) of every text a family reads."""
    for group, rows in sentences().items():
        if group in WORDS:
            continue
        for name, words in rows.items():
            for language, pattern in words.items():
                reason = Reason(group, MAYBE, texts={language: pattern}, values=SAMPLE)
                yield f"sentence {group}.{name}", language, reason.sentence(language)
    for question in bank().values():
        for language in ("en", "es"):
            said = [question.said(language, "Luz"), question.why[language], question.help[language]]
            yield f"question {question.key}", language, " ".join(said).replace("{who}", "Luz")
    for program in registry().values():
        for language in ("en", "es"):
            documents = [d[language] + "." for d in program.documents]
            yield f"{program.code} documents", language, " ".join(documents)
            parts = [program.explain, program.gives, program.how_to_apply]
            yield f"{program.code} texts", language, " ".join(p[language] for p in parts)
            for rows in program.criteria.values():
                for criterion in rows:
                    if note := criterion.options.get("note"):
                        yield f"{program.code} {criterion.id}", language, note[language]
    for code, words in table("income")["ask"].items():
        for language, text in words.items():
            yield f"ask back {code}", language, text


TEXTS = list(texts())


@pytest.mark.parametrize(
    ("where", "language", "text"), TEXTS, ids=[f"{w} {lang}" for w, lang, _ in TEXTS]
)
def test_grade(where, language, text):
    assert grade(text, language, NAMES) <= LIMIT, text


def test_both_languages_everywhere():
    found = {language: {w for w, lang, _ in TEXTS if lang == language} for language in ("en", "es")}
    assert found["en"] == found["es"]
    assert len(found["en"]) > 100


def test_names_of_terms_are_short():
    for term in vocabulary.terms().values():
        assert len(term.en) <= 55 and len(term.es) <= 55
