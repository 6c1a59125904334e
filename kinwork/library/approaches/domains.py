"""Kinds of service: which of our words for services are about the same."""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path


@cache
def domains() -> dict[str, dict]:
    return tomllib.loads((Path(__file__).parent / "domains.toml").read_text("utf-8"))


def domains_of(terms: Iterable[str]) -> tuple[str, ...]:
    """The kinds of these services, in the order of the file; a word that we do not have is left out."""
    told = set(terms)
    return tuple(key for key, one in domains().items() if told & set(one["terms"]))
