"""One search: what was asked, the rows that fit, nearest first.

Distance is felt distance: straight-line miles, and some more for what makes a door less sure (an
entry nobody checked lately, no room, words found only in passing). So a list is one order, and
its pages go on by the key of their last row.
"""

# ruff: noqa: S608  (SQL is put together from constants of this module; values are bound)

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from kinwork.directory.rules import ADVISED_DAYS, REQUIRED_DAYS
from kinwork.directory.search import geography
from kinwork.directory.search.places import Place
from kinwork.directory.search.words import Understood, understand

PAGE, CANDIDATES, RANKED, COUNTED = 20, 200, 2000, 1000
RARE = 2000  # words in fewer entries than this are looked at everywhere at once
FAR = 8.0  # felt miles of help that comes by phone or online
LOST = 40.0  # felt miles of a service whose place nobody told

SHOWN = tuple(
    str.split(
        "id service_id location_id name organization_name phone phone_extension line town state"
        " postal_code latitude longitude is_exact terms languages remote is_victim_service assured_on"
        " openings room_until timezone"
    )
)


@dataclass(frozen=True)
class Query:
    """What somebody asked. words are understood; category (or several) is our code."""

    words: str = ""
    category: str = ""
    categories: tuple[str, ...] = ()
    place: Place | None = None
    age_months: int | None = None
    pregnant: bool = False
    language: str = ""
    open_now: bool = False
    has_room: bool = False
    remote: bool = False
    after: tuple[float, UUID] | None = None
    size: int = PAGE

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.category, *self.categories) if self.category else self.categories


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
    hits = _one_each(found)
    if query.after:
        hits = [hit for hit in hits if (hit.felt, hit.entry["id"]) > query.after]
    page = hits[: query.size]
    more = len(hits) > query.size
    return replace(
        results, hits=page, next_key=page[-1].key if more else "", loosened=loosened and bool(page)
    )


def count(query: Query, now: datetime) -> int:
    """How many entries fit, up to 1,001: beyond that nobody waits for an exact figure."""
    asked = _Asked(query, understand(query.words, query.codes), now, any_word=False)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM directory_searchentry e WHERE {asked.where}"
            f" LIMIT {COUNTED + 1}) found",
            asked.values,
        )
        return cursor.fetchone()[0]


def _one_each(found: list[Hit]) -> list[Hit]:
    """The nearest place of each service, with how many more places it has among the found."""
    first: dict[UUID, Hit] = {}
    for hit in found:
        known = first.get(hit.entry["service_id"])
        first[hit.entry["service_id"]] = (
            replace(known, elsewhere=known.elsewhere + 1) if known else hit
        )
    return list(first.values())


def _ordered(query: Query, understood: Understood, now: datetime, *, any_word: bool) -> list[Hit]:
    """All candidates in order: enough for this page, never more than CANDIDATES."""
    asked = _Asked(query, understood, now, any_word=any_word)
    if query.place is None:
        return asked.rows(
            f"SELECT e.* FROM directory_searchentry e WHERE {asked.where} LIMIT {RANKED}"
        )
    if understood.is_empty and query.remote:
        return asked.rows(
            f"SELECT e.* FROM directory_searchentry e WHERE {asked.where}"
            f" AND e.cells && %(cells)s::int[] LIMIT {RANKED}",
            cells=asked.without_place,
        )
    if understood.is_empty:
        return asked.rows(
            f"SELECT e.* FROM (SELECT * FROM directory_searchentry WHERE longitude IS NOT NULL"
            " ORDER BY point(longitude, latitude) <-> point(%(longitude)s, %(latitude)s)"
            f" LIMIT {RANKED}) e WHERE {asked.where}"
        )
    everywhere = f"SELECT e.* FROM directory_searchentry e WHERE {asked.where}"
    if understood.estimate > RARE or any_word:
        found = _by_rings(asked, everywhere)
        if found is not None:
            return found
        everywhere += f" LIMIT {RANKED}"
    return asked.rows(everywhere)


def _by_rings(asked: "_Asked", everywhere: str) -> list[Hit] | None:
    """Look around the place wider and wider, until a circle surely holds the whole page.

    None when even the widest does not. Whatever lies outside a circle feels farther than its
    radius, because doubts only add miles.
    """
    query, size = asked.query, geography.SIZES[0]
    while size is not None:
        squares, radius = geography.around(*query.place.point, size)
        found = asked.rows(
            everywhere + " AND e.cells && %(cells)s::int[]", cells=squares + asked.without_place
        )
        inside = [hit for hit in found if hit.felt <= radius]
        if len(inside) >= CANDIDATES:
            return found
        before = (
            sum((hit.felt, hit.entry["id"]) <= query.after for hit in inside) if query.after else 0
        )
        doors = {hit.entry["service_id"] for hit in inside}
        if len(doors) - before > query.size:
            return found
        size = geography.wider(size, len(found), before + query.size)
    return None


class _Asked:
    """The conditions of one query, as SQL with its values."""

    def __init__(self, query: Query, understood: Understood, now: datetime, *, any_word: bool):
        self.query, self.now = query, now
        self.values: dict[str, Any] = {"now": now}
        self._conditions: list[str] = []
        self._words(understood, any_word)
        self._filters()
        place = query.place
        if place:
            self.values |= {"latitude": place.latitude, "longitude": place.longitude}
            if place.kind == "county":
                self._add("(e.county = %(county)s AND e.state IN (%(state)s, '') OR e.remote)")
                self.values |= {"county": place.county, "state": place.state}
        self.without_place = [
            geography.NOWHERE,
            *(geography.without_place(place.state) if place else ()),
        ]

    @property
    def where(self) -> str:
        return " AND ".join(self._conditions) or "true"

    def _add(self, condition: str) -> None:
        self._conditions.append(condition)

    def _words(self, understood: Understood, any_word: bool) -> None:
        if understood.is_empty:
            self.values["sure"] = self.values["near"] = ""
            return
        self.values["query"] = understood.query(any_word=any_word)
        self.values["sure"], self.values["near"] = understood.tiers()
        self._add("e.words @@ %(query)s::tsquery")

    def _filters(self) -> None:
        query = self.query
        if query.age_months is not None:
            self._add("coalesce(e.minimum_age_months, 0) <= %(age)s")
            self._add("coalesce(e.maximum_age_months, 32767) >= %(age)s")
            self.values["age"] = max(0, min(query.age_months, 1500))
        if query.pregnant:
            self._add("e.serves_pregnancy")
        if query.language:
            self._add("e.languages @> ARRAY[%(language)s]::varchar[]")
            self.values["language"] = query.language
        if query.open_now:
            self._add(f"e.open_minutes @> {MINUTE}")
        if query.has_room:
            self._add("e.openings > 0 AND e.room_until > %(now)s")
        if query.remote:
            self._add("e.remote")

    def rows(self, inner: str, **values: Any) -> list[Hit]:
        """Rank what `inner` selects, and read the first CANDIDATES."""
        today = self.now.astimezone(ZoneInfo("UTC")).date()
        values = {**self.values, **values, **_ages(today)}
        shown = ", ".join(f"f.{name}" for name in SHOWN)
        miles = MILES if self.query.place else "NULL::float8"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {shown}, f.miles, {FELT} AS felt, f.open_minutes @> {MINUTE_F} AS open,"
                f" f.open_minutes::text AS spans FROM (SELECT e.*, {miles} AS miles"
                f" FROM ({inner}) e) f ORDER BY felt, f.id LIMIT {CANDIDATES}",
                values,
            )
            return [_hit(row) for row in cursor.fetchall()]


def _hit(row: tuple) -> Hit:
    entry = dict(zip(SHOWN, row, strict=False))
    miles, felt, is_open, spans = row[len(SHOWN) :]
    return Hit(entry, miles, felt, is_open, spans or "")


def _ages(today: date) -> dict[str, date]:
    return {
        "advised": today - timedelta(days=ADVISED_DAYS),
        "required": today - timedelta(days=REQUIRED_DAYS),
    }


_MINUTE = (
    "((extract(isodow FROM (%(now)s::timestamptz AT TIME ZONE {0}.timezone)) - 1) * 1440"
    " + extract(hour FROM (%(now)s::timestamptz AT TIME ZONE {0}.timezone)) * 60"
    " + extract(minute FROM (%(now)s::timestamptz AT TIME ZONE {0}.timezone)))::int"
)
MINUTE, MINUTE_F = _MINUTE.format("e"), _MINUTE.format("f")
MILES = (
    f"CASE WHEN e.latitude IS NOT NULL THEN {2 * geography.EARTH_MILES} * asin(least(1, sqrt("
    "sin(radians(e.latitude - %(latitude)s) / 2) ^ 2"
    " + cos(radians(%(latitude)s)) * cos(radians(e.latitude))"
    " * sin(radians(e.longitude - %(longitude)s) / 2) ^ 2))) END"
)
# Felt miles: what each doubt costs. The words' own surety comes first, then age, then room.
FELT = (
    f"least(coalesce(f.miles, {LOST}), CASE WHEN f.remote THEN {FAR} ELSE 1e5 END)"
    " + CASE WHEN %(sure)s = '' OR f.words @@ nullif(%(sure)s, '')::tsquery THEN 0"
    "        WHEN f.words @@ nullif(%(near)s, '')::tsquery THEN 2 ELSE 5 END"
    " + CASE WHEN f.assured_on IS NULL THEN 1 WHEN f.assured_on < %(required)s THEN 3"
    "        WHEN f.assured_on < %(advised)s THEN 1.5 ELSE 0 END"
    " + CASE WHEN f.openings = 0 AND f.room_until > %(now)s THEN 4 ELSE 0 END"
)
