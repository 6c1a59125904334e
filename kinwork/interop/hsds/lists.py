"""Lists of the read API: which ids, how many, and their JSON texts, straight from the database."""

# ruff: noqa: S608  (SQL is put together from constants of this module; values are bound)

from collections.abc import Iterator

from django.db import connection

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from kinwork.directory import queries
from kinwork.directory.actions.places import middle
from kinwork.directory.models import TABLES, Tally
from kinwork.interop.hsds.parameters import BadParameter

CHUNK = 500
METRES = (
    "(6371008.8 * 2 * asin(least(1, sqrt(power(sin(radians({lat} - %(lat)s) / 2), 2)"
    " + cos(radians({lat})) * cos(radians(%(lat)s))"
    " * power(sin(radians({lon} - %(lon)s) / 2), 2)))))"
)
NAMES = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}


class Listing:
    """One list under its filters: a FROM with its WHERE, the key column, and how JSON is made."""

    def __init__(self, path: str, asked: dict):
        self.path, self.asked = path, asked
        self.name = NAMES[path]
        self.values: dict = {}
        self.wheres: list[str] = []
        if path == "services":
            self.table, self.key = "directory_servicedocument", "x.service_id"
        else:
            self.table, self.key = TABLES[self.name]._meta.db_table, "x.id"
            self.wheres.append("x.left_source_at IS NULL")
        self._bare = len(self.wheres)
        for parameter in asked:
            filter_ = getattr(self, f"by_{parameter}", None)
            if filter_ is not None:
                filter_(asked[parameter])

    # filters: by_ and the name of the parameter

    def by_search(self, text: str) -> None:
        self.values["search"] = text
        query = "websearch_to_tsquery('english', %(search)s)"
        inside = {
            "services": "x.words",
            "service_at_locations": "(SELECT d.words FROM directory_servicedocument d"
            " WHERE d.service_id = x.service_id)",
            "organizations": "to_tsvector('english',"
            " left(concat_ws(' ', x.name, x.alternate_name, x.description), 100000))",
        }.get(self.path, "to_tsvector('english', concat_ws(' ', x.name, x.description))")
        self.wheres.append(f"{inside} @@ {query}")

    def _by_term(self, column: str, parameter: str) -> None:
        holds = f"d.{column} @> ARRAY[%({parameter})s]::uuid[]"
        self.wheres.append(
            {
                "services": f"x.{column} @> ARRAY[%({parameter})s]::uuid[]",
                "organizations": "x.id IN (SELECT d.organization_id FROM"
                f" directory_servicedocument d WHERE {holds})",
                "service_at_locations": "x.service_id IN (SELECT d.service_id FROM"
                f" directory_servicedocument d WHERE {holds})",
            }[self.path]
        )

    def by_taxonomy_term_id(self, id) -> None:
        self.values["term"] = id
        self._by_term("term_ids", "term")

    def by_taxonomy_id(self, id) -> None:
        self.values["taxonomy"] = id
        if self.path == "taxonomy_terms":
            self.wheres.append("x.taxonomy_id = %(taxonomy)s")
        else:
            self._by_term("taxonomy_ids", "taxonomy")

    def by_organization_id(self, id) -> None:
        self.values["organization"] = id
        self.wheres.append(
            "x.organization_id = %(organization)s"
            if self.path == "services"
            else "x.service_id IN (SELECT d.service_id FROM directory_servicedocument d"
            " WHERE d.organization_id = %(organization)s)"
        )

    def by_modified_after(self, moment) -> None:
        self.values["after"] = moment
        self.wheres.append(
            "x.modified >= %(after)s"
            if self.path == "services"
            else "x.service_id IN (SELECT d.service_id FROM directory_servicedocument d"
            " WHERE d.modified >= %(after)s)"
        )

    def by_top_only(self, wanted: bool) -> None:
        if wanted:
            self.wheres.append("x.parent_id IS NULL")

    def by_parent_id(self, id) -> None:
        self.values["parent"] = id
        self.wheres.append("x.parent_id = %(parent)s")

    def by_postcode(self, code: str) -> None:
        """With proximity: places in a circle around the middle of the ZIP code. Alone: places in
        it, and services whose area names it."""
        found = middle(code)
        if found is None:
            raise BadParameter("postcode", "this ZIP code is not known")
        metres = self.asked.get("proximity")
        self.values |= {"lat": found[0], "lon": found[1], "zip": code}
        if metres is None:
            self.wheres.append(
                "(x.location_id IN (SELECT a.location_id FROM directory_address a"
                " WHERE left(a.postal_code, 5) = %(zip)s) OR EXISTS (SELECT 1 FROM"
                " directory_servicearea r WHERE (r.service_id = x.service_id OR"
                " r.service_at_location_id = x.id) AND position(%(zip)s IN"
                " concat_ws(' ', r.name, r.description, r.extent)) > 0))"
            )
            return
        lat, lon = (
            "coalesce(l.latitude, l.near_latitude)",
            "coalesce(l.longitude, l.near_longitude)",
        )
        self.values |= {"metres": metres, "degrees": metres / 110_000}
        self.wheres.append(
            f"x.location_id IN (SELECT l.id FROM directory_location l WHERE {lat} BETWEEN"
            f" %(lat)s - %(degrees)s AND %(lat)s + %(degrees)s"
            f" AND {METRES.format(lat=lat, lon=lon)} <= %(metres)s)"
        )

    # answers

    @property
    def where(self) -> str:
        return f"WHERE {' AND '.join(self.wheres)}" if self.wheres else ""

    def total(self) -> int:
        if len(self.wheres) == self._bare:
            found = Tally.objects.filter(name=self.name).values_list("total", flat=True).first()
            if found is not None:
                return found
        return self._fetch(f"SELECT count(*) FROM {self.table} x {self.where}")[0][0]

    def texts(self, limit: int, offset: int) -> list[str]:
        return [text for _id, text in self._page(f"LIMIT {limit:d} OFFSET {offset:d}", self.where)]

    def every(self) -> Iterator[str]:
        """All of it, in chunks, each in a transaction of its own: the answer is streamed after
        the request's own transaction is over."""
        last = None
        while True:
            with acting_as(VISITOR):
                after = "" if last is None else f"{self.key} > %(last)s"
                where = " AND ".join([*self.wheres, after] if after else self.wheres)
                self.values["last"] = last
                found = self._page(f"LIMIT {CHUNK}", f"WHERE {where}" if where else "")
            if not found:
                return
            last = found[-1][0]
            yield "".join(text + "\n" for _id, text in found)

    def _page(self, limit: str, where: str) -> list[tuple]:
        tail = f"FROM {self.table} x {where} ORDER BY {self.key} {limit}"
        if self.path == "services":
            return self._fetch(f"SELECT x.service_id, {self._stored()} {tail}")
        ids = [id for (id,) in self._fetch(f"SELECT x.id {tail}")]
        whole = bool(self.asked.get("full"))
        services = "whole" if self.asked.get("full_service") else ("brief" if whole else "")
        texts = queries.documents(self.name, ids, whole=whole or bool(services), services=services)
        return list(zip(ids, texts, strict=True))

    def _stored(self) -> str:
        if self.asked.get("minimal"):
            return "json_build_object('id', x.service_id, 'modified_date', x.modified)::text"
        return "x.whole" if self.asked.get("full") else "x.brief"

    def _fetch(self, sql: str) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(sql, self.values)
            return cursor.fetchall()
