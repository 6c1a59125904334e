import re
from pathlib import Path

from kinwork.library.programs import kinds, registry
from kinwork.library.programs.view import sentences
from kinwork.library.questions import bank
from kinwork.library.questions.bank import CLASSES, SCOPES, TYPES, as_money

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
