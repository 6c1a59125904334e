"""One search: what was asked, the rows that fit, nearest first.

Distance is felt distance (asked.py). So a list is one order, and its pages go on by the key of
their last row.
"""

# ruff: noqa: S608  (SQL is put together from constants of this module; values are bound)

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kinwork.directory.search import geography
from kinwork.directory.search.asked import CANDIDATES, Asked, Candidate, Query, shown
from kinwork.directory.search.words import Understood, understand

RANKED, COUNTED = 2000, 1000
RARE = 2000  # words in fewer entries than this are looked at everywhere at once
AROUND = "e.cells && %(cells)s::int[]"
BY_POINT = (
    "(SELECT * FROM directory_searchentry WHERE longitude IS NOT NULL"
    " ORDER BY point(longitude, latitude) <-> point(%(longitude)s, %(latitude)s)"
    f" LIMIT {RANKED})"
)


@dataclass(frozen=True)
class Hit:
    """A service at its nearest place. miles: straight line, None where the place is not known."""

    entry: dict[str, Any]
    miles: float | None
    felt: float
    open: bool | None
    spans: str
    elsewhere: int = 0

    @property
    def key(self) -> str:
        return f"{self.felt!r}_{self.entry['id']}"


@dataclass(frozen=True)
class Results:
    query: Query
    understood: Understood
    hits: list[Hit] = field(default_factory=list)
    next_key: str = ""
    loosened: bool = False


def read_key(text: str) -> tuple[float, UUID] | None:
    """The key of a page, from outside; None when it is none."""
    number, _, id = text[:80].partition("_")
    try:
        felt = float(number)
        return (felt, UUID(id)) if abs(felt) < 1e6 else None
    except ValueError:
        return None


def find(query: Query, now: datetime) -> Results:
    """The nearest services that fit, one line each; words that do not meet are tried one by one."""
    understood = understand(query.words, query.codes)
    results = Results(query, understood)
    if understood.is_riddle:
        return results
    found = _ordered(query, understood, now, any_word=False)
    loosened = not found and len(understood.groups) > 1
    if loosened:
        found = _ordered(query, understood, now, any_word=True)
    doors = _one_each(found)
    if query.after:
        doors = [door for door in doors if (door.felt, door.id) > query.after]
    page = list(_hits(doors[: query.size], found, now))
    more = page and len(doors) > query.size
    return replace(
        results, hits=page, next_key=page[-1].key if more else "", loosened=loosened and bool(page)
    )


def count(query: Query, now: datetime) -> int:
    """How many entries fit, up to 1,001: beyond that nobody waits for an exact figure."""
    asked = Asked(query, understand(query.words, query.codes), now, any_word=False)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM directory_searchentry e WHERE {asked.where}"
            f" LIMIT {COUNTED + 1}) found",
            asked.values,
        )
        return cursor.fetchone()[0]


def _one_each(found: list[Candidate]) -> list[Candidate]:
    """The nearest place of each service."""
    first: dict[UUID, Candidate] = {}
    for one in found:
        first.setdefault(one.service, one)
    return list(first.values())


def _hits(page: list[Candidate], found: list[Candidate], now: datetime) -> Iterator[Hit]:
    """The rows of a page, each with how many more places its service has among the found."""
    entries = shown([one.id for one in page], now)
    places = Counter(one.service for one in found)
    for one in page:
        entry = entries.get(one.id)
        if entry:  # else its service has gone since
            is_open, spans = entry.pop("open"), entry.pop("spans") or ""
            yield Hit(entry, one.miles, one.felt, is_open, spans, places[one.service] - 1)


def _ordered(
    query: Query, understood: Understood, now: datetime, *, any_word: bool
) -> list[Candidate]:
    """All candidates in order: enough for this page, never more than CANDIDATES."""
    asked = Asked(query, understood, now, any_word=any_word)
    if query.place is None:
        return asked.nearest(limit=RANKED)
    if understood.is_empty and query.remote:
        return asked.nearest(AROUND, limit=RANKED, cells=asked.without_place)
    if understood.is_empty:
        return asked.nearest(source=BY_POINT)
    if understood.estimate > RARE or any_word:
        found = _by_rings(asked)
        return asked.nearest(limit=RANKED) if found is None else found
    return asked.nearest()


def _by_rings(asked: Asked) -> list[Candidate] | None:
    """Look around the place wider and wider, until a circle surely holds the whole page.

    None when even the widest does not. Whatever lies outside a circle feels farther than its
    radius, because doubts only add miles.
    """
    query, size = asked.query, geography.SIZES[0]
    while size is not None:
        squares, radius = geography.around(*query.place.point, size)
        found = asked.nearest(AROUND, cells=squares + asked.without_place)
        inside = [hit for hit in found if hit.felt <= radius]
        if len(inside) >= CANDIDATES:
            return found
        before = sum((hit.felt, hit.id) <= query.after for hit in inside) if query.after else 0
        doors = {hit.service for hit in inside}
        if len(doors) - before > query.size:
            return found
        size = geography.wider(size, len(found), before + query.size)
    return None
