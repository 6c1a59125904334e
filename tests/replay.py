"""What thousands of tests begin with is played once through the real actions; each later test runs
the very statements which that sent, in one round trip, with fresh ids.

    @played_once
    def make_cast(at, ...) -> Cast

The server checks what it checked the first time: the same logins, roles, policies, triggers and
constraints. Only Python and the waiting between statements are saved. A database in which anything
of the kind stands already, or a call whose arguments were not seen before, is played in full; `at`
may be another moment of the same day.
"""

import functools
import io
import pickle
import re
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from unittest import mock
from zoneinfo import ZoneInfo

import psycopg
from django.db import connection
from django.utils import timezone

BEGAN = datetime(2026, 3, 2, 16, tzinfo=UTC)  # a Monday morning in Arizona
ZONE = ZoneInfo("America/Phoenix")
AT = "at"
ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d")
# Nothing is read again: the answers are in the statements that follow. What a question does beside
# answering stays.
DOES = re.compile(r"set_config\(|\bkw_\w+\(|procrastinate_\w+\(")
IS_EMPTY = (
    "SELECT NOT EXISTS (SELECT FROM common_community) AND NOT EXISTS (SELECT FROM common_text)"
    " AND NOT EXISTS (SELECT FROM directory_searchword)"
)


@dataclass(frozen=True)
class Record:
    """statements: as the server got them. ids: those made on the way. at: when it is said to have
    been. began, ended: the clock on the wall meanwhile. result: what came back, pickled without
    those ids and without `at`."""

    statements: str
    ids: frozenset[uuid.UUID]
    at: datetime
    began: datetime
    ended: datetime
    result: bytes


def played_once(play):
    records: dict[tuple, Record] = {}

    @functools.wraps(play)
    def either(at: datetime = BEGAN, **more):
        key = (at.astimezone(UTC).date(), at.astimezone(ZONE).date(), *sorted(more.items()))
        if not _is_empty():
            return play(at, **more)
        if key in records:
            return _again(records[key], at)
        with _recording() as taken:
            result = play(at, **more)
        if taken.whole:
            records[key] = taken.record(result, at)
        return result

    return either


def _is_empty() -> bool:
    from kinwork.common.acting import acting_as
    from tests.cast import OPERATOR

    with acting_as(OPERATOR), connection.cursor() as cursor:
        cursor.execute(IS_EMPTY)
        return cursor.fetchone()[0]


class _Taken:
    def __init__(self):
        self.statements, self.ids = [], set()
        self.began, self.whole = timezone.now(), True

    def statement(self, execute, sql, params, many, context):
        if many:
            self.whole = False
        else:
            text = psycopg.ClientCursor(connection.connection).mogrify(sql, params)
            start = text.lstrip().split(None, 1)[0].upper()
            if start not in ("SAVEPOINT", "RELEASE", "SELECT") or DOES.search(text):
                self.statements.append(text)
        return execute(sql, params, many, context)

    def record(self, result, at: datetime) -> Record:
        def named(part) -> str | None:
            if isinstance(part, uuid.UUID) and part in self.ids:
                return part.hex
            return AT if isinstance(part, datetime) and part == at else None

        kept = io.BytesIO()
        pickler = pickle.Pickler(kept)
        pickler.persistent_id = named
        pickler.dump(result)
        text = ";\n".join(self.statements)
        ids = frozenset(self.ids)
        return Record(text, ids, at, self.began, timezone.now(), kept.getvalue())


@contextmanager
def _recording():
    taken, make = _Taken(), uuid.uuid4

    def fresh() -> uuid.UUID:
        made = make()
        taken.ids.add(made)
        return made

    with mock.patch("uuid.uuid4", fresh), connection.execute_wrapper(taken.statement):
        yield taken


def _again(record: Record, at: datetime):
    from kinwork.common.acting import acting_as
    from tests.cast import OPERATOR

    now, ids = timezone.now(), {one: uuid.uuid4() for one in record.ids}

    def with_id(found: re.Match) -> str:
        old = uuid.UUID(found[0])
        new = ids.get(old, old)
        return str(new) if "-" in found[0] else new.hex

    def with_moment(found: re.Match) -> str:
        old = datetime.fromisoformat(found[0])
        if old == record.at:
            return at.isoformat()
        return now.isoformat() if record.began <= old <= record.ended else found[0]

    text = MOMENT.sub(with_moment, ID.sub(with_id, record.statements))
    with acting_as(OPERATOR):
        psycopg.ClientCursor(connection.connection).execute(text)
    loader = pickle.Unpickler(io.BytesIO(record.result))
    loader.persistent_load = lambda name: at if name == AT else ids[uuid.UUID(name)]
    return loader.load()
