"""How the database guards each table: one declaration on each model, one policy line in SQL.

Every concrete model has a class attribute `access`. `kinwork database policies` turns it into
grants and row-level security; a guard test refuses a model without one.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Public:
    """Everybody reads (directory, calendars, texts); the app's role writes through actions."""


@dataclass(frozen=True)
class Private:
    """The app's role alone, no row-level security: accounts and sessions, read before an actor is known."""


@dataclass(frozen=True)
class AppendOnly:
    """The app's role inserts; `select` is an SQL condition for reading; nobody changes or deletes."""

    select: str = "true"


@dataclass(frozen=True)
class FamilyRows:
    """Forced row-level security by the one rule: columns of people.models.FamilyRow.

    write: extra SQL that must hold for INSERT and UPDATE beside the rule; read: for SELECT.
    """

    write: str = "true"
    read: str = "true"


@dataclass(frozen=True)
class Custom:
    """Forced row-level security by own SQL conditions; `update` also guards the row after change.

    columns: the only ones that may be updated (none named: all).
    """

    select: str
    insert: str = "false"
    update: str = "false"
    delete: str = "false"
    columns: tuple[str, ...] = ()
