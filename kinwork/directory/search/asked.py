"""One question as SQL: what an entry must fulfil, and how far away it feels.

Felt miles are straight-line miles, and some more for what makes a door less sure: an entry nobody
checked lately, no room, words found only in passing.
"""

# ruff: noqa: S608  (SQL is put together from constants of this module; values are bound)

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from kinwork.directory.rules import ADVISED_DAYS, REQUIRED_DAYS
from kinwork.directory.search import geography
from kinwork.directory.search.places import Place
from kinwork.directory.search.words import Understood

PAGE, CANDIDATES = 20, 200
FAR = 8.0  # felt miles of help that comes by phone or online
LOST = 40.0  # felt miles of a service whose place nobody told

RANKING = "e.id, e.service_id, e.remote, e.words, e.assured_on, e.openings, e.room_until"
SHOWN = tuple(
    str.split(
        "id service_id location_id name organization_name phone phone_extension line town state"
        " postal_code latitude longitude is_exact terms languages remote is_victim_service assured_on"
        " openings room_until timezone minimum_age_months maximum_age_months serves_pregnancy"
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


class Asked:
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

    def nearest(
        self, *more: str, source: str = "directory_searchentry", limit: int | None = None, **values
    ) -> list["Candidate"]:
        """Rank what fits (and fulfils `more`), of `limit` entries at most; the first CANDIDATES.

        Only what the order needs is read: of two hundred candidates twenty are shown.
        """
        today = self.now.astimezone(ZoneInfo("UTC")).date()
        miles = MILES if self.query.place else "NULL::float8"
        where = " AND ".join((*self._conditions, *more)) or "true"
        fits = f"SELECT {RANKING}, {miles} AS miles FROM {source} e WHERE {where}"
        if limit:
            fits += f" LIMIT {limit}"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT f.id, f.service_id, f.miles, {FELT} AS felt FROM ({fits}) f"
                f" ORDER BY felt, f.id LIMIT {CANDIDATES}",
                {**self.values, **values, **_ages(today)},
            )
            return [Candidate(*row) for row in cursor.fetchall()]


class Candidate(NamedTuple):
    """An entry that fits, and how far away it is and feels."""

    id: UUID
    service: UUID
    miles: float | None
    felt: float


def shown(ids: list[UUID], now: datetime) -> dict[UUID, dict[str, Any]]:
    """What the list tells of these entries, with `open` (None: nobody knows) and `spans`."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(SHOWN)}, e.open_minutes @> {MINUTE}, e.open_minutes::text"
            " FROM directory_searchentry e WHERE e.id = ANY(%(ids)s)",
            {"ids": ids, "now": now},
        )
        names = (*SHOWN, "open", "spans")
        return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


def _ages(today: date) -> dict[str, date]:
    return {
        "advised": today - timedelta(days=ADVISED_DAYS),
        "required": today - timedelta(days=REQUIRED_DAYS),
    }


MINUTE = (
    "((extract(isodow FROM (%(now)s::timestamptz AT TIME ZONE e.timezone)) - 1) * 1440"
    " + extract(hour FROM (%(now)s::timestamptz AT TIME ZONE e.timezone)) * 60"
    " + extract(minute FROM (%(now)s::timestamptz AT TIME ZONE e.timezone)))::int"
)
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
