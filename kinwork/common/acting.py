"""`acting_as`: the one door into the database. It opens a transaction, takes the app's role,
and tells PostgreSQL who acts; row-level security reads the same settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from kinwork.common.actor import Actor

_current: ContextVar[Actor | None] = ContextVar("actor", default=None)
SETTINGS = ("kind", "actor", "hat", "role", "community", "purpose", "now")
_SET = "SELECT set_config('role', %s, true), " + ", ".join(
    f"set_config('kw.{name}', %s, true)" for name in SETTINGS
)
_READ = "SELECT current_setting('role') AS db_role, " + ", ".join(
    f"coalesce(current_setting('kw.{name}', true), '') AS {name}" for name in SETTINGS
)
# What was set before, and then the same as _SET, in one statement, for a deed changes hands often. No
# clock given: the one before stays.
_CHANGE = (
    f"WITH before AS MATERIALIZED ({_READ}) SELECT before.*, "  # noqa: S608 (our own settings' names)
    + _SET.removeprefix("SELECT ").replace("'kw.now', %s", "'kw.now', coalesce(%s, before.now)")
    + " FROM before"
)


class NobodyActs(Exception):
    """A deed was tried outside `acting_as`, or in somebody else's name."""


def current_actor() -> Actor | None:
    return _current.get()


def require(by: Actor) -> None:
    """Actions call this first: the database believes in the same actor as the action does."""
    if _current.get() != by:
        raise NobodyActs(f"{by} is not who the database thinks is acting ({_current.get()})")


@contextmanager
def acting_as(actor: Actor, *, now: datetime | None = None) -> Iterator[Actor]:
    """Everything inside happens as `actor`, in one transaction (or savepoint).

    Within somebody's transaction, settings and role are put back on leaving, because SET LOCAL
    outlives a released savepoint; where the transaction is our own, its end does that. Whatever a
    connection was left with, nothing of it is believed: all settings are said anew.
    `now` sets the access rule's clock; the database heeds it only where its owner marked it as
    a demo or test database.
    """
    within = connection.in_atomic_block or not connection.get_autocommit()
    with transaction.atomic():
        wanted = (settings.DATABASE_ROLE, *_values(actor), now.isoformat() if now else None)
        before = _change(*wanted) if within else _set(*wanted)
        token = _current.set(actor)
        try:
            yield actor
            # Where a rollback comes, it puts them back, and takes no SQL.
            if within and not connection.needs_rollback:
                _set(*before)
        finally:
            _current.reset(token)


def _change(*values: str | None) -> tuple[str, ...]:
    """What was set before; the clock stays where none is given."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGE, values)
        return cursor.fetchone()[: len(values)]


def _set(*values: str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SET, ["" if value is None else value for value in values])


def _values(actor: Actor) -> list[str]:
    parts = (actor.kind, actor.id, actor.hat, actor.role, actor.community, actor.purpose)
    return ["" if part is None else str(part) for part in parts]
