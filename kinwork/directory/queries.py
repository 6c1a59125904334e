"""Reads that deserve a name; and how HSDS JSON is put together from the tables, in SQL.

JSON is built by PostgreSQL from shape.THINGS, so that one service costs no object in Python and
thousands cost one statement.
"""

# ruff: noqa: S608  (SQL is put together from constants of this module; values are bound)

from collections.abc import Iterable
from itertools import count
from uuid import UUID

from django.db import connection

from kinwork.directory.models import TABLES, ServiceDocument
from kinwork.directory.shape import LASTING, THINGS, Thing

TEXTS = ("text", "time", "moment", "uri", "email")
# Links that the nesting already says; the rest point away from it and are served.
SHOWN_LINKS = {
    "organization": ("parent_organization_id",),
    "taxonomy_term": ("parent_id",),
    "location": ("organization_id",),
    "attribute": (),
}
# A service's organization does not repeat all its places in each of its services.
LEFT_OUT = {"organization": ("locations",)}


class _Names:
    """Fresh aliases for nested selects."""

    def __init__(self):
        self.numbers = count()

    def next(self) -> str:
        return f"t{next(self.numbers)}"


def _table(name: str) -> str:
    return TABLES[name]._meta.db_table


def _pairs(thing: Thing, alias: str) -> list[str]:
    """'key', value for the flat part of an object; blank optional texts become null."""
    pairs = [f"'id', {alias}.id"]
    for column in (*SHOWN_LINKS.get(thing.name, ()), *thing.columns, *thing.own):
        value = f'{alias}."{column}"'
        if thing.fields[column] in TEXTS:  # with `!` it stays, even when empty
            value = f"nullif({value}, '')"
        pairs.append(f"'{column}', {value}")
    return pairs


def _extras(thing: Thing, alias: str, names: _Names) -> list[str]:
    """attributes[] and metadata[], which any object may carry."""
    parts = []
    if not thing.plain:
        parts.append(f"'attributes', {_many('attribute', 'link_id', alias, names)}")
    if thing.name not in ("metadata", "attribute"):
        parts.append(f"'metadata', {_many('metadata', 'resource_id', alias, names)}")
    return parts


def _many(name: str, column: str, parent: str, names: _Names) -> str:
    alias = names.next()
    # By the id's text: by the id itself, the planner walks the whole primary key to find it sorted.
    living = f" AND {alias}.left_source_at IS NULL" if name in LASTING else ""
    return (
        f"(SELECT json_agg({_build(_parts(THINGS[name], alias, names))} ORDER BY {alias}.id::text)"
        f' FROM {_table(name)} {alias} WHERE {alias}."{column}" = {parent}.id{living})'
    )


def _one(name: str, link: str, parent: str, names: _Names, whole: bool) -> str:
    alias, thing = names.next(), THINGS[name]
    parts = _parts(thing, alias, names, LEFT_OUT.get(name, ())) if whole else _pairs(thing, alias)
    return (
        f'(SELECT {_build(parts)} FROM {_table(name)} {alias} WHERE {alias}.id = {parent}."{link}")'
    )


def _build(parts: list[str]) -> str:
    return f"json_build_object({', '.join(parts)})"


def _parts(thing: Thing, alias: str, names: _Names, without: Iterable[str] = ()) -> list[str]:
    """Everything of one object, nested. PostgreSQL takes 50 pairs; a service has 45."""
    parts = _pairs(thing, alias)
    for key, link in thing.one.items():
        parts.append(f"'{key}', {_one(thing.links[link], link, alias, names, True)}")
    for key, (child, column) in thing.many.items():
        if key not in without:
            parts.append(f"'{key}', {_many(child, column, alias, names)}")
    return parts + _extras(thing, alias, names)


def _stripped(sql: str) -> str:
    return f"json_strip_nulls({sql})::text"


def whole_sql(name: str, alias: str, *, services: str = "", without: Iterable[str] = ()) -> str:
    """SQL text of one fully nested object. services: 'brief' or 'whole' adds an organization's."""
    thing, names = THINGS[name], _Names()
    parts = _parts(thing, alias, names, without)
    if name == "organization" and services:
        parts.append(f"'services', {_services(alias, services)}")
    if name == "service_at_location":
        parts.append(f"'service', {_one('service', 'service_id', alias, names, False)}")
    return _stripped(_build(parts))


def _services(alias: str, size: str) -> str:
    return (
        f"(SELECT json_agg(d.{size}::json ORDER BY d.service_id) FROM directory_servicedocument d"
        f" WHERE d.organization_id = {alias}.id)"
    )


def brief_sql(name: str, alias: str) -> str:
    """SQL text of one object as a line of a list: its own fields, and what it has one of."""
    thing, names = THINGS[name], _Names()
    parts = _pairs(thing, alias)
    parts += [
        f"'{key}', {_one(thing.links[link], link, alias, names, False)}"
        for key, link in thing.one.items()
    ]
    if name == "service_at_location":
        parts.append(f"'service', {_one('service', 'service_id', alias, names, False)}")
    return _stripped(_build(parts))


def service_document(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The stored JSON text of these services."""
    found = ServiceDocument.objects.filter(service_id__in=list(ids))
    return dict(found.values_list("service_id", "whole"))


def documents(
    name: str,
    ids: list[UUID],
    *,
    whole: bool = False,
    services: str = "",
    without: Iterable[str] = (),
) -> list[str]:
    """JSON texts of these rows, in the order of `ids`, made from the tables at this moment."""
    if not ids:
        return []
    if whole:
        sql = whole_sql(name, "x", services=services, without=without)
    else:
        sql = brief_sql(name, "x")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT x.id, {sql} FROM {_table(name)} x WHERE x.id = ANY(%s)",
            [ids],
        )
        texts = dict(cursor.fetchall())
    return [texts[id] for id in ids if id in texts]
