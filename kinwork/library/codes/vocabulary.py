"""Our words for services, in both languages, with the words people type and links to other codes."""

import unicodedata
from dataclasses import dataclass
from functools import cache

from kinwork.library.codes.tables import table


@dataclass(frozen=True, slots=True)
class Term:
    """One kind of service. `urgent` names its door on the page for right now, if it has one."""

    code: str
    en: str
    es: str
    also_en: tuple[str, ...]
    also_es: tuple[str, ...]
    sdoh: str
    icon: str
    open_eligibility: str | None = None
    urgent: str | None = None

    def name(self, language: str = "en") -> str:
        return self.es if language == "es" else self.en

    @property
    def words(self) -> tuple[str, ...]:
        """Everything people may type for it, in either language."""
        return (self.en, self.es, *self.also_en, *self.also_es)


@cache
def terms() -> dict[str, Term]:
    """Every term by code, in the order of the file."""
    lists = ("also_en", "also_es")
    return {
        code: Term(code=code, **{k: tuple(v) if k in lists else v for k, v in row.items()})
        for code, row in table("vocabulary").items()
    }


@cache
def _words() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for term in terms().values():
        for word in term.words:
            found.setdefault(plain(word), []).append(term.code)
    return {word: tuple(dict.fromkeys(codes)) for word, codes in found.items()}


def matching(text: str) -> tuple[str, ...]:
    """Codes of the terms whose words are in the text: the whole text first, then longest words."""
    asked = plain(text[:300])
    if not asked:
        return ()
    inside = sorted((w for w in _words() if f" {w} " in f" {asked} "), key=lambda w: (-len(w), w))
    return tuple(dict.fromkeys(code for word in inside for code in _words()[word]))


def urgent() -> dict[str, Term]:
    """The doors for right now: food, diapers, shelter, safety."""
    return {term.urgent: term for term in terms().values() if term.urgent}


def plain(text: str) -> str:
    """Small letters, no accents, single spaces: how words are compared."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    kept = (c if c.isalnum() else " " for c in parts if not unicodedata.combining(c))
    return " ".join("".join(kept).split())
