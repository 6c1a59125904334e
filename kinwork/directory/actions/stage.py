"""Temporary tables that one import is gathered in before anything real is touched."""

from collections.abc import Iterable
from contextlib import contextmanager

from django.db import connection

from kinwork.directory.models import TABLES
from kinwork.directory.shape import THINGS, Thing

TYPES = {
    "text": "text",
    "time": "text",
    "moment": "text",
    "uri": "text",
    "email": "text",
    "uuid": "uuid",
    "number": "float8",
    "integer": "int",
    "boolean": "boolean",
    "date": "date",
    "datetime": "timestamptz",
}
BATCH = 2000
SCRATCH = ("row", "patch", "changed", "now", "place", "zip")
ROW_COLUMNS = ("n", "tbl", "file", "row_no", "key", "digest", "mended", "reason", "field", "raw")


def execute(sql: str, values: Iterable = ()) -> int:
    """Run one statement; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values) or None)
        return cursor.rowcount


def rows(sql: str, values: Iterable = ()) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values) or None)
        return cursor.fetchall()


def table(name: str) -> str:
    """The real table of an HSDS object."""
    return TABLES[name]._meta.db_table


def columns(thing: Thing) -> list[str]:
    return ["id", "external_id", *thing.fields, "extra"]


def create() -> None:
    """One temporary table per object, and one for the rows as read."""
    for name in (*SCRATCH, *THINGS):
        execute(f"DROP TABLE IF EXISTS stage_{name}")
    execute(
        "CREATE TEMP TABLE stage_row (n int, tbl text, file text, row_no int, key uuid,"
        " digest uuid, mended boolean, reason text, field text, raw text) ON COMMIT DROP"
    )
    execute(
        "CREATE TEMP TABLE stage_patch (n int, object text, id uuid, field text, words text)"
        " ON COMMIT DROP"
    )
    for thing in THINGS.values():
        typed = [f'"{name}" {TYPES[thing.kind(name)]}' for name in thing.fields]
        execute(
            f"CREATE TEMP TABLE stage_{thing.name} (n int, id uuid, external_id text,"
            f" {', '.join(typed)}, extra text, hash uuid) ON COMMIT DROP"
        )


COSTLY = ("enable_seqscan", "enable_mergejoin")


@contextmanager
def by_index():
    """Statements of many small lookups into tables just filled: nothing has counted their rows
    yet (the app's role may not), so the planner would read each table from end to end a thousand
    times."""
    for name in COSTLY:
        execute(f"SET LOCAL {name} = off")
    yield
    for name in COSTLY:
        execute(f"SET LOCAL {name} = on")


class Buffer:
    """Rows on their way into one temporary table, sent by COPY in batches."""

    def __init__(self, target: str, names: Iterable[str]):
        quoted = ", ".join(f'"{name}"' for name in names)
        self.sql = f"COPY {target} ({quoted}) FROM STDIN"
        self.waiting: list[tuple] = []
        self.sent = 0

    def add(self, values: tuple) -> None:
        self.waiting.append(values)
        if len(self.waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        if not self.waiting:
            return
        with connection.cursor() as cursor, cursor.copy(self.sql) as copy:
            for values in self.waiting:
                copy.write_row(values)
        self.sent += len(self.waiting)
        self.waiting.clear()
