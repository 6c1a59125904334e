"""The stored JSON document of each service: built in the database, served as it stands."""

# ruff: noqa: S608  (SQL is put together from constants of this module; values are bound)

from datetime import datetime
from uuid import UUID

from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.directory import queries
from kinwork.directory.actions.search import rebuild_search, refresh_openings
from kinwork.directory.actions.stage import by_index, execute, rows
from kinwork.directory.models import Source

CHUNK = 1000


def rebuild_documents(
    *, services: list[UUID] | None = None, source: Source | None = None, by: Actor, at: datetime
) -> int:
    """Build the documents of these services, of a source, or of all. A document whose text stays
    the same keeps its `modified`, so that harvesters read only what is new. Returns how many
    changed."""
    require(by)
    if services is None:
        where, values = ("WHERE source_id = %s", [source.pk]) if source else ("", [])
        found = rows(f"SELECT id FROM directory_service {where} ORDER BY id", values)
        services = [id for (id,) in found]
    changed = 0
    with by_index():
        for start in range(0, len(services), CHUNK):
            changed += _build(services[start : start + CHUNK], at)
        tally()
        rebuild_search(services=services, by=by, at=at)
    return changed


def refresh_capacity(*, service: UUID, by: Actor, at: datetime) -> None:
    """Openings changed, nothing else: the document is built anew, the lines of search are touched."""
    require(by)
    with by_index():
        _build([service], at)
        refresh_openings(service)


def _build(services: list[UUID], at: datetime) -> int:
    execute(
        "DELETE FROM directory_servicedocument d USING directory_service s"
        " WHERE d.service_id = s.id AND s.id = ANY(%s) AND s.left_source_at IS NOT NULL",
        [services],
    )
    return execute(
        "INSERT INTO directory_servicedocument AS d (service_id, whole, brief, modified,"
        " organization_id, term_ids, taxonomy_ids, words)"
        f" SELECT s.id, {queries.whole_sql('service', 's')}, {queries.brief_sql('service', 's')},"
        " %s, s.organization_id,"
        " coalesce((SELECT array_agg(DISTINCT a.taxonomy_term_id::text)::uuid[]"
        "  FROM directory_attribute a WHERE a.link_id = s.id), '{}'),"
        " coalesce((SELECT array_remove(array_agg(DISTINCT (SELECT t.taxonomy_id"
        "  FROM directory_taxonomyterm t WHERE t.id = a.taxonomy_term_id)::text), NULL)::uuid[]"
        "  FROM directory_attribute a WHERE a.link_id = s.id), '{}'),"
        " to_tsvector('english', left(concat_ws(' ', s.name, s.alternate_name, s.description,"
        "  s.eligibility_description, o.name, o.alternate_name), 100000))"
        " FROM directory_service s LEFT JOIN directory_organization o ON o.id = s.organization_id"
        " WHERE s.id = ANY(%s) AND s.left_source_at IS NULL"
        " ON CONFLICT (service_id) DO UPDATE SET whole = excluded.whole, brief = excluded.brief,"
        " modified = excluded.modified, organization_id = excluded.organization_id,"
        " term_ids = excluded.term_ids, taxonomy_ids = excluded.taxonomy_ids,"
        " words = excluded.words WHERE d.whole <> excluded.whole OR d.brief <> excluded.brief",
        [at, services],
    )


def tally() -> None:
    """Count the lists once, here, and not on every page of the API."""
    execute(
        "INSERT INTO directory_tally (name, total)"
        " SELECT 'service', count(*) FROM directory_servicedocument"
        " ON CONFLICT (name) DO UPDATE SET total = excluded.total"
    )
    for name in ("organization", "service_at_location", "taxonomy", "taxonomy_term"):
        execute(
            f"INSERT INTO directory_tally (name, total) SELECT %s, count(*)"
            f" FROM directory_{name.replace('_', '')} WHERE left_source_at IS NULL"
            " ON CONFLICT (name) DO UPDATE SET total = excluded.total",
            [name],
        )
