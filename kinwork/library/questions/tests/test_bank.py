import re
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from random import Random

from kinwork.library.programs import kinds, registry, screen
from kinwork.library.programs.files.reading import tell
from kinwork.library.programs.view import sentences
from kinwork.library.questions import bank
from kinwork.library.questions.bank import CLASSES, DOLLARS, SCOPES, TYPES, as_money, yearly
from kinwork.library.questions.likely import answers
from kinwork.library.simulated import households

ON = date(2026, 11, 15)

INTAKE = [
    "needs",
    "urgency",
    "place",
    "members",
    "name",
    "birth_date",
    "due_date",
    "income",
    "receives",
    "homeless",
    "working_or_training",
    "concern",
    "foster_care",
    "pregnant",
    "language",
]


def test_every_question_is_whole():
    for question in bank().values():
        assert question.scope in SCOPES and question.type in TYPES
        assert question.sensitivity in CLASSES
        assert 1 <= question.burden <= 5 and question.good_for_days >= 0
        for words in (question.text, question.why, question.help):
            assert words["en"] and words["es"] and words["en"] != words["es"]
        for option in question.options:
            assert option.words["en"] and option.words["es"]


def test_the_intake_finds_its_questions():
    assert set(INTAKE) <= bank().keys()
    opening = [key for key, question in bank().items() if question.opening]
    assert opening == ["language", "needs", "urgency", "place", "members", "name"]


def test_every_fact_that_a_rule_may_miss_has_a_question():
    folder = Path(kinds.__file__).parents[1]
    code = "".join(file.read_text(encoding="utf-8") for file in folder.rglob("*.py"))
    facts = set(re.findall(r'FactRef\(\s*"(\w+)"', code)) | kinds.HOME_FACTS | kinds.MEMBER_FACTS
    assert facts <= bank().keys()


def test_no_program_misses_a_fact_that_no_question_asks():
    """Asked of the programs themselves, on families of whom more or less is not known."""
    dice = Random(4)
    told = tell({"households": list(households(60, 4, ON))}, ON)
    missed = {"members"}
    for home in (forgotten(one.household, dice) for one in told for _ in range(2)):
        for got in screen(home, ON):
            assert not got.failed
            missed |= {ref.key for ref in got.missing}
    assert missed <= bank().keys()
    assert len(missed) >= 15, missed
    untried = {
        key for key in missed if key != "members" and not list(answers(told[0].household, key, ON))
    }
    assert not untried, "no likely answer is declared in likely.toml"


def forgotten(home, dice):
    """The household with about half of what is known of it gone."""
    people = tuple(
        replace(m, **{f.name: None for f in fields(m) if f.default is None and dice.random() < 0.5})
        for m in home.members
    )
    gone = [f.name for f in fields(home) if f.default is None and dice.random() < 0.5]
    return replace(home, members=people, **dict.fromkeys(gone))


def test_standard_codes_are_written_as_such():
    codes = [question.code for question in bank().values() if question.code]
    assert len(codes) == len(set(codes)) >= 9
    assert all(re.fullmatch(r"LOINC \d{4,6}-\d", code) for code in codes)
    for question in bank().values():
        assert bool(question.unit) == (question.type in {"money", "number", *DOLLARS}), question.key


def test_the_arithmetic_of_a_month_is_shown():
    assert yearly(bank()["rent_annual"], "9600.00") == "$800 × 12 = $9,600"
    assert yearly(bank()["assets"], "500") is None and yearly(bank()["homeless"], True) is None


def test_receives_offers_every_code_that_a_program_speaks_of():
    offered = {option.value for option in bank()["receives"].options}
    codes = {code for p in registry().values() for code in p.excludes}
    for program in registry().values():
        assert program.already & offered, program.code  # one word may stand for several programs
        for rows in program.criteria.values():
            codes |= {
                c for row in rows if row.kind.startswith("receives") for c in row.options["of"]
            }
    assert codes <= offered
    assert codes <= sentences()["aid"].keys()


def test_a_question_is_said_about_somebody():
    assert bank()["concern"].said("en", "Luz").startswith("Do you worry about how Luz moves")
    assert "esta persona" in bank()["concern"].said("es")


def test_no_question_asks_for_immigration_status():
    for question in bank().values():
        for words in (*question.text.values(), *question.help.values()):
            assert not re.search(
                r"immigra|citizen|inmigra|ciudadan|visa|papers|papeles", words, re.IGNORECASE
            )


def test_an_amount_is_said_as_it_was_asked():
    assert as_money(bank()["assets"], "500") == "$500"
    assert as_money(bank()["rent_annual"], "9600.00") == "$800"
    assert as_money(bank()["homeless"], True) is None and as_money(None, 1) is None
