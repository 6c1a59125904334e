"""Sentences in each language, and one thing that a program says about one dimension."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "es")
Words = Mapping[str, str]


@cache
def texts() -> dict:
    """The words of this folder."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def dimensions() -> tuple[str, ...]:
    """What programs are compared by, in the order of the page."""
    return tuple(texts()["dimension"])


def say(name: str, /, **values: object) -> Words:
    """A sentence in each language; a value may itself be words in each language."""
    return {
        language: texts()["say"][name][language].format(
            **{key: _in(language, value) for key, value in values.items()}
        )
        for language in LANGUAGES
    }


def _in(language: str, value: object) -> str:
    return value[language] if isinstance(value, Mapping) else str(value)


def joined(some: Iterable[Words], mark: str = ", ") -> Words:
    """Words one after the other."""
    some = list(some)
    return {language: mark.join(one[language] for one in some) for language in LANGUAGES}


def money(amount: Decimal) -> str:
    """Dollars, cents only where there are some."""
    whole = amount == amount.to_integral_value()
    return f"${amount:,.0f}" if whole else f"${amount:,.2f}"


@dataclass(frozen=True)
class Statement:
    """What a program says: `key` is what makes two programs say the same.

    `criterion` = which criterion says it ("" = the program as a whole); `source` = where it stands.
    """

    dimension: str
    key: tuple
    words: Words
    source: str = ""
    criterion: str = ""
