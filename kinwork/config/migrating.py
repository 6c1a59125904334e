"""Bring the database to what the code expects. Runs as the owner (KINWORK_LOGIN=kw_owner)."""

import importlib.util
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection

MARKS = ("demo", "test")


def migrate(tell: Callable[[str], None] = lambda line: None, *, mark: str = "") -> None:
    """Tables, then the cache table, then functions, grants and policies; repeatable.

    `mark` says that this database is a demo or a test: only there may a clock be set by hand.
    """
    tell("tables")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    policies(tell)
    if mark in MARKS:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO common_databasemark (kind) VALUES (%s) ON CONFLICT DO NOTHING", [mark]
            )


def policies(tell: Callable[[str], None] = lambda line: None) -> None:
    """Install the access rule's functions, the grants and the row policies again."""
    if importlib.util.find_spec("kinwork.trust.access.install") is None:
        tell("no access rule in this code yet")
        return
    from kinwork.trust.access.install import install

    tell("functions, grants and policies")
    install(connection)


def pending() -> list[str]:
    """Migrations that the code has and the database has not, as `app.name`."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
