"""What an actor really reads from every table of family rows of a world."""

from django.db import connection

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from tests.access.worlds import FAMILY_ROWS, NOW, World

READ = " UNION ALL ".join(
    f"SELECT '{table}', id FROM {table} WHERE community_id = ANY(%s)"
    for table in (model._meta.db_table for model in FAMILY_ROWS)
)


def places(world: World) -> list[list]:
    """The values of READ."""
    return [[one.pk for one in world.communities]] * len(FAMILY_ROWS)


def read(world: World, actor: Actor) -> set[tuple[str, object]]:
    """(table, id) of every family row that the database shows to this actor."""
    with acting_as(actor, now=NOW), connection.cursor() as cursor:
        cursor.execute(READ, places(world))
        return set(cursor.fetchall())
