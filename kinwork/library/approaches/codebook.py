"""What a profile describes: each dimension with its question, its values and their words."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

NUMBER, CODES = "number", "codes"
MOST_PARTNERS = 100_000


@dataclass(frozen=True, slots=True)
class Dimension:
    """question: which research question of the scan asks it; 0: its profiles describe it."""

    key: str
    kind: str
    question: int
    words: Mapping[str, str]
    means: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def is_coded(self, codes: Iterable[str]) -> bool:
        """Are these values of this dimension: known ones, each once; a number alone?"""
        said = list(codes)
        if self.kind == NUMBER:
            return len(said) == 1 and _is_count(said[0])
        return bool(said) and len(set(said)) == len(said) and set(said) <= set(self.values)

    def groups(self) -> list[str]:
        """What a table counts by: the values, or the bands of a number."""
        return (
            [_band(low, high) for low, high in bands()] if self.kind == NUMBER else [*self.values]
        )

    def group(self, code: str) -> str:
        if self.kind != NUMBER:
            return code
        count = int(code)
        return next(_band(low, high) for low, high in bands() if low <= count <= (high or count))


@cache
def codebook() -> dict[str, Dimension]:
    lines = _read()["dimensions"]
    return {key: Dimension(key=key, **line) for key, line in lines.items()}


@cache
def bands() -> tuple[tuple[int, int], ...]:
    """Counts from, to; to 0: and more."""
    return tuple((low, high) for low, high in _read()["bands"])


def _band(low: int, high: int) -> str:
    return f"{low}-{high}" if high else f"{low}+"


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 7 and int(text) <= MOST_PARTNERS


@cache
def _read() -> dict:
    return tomllib.loads((Path(__file__).parent / "codebook.toml").read_text("utf-8"))
