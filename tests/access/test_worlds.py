"""Built worlds: what each actor really reads from the database, against plain Python over the facts."""

import os
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from kinwork.common.acting import acting_as
from tests.access.asking import ask, questions
from tests.access.deep import commit_now, keep_figure
from tests.access.grounds import case, judge
from tests.access.parties import ANSWERS
from tests.access.reading import read
from tests.access.worlds import FAMILY_ROWS, NOW, World, store

A_BUILD, DEEP, TOGETHER = 200, 2_000, 20
ASKED = 12  # of the worlds of a build; deep: all
SEED = int(datetime.now(UTC).strftime("%Y%m%d")) * 10_000


def compare(world: World) -> tuple[list[str], Counter]:
    """In words what differs; and how many rows each line of the rule opened."""
    found, lines = [], Counter()
    for actor in world.actors:
        wanted = judge(world, actor)
        lines.update(wanted.values())
        really = read(world, actor)
        shown = {row for row, line in wanted.items() if line}
        found += [told(world, actor, row, really) for row in sorted(shown ^ really, key=str)]
    return found, lines


def told(world: World, actor, row, really) -> str:
    table, key = row
    rows = {one.pk: one for model in FAMILY_ROWS for one in world.made[model]}
    facts = case(world, actor, rows[key])
    held = [name for name, value in facts._asdict().items() if value is True]
    side = "the database shows" if row in really else "the database hides"
    return f"World({world.seed}): {side} {table} {key}: {facts[:4]} {' '.join(held)}"


def answers(world: World) -> tuple[list[str], Counter]:
    """The questions that are no family row: what differs, and how often each was answered yes."""
    found, said = [], Counter()
    for actor in world.actors:
        thrown = questions(world, actor)
        wanted = {
            (name, number)
            for name, values in thrown.items()
            for number, one in enumerate(values, 1)
            if ANSWERS[name](world, actor, *one)
        }
        with acting_as(actor, now=NOW), connection.cursor() as cursor:
            really = ask(lambda *asked: cursor.execute(*asked) and cursor.fetchall(), thrown)
        said.update(name for name, _number in wanted)
        found += [
            f"World({world.seed}): the database says {'yes' if (name, n) in really else 'no'} to"
            f" {name}{thrown[name][n - 1]} for {actor}"
            for name, n in sorted(wanted ^ really)
        ]
    return found, said


def judged(numbers: Iterable[int], compare=compare) -> Counter:
    """Build, store and compare the worlds of these numbers; leaves nothing behind."""
    numbers, total = list(numbers), Counter()
    for start in range(0, len(numbers), TOGETHER):
        worlds = [World(number) for number in numbers[start : start + TOGETHER]]
        with transaction.atomic():
            store(worlds)
            for world in worlds:
                found, lines = compare(world)
                assert not found, "\n".join(found[:10])
                total += lines
            transaction.set_rollback(True)
    return total


@pytest.mark.django_db
def test_everybody_reads_what_the_facts_allow():
    lines = judged(range(SEED, SEED + A_BUILD))
    assert {"own", "owner agency", "shared", "family's request", "break-glass", "clock"} <= set(
        lines
    )


@pytest.mark.django_db
def test_every_question_is_answered_as_described():
    said = judged(range(SEED, SEED + ASKED), answers)
    assert set(said) <= set(ANSWERS) and len(said) > len(ANSWERS) - 4, set(ANSWERS) - set(said)


@pytest.mark.deep
@pytest.mark.django_db
def test_many_worlds():
    began, commit = datetime.now(UTC), commit_now()
    lines = judged(range(SEED, SEED + DEEP))
    asked = int(os.environ.get("KINWORK_ASKED", DEEP))
    said = judged(range(SEED, SEED + asked), answers)
    keep_figure(
        "access-worlds",
        "make test-deep-access-worlds",
        "Built worlds: what each actor reads from every table of family rows, against plain Python.",
        {"worlds": f"{DEEP:,}", "rows asked": f"{sum(lines.values()):,}", "differences": "0"}
        | {"worlds whose every question was asked": f"{asked:,}"}
        | {f"shown by: {line}": f"{n:,}" for line, n in sorted(lines.items(), key=str) if line}
        | {f"answered yes: {name}": f"{n:,}" for name, n in sorted(said.items())}
        | {"seeds": f"{SEED} to {SEED + DEEP - 1}"},
        began,
        commit,
    )
