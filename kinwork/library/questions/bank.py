"""The question bank: each question once, in both languages, with why we ask and how hard it is."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from kinwork.common.answers import money

Words = Mapping[str, str]
SCOPES = {"household", "member", "child", "caregiver"}
DOLLARS = {"dollars": 1, "dollars_month": 12}  # how often the amount is in what is kept
TYPES = {
    "number",
    "choice",
    "terms",
    "place",
    "members",
    "text",
    "date",
    "yesno",
    "many",
    "money",
    *DOLLARS,
}
CLASSES = {"identity", "contact", "location", "household", "housing", "means"} | {
    "health",
    "development",
    "protected",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be picked."""

    value: str
    words: Words


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the bank; its key is the key of the fact that it gives.

    `unit`, `period`: of an amount. `code`: the standard code of the same question, if there is one.
    """

    key: str
    order: int
    scope: str
    type: str
    sensitivity: str
    burden: int
    good_for_days: int
    text: Words
    why: Words
    help: Words
    options: tuple[Option, ...] = ()
    opening: bool = False
    unit: str = ""
    period: str = ""
    code: str = ""

    def said(self, language: str = "en", who: str = "") -> str:
        """The question in words, about `who`."""
        nobody = {"es": "esta persona"}.get(language, "this person")
        return (self.text.get(language) or self.text["en"]).replace("{who}", who or nobody)


def yearly(question: Question | None, value: object) -> str | None:
    """The arithmetic of a kept amount that was asked by the month: $800 x 12 = $9,600."""
    if question is None or DOLLARS.get(question.type, 1) == 1:
        return None
    whole = Decimal(str(value))
    times = DOLLARS[question.type]
    return f"{money(whole / times)} × {times} = {money(whole)}"


def as_money(question: Question | None, value: object) -> str | None:
    """A kept amount as it was asked for ($800 a month of $9,600); None where it is no amount."""
    times = DOLLARS.get(question.type) if question else None
    return None if times is None else money(Decimal(str(value)) / times)


@cache
def bank() -> dict[str, Question]:
    """Every question by key, in the order of the file."""
    text = (Path(__file__).parent / "bank.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text).items()
    return {key: _question(key, order, dict(row)) for order, (key, row) in enumerate(rows)}


def _question(key: str, order: int, row: dict) -> Question:
    options = tuple(
        Option(o["value"], {name: text for name, text in o.items() if name != "value"})
        for o in row.pop("options", ())
    )
    return Question(key=key, order=order, sensitivity=row.pop("class"), options=options, **row)
