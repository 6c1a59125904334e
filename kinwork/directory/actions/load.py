"""Load one feed: gather everything in temporary tables, set right what can be, then change only
what is new. Nothing real is touched before `finish`, so a suspicious feed changes nothing.

    load = Load(source, by=actor, at=now)
    n = load.row(table=, file=, number=, key=, digest=, raw=, mended=, reason=, field=)
    load.record(n, "service", id, external_id, values, extra)
    counts = load.finish(complete=True)
"""

# ruff: noqa: S608  (SQL is put together from constants of this module; values are bound)

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.directory.actions import places, stage
from kinwork.directory.actions.documents import rebuild_documents
from kinwork.directory.actions.ledger import count_and_keep, keep_quarantine
from kinwork.directory.actions.resolve import POINTED_AT, resolve, set_aside
from kinwork.directory.actions.stage import Buffer, execute, rows, table
from kinwork.directory.models import ImportRun, Source
from kinwork.directory.shape import THINGS, Thing

GUARDED = ("organization", "service", "location")


class Shrunk(Exception):
    """The feed holds less than half of what its source had, or nothing: it looks broken."""


@dataclass
class Outcome:
    """What an import did: counts per table of the feed, and how many records really changed."""

    run: ImportRun
    tables: dict[str, dict[str, int]]
    set_aside: list[dict]
    changed: int
    left: int


class Load:
    def __init__(self, source: Source, *, form: str, by: Actor, at: datetime):
        require(by)
        self.source, self.form, self.by, self.at = source, form, by, at
        self.n = 0
        self.notes: dict[str, int] = {}
        stage.create()
        self._rows = Buffer("stage_row", stage.ROW_COLUMNS)
        self._patches = Buffer("stage_patch", ("n", "object", "id", "field", "words"))
        self._things = {
            name: Buffer(f"stage_{name}", ("n", *stage.columns(thing)))
            for name, thing in THINGS.items()
        }

    def row(self, *, table, file, number, key, digest, raw, mended=False, reason=None, field=None):
        """One row as read; the number that its records refer to."""
        self.n += 1
        self._rows.add((self.n, table, file, number, key, digest, mended, reason, field, raw))
        return self.n

    def note(self, code: str) -> None:
        self.notes[code] = self.notes.get(code, 0) + 1

    def record(self, n: int, name: str, id: UUID, external_id: str, values: dict, extra: str):
        """One object that row `n` says something of; blank values are None."""
        fields = [values.get(column) for column in THINGS[name].fields]
        self._things[name].add((n, id, external_id, *fields, extra))

    def patch(self, n: int, name: str, id: UUID, field: str, words: str) -> None:
        """A text that belongs into a field of another row's record."""
        self._patches.add((n, name, id, field, words))

    def finish(self, *, complete: bool, accept_shrink: bool = False, documents: bool = True):
        """Resolve, compare, write. `complete`: the feed lists all that its source has, so what is
        missing has left. Raises Shrunk before touching anything."""
        self._flush()
        self._guard(complete, accept_shrink)
        run = ImportRun.objects.create(source=self.source, started_at=self.at, rows_read=self.n)
        resolve()
        for thing in THINGS.values():
            self._write(thing)
        left = self._leave() if complete else 0
        places.locate()
        tables = count_and_keep(self.source, complete=complete)
        keep_quarantine(self.source, self.form, self.at, complete=complete)
        [(changed,)] = rows("SELECT count(*) FROM stage_changed")
        if documents and (changed or left):
            rebuild_documents(source=self.source, by=self.by, at=self.at)
        self._end(run, tables)
        return Outcome(run, tables, _set_aside(), changed, left)

    def _flush(self) -> None:
        for buffer in (self._rows, self._patches, *self._things.values()):
            buffer.flush()
        execute("CREATE INDEX ON stage_row (n)")
        execute("ANALYZE stage_row")
        for name, buffer in self._things.items():
            if buffer.sent:
                execute(f"CREATE INDEX ON stage_{name} (id)")
                execute(f"CREATE INDEX ON stage_{name} (n)")
                execute(f"ANALYZE stage_{name}")
        execute("CREATE TEMP TABLE stage_changed (object text, id uuid) ON COMMIT DROP")

    def _guard(self, complete: bool, accept_shrink: bool) -> None:
        held = {name: self._things[name].sent for name in THINGS}
        if not any(held.values()):
            raise Shrunk("The feed holds no row that could be read. Nothing was changed.")
        if not complete or accept_shrink:
            return
        for name in GUARDED:
            [(new,)] = rows(f"SELECT count(DISTINCT id) FROM stage_{name}")
            [(old,)] = rows(
                f"SELECT count(*) FROM {table(name)} WHERE source_id = %s"
                " AND left_source_at IS NULL"
                + (" AND NOT placeholder" if name == "organization" else ""),
                [self.source.pk],
            )
            if new * 2 < old:
                raise Shrunk(
                    f"The feed holds {new} rows of {THINGS[name].file}, and had {old} before:"
                    " it shrank by more than half. Nothing was changed."
                )

    def _write(self, thing: Thing) -> None:
        name, real = thing.name, table(thing.name)
        compared = ", ".join(
            f'extract(epoch FROM "{column}")' if thing.kind(column) == "datetime" else f'"{column}"'
            for column in thing.fields
        )
        if not execute(f"UPDATE stage_{name} SET hash = md5(ROW({compared})::text)::uuid"):
            return
        set_aside(
            name,
            f"EXISTS (SELECT 1 FROM {real} t WHERE t.id = s.id"
            f" AND t.source_id IS DISTINCT FROM '{self.source.pk}'::uuid"
            f" AND t.content_hash IS DISTINCT FROM s.hash)",
            "other_source",
            "id",
        )
        execute(_upsert(thing), [self.source.pk, self.at, name])
        if name == "organization":
            execute(
                f"UPDATE {real} t SET placeholder = (s.n = -1) FROM stage_organization s"
                " WHERE s.id = t.id AND t.placeholder IS DISTINCT FROM (s.n = -1)"
                " AND t.source_id = %s",
                [self.source.pk],
            )

    def _leave(self) -> int:
        """What its source no longer lists: details go, what others point at is marked."""
        left = 0
        for name in reversed(THINGS):
            gone = (
                f"t.source_id = %s AND NOT EXISTS (SELECT 1 FROM stage_{name} s WHERE s.id = t.id)"
            )
            if name in POINTED_AT:
                if name == "organization":
                    gone += " AND NOT t.placeholder"
                left += execute(
                    f"UPDATE {table(name)} t SET left_source_at = %s"
                    f" WHERE t.left_source_at IS NULL AND {gone}",
                    [self.at, self.source.pk],
                )
            else:
                left += execute(f"DELETE FROM {table(name)} t WHERE {gone}", [self.source.pk])
        return left

    def _end(self, run: ImportRun, tables: dict) -> None:
        run.counts, run.notes = tables, self.notes
        run.state, run.ended_at = ImportRun.State.DONE, self.at
        run.save()
        self.source.loaded_at = self.at
        self.source.save()
        audit.record("directory.import", self.source, by=self.by, at=self.at, run=str(run.pk))


def take_your_time() -> None:
    """The limits of the web login are for pages; a whole directory takes longer."""
    execute("SET LOCAL statement_timeout = 0")
    execute("SET LOCAL idle_in_transaction_session_timeout = 0")


def _set_aside() -> list[dict]:
    names = ("file", "row", "field", "reason")
    found = rows(
        "SELECT file, row_no, coalesce(field, ''), reason FROM stage_row"
        " WHERE reason IS NOT NULL ORDER BY file, row_no, n"
    )
    return [dict(zip(names, line, strict=True)) for line in found]


def _upsert(thing: Thing) -> str:
    name, real = thing.name, table(thing.name)
    names, values, updates = [], [], []
    for column in thing.fields:
        kind = thing.kind(column)
        is_text = kind in ("text", "time", "moment", "uri", "email")
        names.append(f'"{column}"')
        values.append(f"coalesce(s.\"{column}\", '')" if is_text else f's."{column}"')
        new = f'excluded."{column}"'
        kept = thing.own.get(column) and not is_text
        updates.append(f'"{column}" = ' + (f'coalesce({new}, t."{column}")' if kept else new))
    return (
        f"WITH written AS (INSERT INTO {real} AS t (id, external_id, extra, content_hash,"
        f" source_id, changed_at, {', '.join(names)})"
        f" SELECT s.id, coalesce(s.external_id, ''), coalesce(s.extra, '{{}}')::jsonb, s.hash,"
        f" %s, %s, {', '.join(values)} FROM stage_{name} s"
        f" ON CONFLICT (id) DO UPDATE SET content_hash = excluded.content_hash,"
        f" extra = excluded.extra, changed_at = excluded.changed_at, left_source_at = NULL,"
        f" {', '.join(updates)} WHERE t.source_id = excluded.source_id"
        f" AND (t.content_hash IS DISTINCT FROM excluded.content_hash"
        f" OR t.left_source_at IS NOT NULL) RETURNING t.id)"
        f" INSERT INTO stage_changed SELECT %s, id FROM written"
    )
