"""Which papers a program wants, so that the same paper has one name in every program."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kinwork.library.alignment.said import Words
from kinwork.library.programs.model import Program


@dataclass(frozen=True)
class Paper:
    """A paper; `kin` = papers that show the same in another form; `known` = it stands in the list."""

    code: str
    name: Words
    kin: str = ""
    money: bool = False
    known: bool = True


@cache
def _listed() -> tuple[tuple[Paper, tuple[str, ...]], ...]:
    found = tomllib.loads((Path(__file__).parent / "papers.toml").read_text(encoding="utf-8"))
    return tuple(
        (
            Paper(code, row["name"], row.get("kin", code), row.get("money", False)),
            tuple(phrase.casefold() for phrase in row["match"]),
        )
        for code, row in found.items()
    )


def papers(program: Program) -> tuple[Paper, ...]:
    """A program's papers, each once. One that the list does not know stands for itself."""
    found: dict[str, Paper] = {}
    for words in program.documents:
        one = _paper(words)
        if one.code != "none":
            found.setdefault(one.code, one)
    return tuple(found.values())


def _paper(words: Words) -> Paper:
    text = words["en"].casefold().replace("’", "'")
    for paper, phrases in _listed():
        if any(phrase in text for phrase in phrases):
            return paper
    return Paper(text, words, text, known=False)
