"""Rows of plans of every class in built worlds: what each actor reads, against the reference policy."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import transaction

from kinwork.family.plans.models import Goal, Plan, Step
from tests.access.planned import PlannedWorld, expected, read, store_plans

A_BUILD, TOGETHER = 60, 20
SEED = int(datetime.now(UTC).strftime("%Y%m%d")) * 10_000


def compare(world: PlannedWorld) -> tuple[list[str], Counter]:
    found, shown = [], Counter()
    for actor in world.actors:
        wanted, really = expected(world, actor), read(world, actor)
        shown.update((actor.kind, table) for table, _key in wanted)
        found += [
            f"World({world.seed}): the database {'shows' if row in really else 'hides'} {row}"
            f" for {actor}"
            for row in sorted(wanted ^ really, key=str)
        ]
    return found, shown


@pytest.mark.django_db
def test_everybody_reads_of_plans_what_the_facts_allow():
    shown = Counter()
    for start in range(SEED, SEED + A_BUILD, TOGETHER):
        worlds = [PlannedWorld(number) for number in range(start, start + TOGETHER)]
        with transaction.atomic():
            store_plans(worlds)
            for world in worlds:
                found, lines = compare(world)
                assert not found, "\n".join(found[:10])
                shown += lines
            transaction.set_rollback(True)
    for kind in ("staff", "family"):
        for model in (Plan, Goal, Step):
            assert shown[kind, model._meta.db_table] > 0, (kind, model)
    assert shown["clock", Goal._meta.db_table] and shown["clock", Step._meta.db_table]
