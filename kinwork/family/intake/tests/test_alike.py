"""The same child written down by two people: offered as one, joined only when somebody says so."""

from datetime import date

import pytest
from django.test import Client

from kinwork.family.intake import alike
from kinwork.family.intake.tests.test_together import helped, the_draft
from kinwork.family.intake.tests.walking import Walk, birth, story
from tests.signing import browser_of

ROSA, ANA = "family a", "ana"


def line(given: str, relation: str = "child", born: str | None = "2024-02-03", **more) -> dict:
    return {"given": given, "family": "", "relation": relation, "birth_date": born, **more}


def added(*by: str) -> dict:
    """The trail of members m0, m1 ... as these wrote them down."""
    return {f"member:m{n}": {"version": n + 1, "by": who} for n, who in enumerate(by)}


def found(*lines: dict, by: tuple[str, ...] = (ROSA, ANA), **more) -> list[tuple[str, str]]:
    answers = {f"member:m{n}": one for n, one in enumerate(lines)} | more
    return [(one.id, two.id) for one, two in alike.pairs(answers, added(*by))]


@pytest.mark.parametrize(
    "one, two, alikes",
    [
        (line("Lucía"), line("LUCIA"), True),
        (line("Lucía"), line("Lucía", born="2024-02-04"), False),
        (line("Lucía"), line("Luis"), False),
        (line("Lucía"), line("Lucía", born=None), True),
        (line("Lucía", family="Luna"), line("Lucía", born=None, family="Soto"), False),
        (line("José"), line("Jose", "other adult", born=None), False),  # a father and his son
        (line("", "expected child", None, due_date="2027-01-10"), line("Iker"), False),
        (line("Rosa", "caregiver"), line("Rosa", "other adult"), True),
        (line("Iker", known=True), line("Iker", known=True), False),  # the record decides there
        (line("李"), line("李"), True),
    ],
)
def test_who_may_be_one(one, two, alikes):
    assert found(one, two) == ([("m0", "m1")] if alikes else [])


def test_one_baby_on_the_way_is_told_by_two_and_twins_by_one():
    one = line("", "expected child", None, due_date="2027-01-10")
    two = line("", "expected child", None, due_date="2027-01-25")
    assert found(one, two) == [("m0", "m1")]
    assert found(one, two, by=(ROSA, ROSA)) == []


def test_two_that_were_said_to_be_two_are_not_asked_about_again():
    assert found(line("Ana"), line("Ana"), **{alike.apart("m1", "m0"): True}) == []


def test_all_that_was_said_of_either_is_kept():
    answers = {
        "member:a": line("Iker", born=None, order=1),
        "member:b": line("Iker", order=2) | {"family": "Luna"},
        "fact:concern:b": True,
        "fact:insured:a": False,
        "fact:insured:b": False,
        "skip:concern:a": True,
        "skip:insured:b": True,
        "apart:b:c": True,
        "fact:income": [{"amount": "90", "member": "b"}, {"amount": "5", "member": "c"}],
        "paper": {"day": "2026-01-02", "told": {"fact:concern:b": True}},
    }
    changes, differ = alike.joined(answers, "a", "b")
    assert differ == []
    after = {key: value for key, value in (answers | changes).items() if value is not None}
    assert after == {
        "member:a": line("Iker", order=1) | {"family": "Luna", "due_date": None},
        "fact:concern:a": True,
        "fact:insured:a": False,
        "fact:income": [{"amount": "90", "member": "a"}, {"amount": "5", "member": "c"}],
        "paper": {"day": "2026-01-02", "told": {"fact:concern:a": True}},
    }


def test_where_the_two_differ_somebody_says_which_is_right():
    answers = {
        "member:a": line("Iker"),
        "member:b": line("Íker"),
        "fact:insured:a": False,
        "fact:insured:b": True,
    }
    changes, differ = alike.joined(answers, "a", "b")
    assert changes == {"member:b": None, "fact:insured:b": None}
    assert [key for key, _one, _two in differ] == ["member:a", "fact:insured:a"]


@pytest.fixture
def two_of_lucia(town):
    """Rosa has written down Lucía; Ana does it again at her desk, at the same time."""
    rosa, ana = Walk(Client()), Walk(browser_of(town.cast, "ana"))
    story(rosa)
    desk = helped(rosa, ana)
    ana.get(f"{desk}/people/add/child/")
    ana.post(ana.here, given="lucia", **birth(date(2025, 6, 20)))
    return rosa, ana


def names() -> list[str]:
    answers = the_draft().answers
    return sorted(one["given"] for key, one in answers.items() if key.startswith("member:"))


@pytest.mark.django_db
def test_the_page_asks_and_joins_when_told(two_of_lucia):
    rosa, ana = two_of_lucia
    rosa.get("/start/people/")
    assert "Is this one person?" in rosa.text and "Added by: Ana" in rosa.text
    assert names() == ["Lucía", "Rosa", "lucia"]  # nothing is joined by itself
    rosa.post("/start/people/same/", are="one")
    assert rosa.page.status_code == 200 and "Both were said of this person" in rosa.text
    rosa.post("/start/both/", **{"stands-0": "saved"})
    assert names() == ["Lucía", "Rosa"]
    ana.get(ana.here)
    assert "Is this one person?" not in ana.text


@pytest.mark.django_db
def test_two_stay_two_when_told_and_made_up_ids_do_nothing(two_of_lucia):
    rosa, ana = two_of_lucia
    rosa.get("/start/people/")
    rosa.post("/start/people/same/", are="one", stays="x", goes="y")
    assert names() == ["Lucía", "Rosa", "lucia"]
    rosa.post("/start/people/same/", are="two")
    assert names() == ["Lucía", "Rosa", "lucia"] and "Is this one person?" not in rosa.text
    ana.get(ana.here)
    assert "Is this one person?" not in ana.text
