"""The search index is rebuilt here: lines of services, and the list of words in use."""

# ruff: noqa: S608  (SQL is put together from constants of this module; values are bound)

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.community import home
from kinwork.directory.actions.stage import execute, rows
from kinwork.directory.models import Inquiry
from kinwork.directory.search.entries import COLUMNS, SAFETY, entries
from kinwork.directory.search.words import searchable
from kinwork.library.codes import vocabulary

CHUNK = 500
MANY = 500  # from here on the list of words is counted anew
TYPES = {
    "id": "uuid",
    "service_id": "uuid",
    "location_id": "uuid",
    "cells": "int[]",
    "codes": "text[]",
    "terms": "text[]",
    "languages": "text[]",
    "latitude": "float8",
    "longitude": "float8",
    "is_exact": "boolean",
    "minimum_age_months": "smallint",
    "maximum_age_months": "smallint",
    "serves_pregnancy": "boolean",
    "remote": "boolean",
    "is_victim_service": "boolean",
    "assured_on": "date",
    "openings": "int",
    "room_until": "timestamptz",
    "open_minutes": "int4multirange",
}
MADE_OF = ("name_words", "term_words", "organization_words", "other_words", "codes")
BOTH = "(to_tsvector('english', {0}) || to_tsvector('spanish', {0}))"
ALL = "(to_tsvector('simple', {0}) || " + BOTH[1:]
# Lexemes are kept without their places in the text, only with a weight: half the size, and search
# never asks how near words stand.
WORDS = (
    "setweight({name}, 'A') || setweight({term}, 'B') || setweight({organization}, 'C')"
    " || setweight({other}, 'D') || coalesce((SELECT string_agg(quote_literal(code) || ':1A', ' ')"
    " FROM unnest(codes) code)::tsvector, '')"
).format(
    name=ALL.format("name_words"),
    term=ALL.format("term_words"),
    organization=ALL.format("organization_words"),
    other=BOTH.format("other_words"),
)


# Neighbours side by side in the table: a search near a place then reads few pages.
ALONG_THE_MAP = """
    SELECT s.id FROM directory_service s LEFT JOIN LATERAL (
      SELECT floor(coalesce(l.latitude, l.near_latitude) * 4) AS row,
        floor(coalesce(l.longitude, l.near_longitude) * 4) AS col
      FROM directory_serviceatlocation at JOIN directory_location l ON l.id = at.location_id
      WHERE at.service_id = s.id ORDER BY at.id LIMIT 1) place ON true
    ORDER BY place.row, place.col, s.id
"""


@transaction.atomic
def rebuild_search(*, services: Iterable[UUID] | None = None, by: Actor, at: datetime) -> int:
    """Lines of these services, or of all, built anew. Returns how many lines there are now."""
    require(by)
    if services is None:
        services = [id for (id,) in rows(ALONG_THE_MAP)]
        execute("DELETE FROM directory_searchentry")
    services = list(services)
    made = 0
    for start in range(0, len(services), CHUNK):
        made += _replace(services[start : start + CHUNK], at)
    if len(services) >= MANY:
        count_words()
    else:
        _add_words(services)
    return made


def _replace(services: list[UUID], at: datetime) -> int:
    execute("DELETE FROM directory_searchentry WHERE service_id = ANY(%s)", [services])
    lines = [dict(zip(COLUMNS, line, strict=True)) for line in entries(services, at)]
    kept = ", ".join(name for name in COLUMNS if name not in MADE_OF)
    typed = ", ".join(f"{name} {TYPES.get(name, 'text')}" for name in COLUMNS)
    return execute(
        f"INSERT INTO directory_searchentry ({kept}, words) SELECT {kept}, {WORDS}"
        f" FROM json_to_recordset(%s) AS line({typed})",
        [json.dumps(lines, default=str)],
    )


def refresh_openings(service: UUID) -> None:
    """Only the openings of one service changed: its lines keep their words and places."""
    execute(
        "UPDATE directory_searchentry e SET openings = said.openings, room_until = said.until"
        " FROM (SELECT sum(available)::int AS openings, min(valid_until) AS until"
        "  FROM directory_servicecapacity"
        "  WHERE service_id = %s AND available IS NOT NULL AND valid_until IS NOT NULL) said"
        " WHERE e.service_id = %s",
        [service, service],
    )


def count_words() -> None:
    """The list of words anew: how many entries hold each, and which are whole words to suggest."""
    execute("DELETE FROM directory_searchword")
    execute(
        "INSERT INTO directory_searchword (word, entries, is_spoken)"
        " SELECT word, ndoc, false FROM ts_stat('SELECT words FROM directory_searchentry')"
        " WHERE length(word) < 60"
    )
    _speak(
        "SELECT word, ndoc FROM ts_stat($$SELECT to_tsvector('simple', unaccent(name)) FROM"
        " directory_searchentry$$)"
    )
    _speak_vocabulary()


def _add_words(services: list[UUID]) -> None:
    """A few services changed: their new words join the list; counts are put right at night."""
    execute(
        "INSERT INTO directory_searchword (word, entries, is_spoken)"
        " SELECT DISTINCT lexeme, 1, false FROM directory_searchentry e, unnest(e.words)"
        " WHERE e.service_id = ANY(%s) AND length(lexeme) < 60 ON CONFLICT (word) DO UPDATE SET"
        " entries = greatest(directory_searchword.entries, 1)",
        [services],
    )
    spoken = "SELECT DISTINCT word, 1 FROM directory_searchentry e, unnest(tsvector_to_array("
    spoken += "to_tsvector('simple', unaccent(name)))) word WHERE e.service_id = ANY(%s)"
    _speak(spoken, [services])
    if not rows("SELECT 1 FROM directory_searchword WHERE word = 'panales' AND is_spoken"):
        _speak_vocabulary()


def _speak(sql: str, values: Iterable = ()) -> None:
    execute(
        "INSERT INTO directory_searchword (word, entries, is_spoken)"
        f" SELECT word, n, true FROM ({sql}) found(word, n) WHERE length(word) BETWEEN 4 AND 30"
        " AND word !~ '[0-9]' ON CONFLICT (word) DO UPDATE SET is_spoken = true",
        values,
    )


def _speak_vocabulary() -> None:
    said = {
        word
        for term in vocabulary.terms().values()
        for name in (term.en, term.es, *term.also_en, *term.also_es)
        for word in searchable(name).split()
    }
    _speak("SELECT word, 0 FROM unnest(%s::text[]) word", [sorted(said)])


def record_inquiry(
    *,
    need_code: str,
    place: str,
    language: str,
    results: int,
    outcome: str,
    at: datetime,
    door: str = Inquiry.Door.SEARCH,
) -> Inquiry | None:
    """Somebody asked: which need, about where, what there was. Never who; never of safety."""
    if need_code == SAFETY:
        return None
    return Inquiry.objects.create(
        at=at,
        community=home(),
        door=door,
        need_code=need_code if need_code in vocabulary.terms() else "",
        place=place[:60],
        language=language[:10],
        results=results,
        outcome=outcome,
    )
