"""Answers with three values and the reasons for them.

An answer is yes, no or maybe; maybe means that a fact is missing, and the reason names it. What is
missing never turns into no (Kleene's strong logic). A reason is plain data: it can be stored as it
is, read back years later, and said in words in either language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Answer(StrEnum):
    """Yes, no or maybe, joined by `&`, `|` and `~`."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"

    @classmethod
    def of(cls, value: bool | None) -> "Answer":
        """True is yes, False is no, None (unknown) is maybe."""
        return cls.MAYBE if value is None else cls.YES if value else cls.NO

    def __and__(self, other: "Answer") -> "Answer":
        return all_of((self, other))

    def __or__(self, other: "Answer") -> "Answer":
        return any_of((self, other))

    def __invert__(self) -> "Answer":
        return {YES: NO, NO: YES, MAYBE: MAYBE}[self]

    @property
    def decided(self) -> bool:
        return self is not MAYBE


YES, NO, MAYBE = Answer.YES, Answer.NO, Answer.MAYBE


def all_of(answers: Iterable[Answer]) -> Answer:
    """No if one is no, else maybe if one is maybe, else yes (also of nothing)."""
    result = YES
    for answer in answers:
        if answer is NO:
            return NO
        if answer is MAYBE:
            result = MAYBE
    return result


def any_of(answers: Iterable[Answer]) -> Answer:
    """Yes if one is yes, else maybe if one is maybe, else no (also of nothing)."""
    result = NO
    for answer in answers:
        if answer is YES:
            return YES
        if answer is MAYBE:
            result = MAYBE
    return result


household = any_of  # a household's verdict: yes if any member's is, else maybe if any, else no


class FactRef(NamedTuple):
    """Which fact: its key in the question bank, and whose (None = the household's)."""

    key: str
    member: str | None = None

    def __str__(self) -> str:
        return self.key if self.member is None else f"{self.key}:{self.member}"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one criterion came out as it did, for one member or for the whole household.

    `limit` is what the fact was held against; `texts` are the sentence's patterns by language and
    `values` what stands in their {places}. `discretion`: the office may still say yes.
    `later`: settled at a visit, so it does not lower a yes.
    """

    criterion: str
    answer: Answer
    member: str | None = None
    facts: tuple[tuple[str, object], ...] = ()
    limit: object = None
    source: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    missing: tuple[FactRef, ...] = ()
    discretion: bool = False
    later: bool = False
    texts: Mapping[str, str] = field(default_factory=dict, hash=False)
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def sentence(self, language: str = "en", **names: object) -> str:
        """The reason in words; `names` may replace what the pattern calls people (`who="Luz"`)."""
        pattern = self.texts.get(language) or self.texts.get("en") or ""
        values = {**self.values, **{name: v for name, v in names.items() if v}}
        words = {name: said(value, language) for name, value in values.items()}
        text = pattern.format_map(_Blank(words)).strip()
        return text[:1].upper() + text[1:]

    def as_dict(self) -> dict:
        """Plain data for JSON; `from_dict` gives an equal reason back."""
        out = {f.name: _plain(getattr(self, f.name)) for f in fields(self)}
        return {
            name: value for name, value in out.items() if value not in (None, False, [], {}, "")
        }

    @classmethod
    def from_dict(cls, data: Mapping) -> "Reason":
        out = {name: _unplain(value) for name, value in data.items()}
        out["answer"] = Answer(out["answer"])
        out["facts"] = tuple((key, value) for key, value in out.get("facts", ()))
        out["missing"] = tuple(FactRef(*ref) for ref in out.get("missing", ()))
        return cls(**out)

    def with_discretion(self) -> "Reason":
        return replace(self, discretion=True)


MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}


OR = {"en": "or", "es": "o"}


def said(value: object, language: str) -> str:
    """A value as a person says it: a Decimal is money, a date is written out, a table of
    languages gives its own word, several are joined by "or"."""
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, date):
        month = MONTHS.get(language, MONTHS["en"]).split()[value.month - 1]
        if language == "es":
            return f"{value.day} de {month} de {value.year}"
        return f"{month} {value.day}, {value.year}"
    if isinstance(value, Mapping):
        return str(value.get(language) or value.get("en") or "")
    if isinstance(value, list | tuple | frozenset | set):
        *first, last = [said(part, language) for part in value] or [""]
        return f"{', '.join(first)} {OR.get(language, OR['en'])} {last}" if first else last
    return "" if value is None else str(value)


def money(amount: Decimal) -> str:
    """$1,200 or $1,200.50; cents only where there are some."""
    if not amount.is_finite():
        return "?"
    text = f"{abs(amount):,.2f}".removesuffix(".00")
    return f"-${text}" if amount < 0 else f"${text}"


class _Blank(dict):
    def __missing__(self, key: str) -> str:
        return "…"


def _plain(value: object) -> object:
    if isinstance(value, Answer):
        return value.value
    if isinstance(value, Decimal):
        return {"money": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, set | frozenset):
        return sorted(str(part) for part in value)
    return value


def _unplain(value: object) -> object:
    if isinstance(value, Mapping):
        if value.keys() == {"money"}:
            return Decimal(value["money"])
        if value.keys() == {"date"}:
            return date.fromisoformat(value["date"])
        return {name: _unplain(part) for name, part in value.items()}
    if isinstance(value, list):
        return tuple(_unplain(part) for part in value)
    return value
