"""The content of the directory's tables, for comparing before and after."""

from django.db import connection

from kinwork.directory.models import TABLES
from kinwork.directory.shape import THINGS
from kinwork.interop.hsds.write import column_of, rows_of

OPERATORS_TABLES = ("servicedocument", "sourcerow", "quarantined", "importrun", "searchentry")


def content() -> dict[str, list[tuple]]:
    """HSDS object -> its rows, links and columns, ordered by id."""
    return {name: list(rows_of(thing)) for name, thing in THINGS.items()}


def empty() -> None:
    """Take every HSDS row away, the sources and their accounts too."""
    with connection.cursor() as cursor:
        for table in OPERATORS_TABLES:
            cursor.execute(f"DELETE FROM directory_{table}")
        for name in reversed(THINGS):
            cursor.execute(f"DELETE FROM {TABLES[name]._meta.db_table}")
        cursor.execute("DELETE FROM directory_source")


def differences(before: dict, after: dict) -> list[str]:
    """One line for each row that is not the same, the first ten of each object."""
    found = []
    for name in THINGS:
        names = ["id", *(column_of(THINGS[name], column) for column in THINGS[name].fields)]
        old, new = ({row[0]: row for row in side[name]} for side in (before, after))
        for id in sorted(set(old) | set(new))[:10_000]:
            if old.get(id) != new.get(id):
                pairs = zip(names, old.get(id) or (), new.get(id) or (), strict=False)
                changed = [f"{n}: {a!r} -> {b!r}" for n, a, b in pairs if a != b]
                found.append(f"{name} {id}: {changed or (id in old, id in new)}")
    return found
