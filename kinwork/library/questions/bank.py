"""The question bank: each question once, in both languages, with why we ask and how hard it is."""

import hashlib
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
    "whose",
    *DOLLARS,
}
CLASSES = {"identity", "contact", "location", "household", "housing", "means"} | {
    "health",
    "development",
    "protected",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be picked. `group`: below which heading; `often`: many people pick it."""

    value: str
    words: Words
    group: str = ""
    often: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the bank; its key is the key of the fact that it gives.

    `unit`, `period`: of an amount. `code`: the standard code of the same question, if there is one.
    `groups`: headings of a long list of options. `own`: the words where the answer is one person's.
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
    groups: tuple[Option, ...] = ()
    own: Words | None = None

    def said(self, language: str = "en", who: str = "") -> str:
        """The question in words, about `who`."""
        return _about(self.own if who and self.own else self.text, language, who)

    def helps(self, language: str = "en", who: str = "") -> str:
        """What helps to answer it."""
        return _about(self.help, language, who)


def _about(words: Words, language: str, who: str) -> str:
    nobody = {"es": "esta persona"}.get(language, "this person")
    return (words.get(language) or words["en"]).replace("{who}", who or nobody)


@cache
def version() -> str:
    """A short name for the bank's wording as it stands: another word, another name."""
    return hashlib.sha256(_file().read_bytes()).hexdigest()[:6].upper()


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
    rows = tomllib.loads(_file().read_text(encoding="utf-8")).items()
    return {key: _question(key, order, dict(row)) for order, (key, row) in enumerate(rows)}


def _file() -> Path:
    return Path(__file__).parent / "bank.toml"


def _question(key: str, order: int, row: dict) -> Question:
    options, groups = (tuple(map(_option, row.pop(name, ()))) for name in ("options", "groups"))
    of_bank = {"key": key, "order": order, "sensitivity": row.pop("class")}
    return Question(**of_bank, options=options, groups=groups, **row)


def _option(row: dict) -> Option:
    words = {name: text for name, text in row.items() if name not in ("value", "group", "often")}
    return Option(row["value"], words, row.get("group", ""), row.get("often", False))
