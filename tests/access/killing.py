"""What finds a mutant of the access rule: the matrix against the reference, grounds with one thing
wrong, what is asked and done beside the rule, and built worlds: what everybody reads, and every
question that is no family row.

Each stops at its first difference, and what found the last mutant of a function is asked first about
the next one. Whatever a mutant changed is rolled back.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from random import Random
from re import findall
from types import ModuleType
from typing import NamedTuple

import psycopg
from psycopg import errors

from kinwork.common.actor import Actor
from tests.access.asking import ask, questions
from tests.access.cells import ALL, case, nearest
from tests.access.deeds.all import DEEDS, OF_DEEDS, done, stored
from tests.access.mutants import Mutant, functions
from tests.access.one_wrong import questions as one_wrong
from tests.access.policy import Case, may_see
from tests.access.reading import READ, places
from tests.access.test_matrix import COPY, TABLE, select
from tests.access.worlds import NOW, World

CELLS = 60_000
ROWS = "rows"
BROKEN = (
    *(errors.SyntaxError, errors.UndefinedColumn, errors.UndefinedFunction, errors.UndefinedTable),
    *(errors.DatatypeMismatch, errors.AmbiguousColumn, errors.GroupingError, errors.DuplicateAlias),
    *(errors.InvalidTextRepresentation, errors.CannotCoerce, errors.IndeterminateDatatype),
)
SETTINGS = ("kind", "actor", "hat", "role", "community", "purpose", "now")
ACT = "SELECT set_config('role', 'kw_app', true), " + ", ".join(
    f"set_config('kw.{name}', %s, true)" for name in SETTINGS
)


class Stillborn(Exception):
    """The mutant is no SQL, or no Python: nobody could have installed it."""


class Probe(NamedTuple):
    """One look at a world: what this actor reads, or what it is answered to one question."""

    world: World
    actor: Actor
    what: str
    values: list
    wanted: set


@cache
def reached() -> dict[str, set[str]]:
    """For each function of the rule: those that are called when it is asked."""
    calls = {name: {name} | set(findall(r"kw_\w+", body)) for name, _whole, body in functions()}
    for _ in calls:
        calls = {
            name: set().union(*(calls.get(one, {one}) for one in calls[name])) for name in calls
        }
    return calls


def asks(what: str, function: str) -> bool:
    """Whether a probe of this sort would notice a change of this function at all."""
    start = "kw_may_see" if what == ROWS else f"kw_{what}"
    return function in reached().get(start, {start})


class Killers:
    """A database with worlds in it, and what the rule says there as it stands."""

    def __init__(self, connection: psycopg.Connection, worlds: list[World], seed: int):
        self.connection, self.seed = connection, seed
        connection.execute("SET statement_timeout = '20s'")
        self._cells()
        self.one_wrong = [*one_wrong(), *stored(OF_DEEDS)]
        self.deeds = stored(DEEDS)
        self.probes = [one for world in worlds for one in self._probes(world)]
        connection.rollback()
        Random(seed).shuffle(self.probes)
        self.probes.sort(key=lambda one: one.what == ROWS and -len(one.wanted) // 20)
        self.order: dict[str, list[Probe]] = {}

    def _cells(self) -> None:
        dice, cells = Random(self.seed), []
        self.connection.execute(TABLE)
        with self.connection.cursor() as cursor, cursor.copy(COPY) as copy:
            # Few cells of a throw lie where one ground alone decides about an intake worker.
            thrown = {*dice.sample(range(ALL), CELLS), *nearest("intake worker", "caseworker")}
            for number in sorted(thrown):
                values, bits = case(number, self.seed)
                cells.append((values, may_see(Case._make(values))))
                copy.write_row((number, *values[:4], bits, cells[-1][1]))
        dice.shuffle(cells)
        self.cells = cells
        self.connection.commit()

    def _probes(self, world: World) -> Iterator[Probe]:
        for actor in world.actors:
            thrown = {ROWS: []} | questions(world, actor)
            for what, values in thrown.items():
                bare = Probe(world, actor, what, values, set())
                yield bare._replace(wanted=self._asked(bare))

    def kills(self, mutant: Mutant) -> bool:
        """Whether some answer differs. Stillborn: it cannot even be asked."""
        if mutant.function.startswith("python"):
            return self._kills_python(mutant)
        function = mutant.function.removeprefix("sql ")
        try:
            self.connection.execute(mutant.text)
            return (
                self._cells_differ(function) or self._takes_a_wrong(function)
                or self._does_otherwise(function) or (function != "kw_decide" and self._seen(function))
            )  # fmt: skip
        except BROKEN as why:
            raise Stillborn(str(why)) from why
        except psycopg.Error:
            return True  # it recurses, never ends, or is refused its tables
        finally:
            self.connection.rollback()

    def _cells_differ(self, function: str) -> bool:
        if function not in ("kw_decide", "kw_role_allows"):
            return False
        return self.connection.execute(select(self.connection)).fetchone() is not None

    def _takes_a_wrong(self, function: str) -> bool:
        """Only the questions that this function could change."""
        for actor, sql, values, wanted in self.one_wrong:
            if function in reached().get(findall(r"kw_\w+", sql)[0], ()):
                with self._acting(actor):
                    if self.connection.execute(sql, values).fetchone()[0] is not wanted:
                        return True
        return False

    def _does_otherwise(self, function: str) -> bool:
        def one_row(sql: str, values: tuple) -> tuple:
            return self.connection.execute(sql, values).fetchone()

        for deed in self.deeds:
            if function in reached().get(findall(r"kw_\w+", deed.sql)[0], ()):
                with self.connection.transaction(force_rollback=True):
                    if done(deed, one_row, self._acting, nullcontext) != deed.wanted:
                        return True
        return False

    def _seen(self, function: str) -> bool:
        """The probes that reach this function; whichever sees the difference comes first next time."""
        if function not in self.order:
            mine = [one for one in self.probes if asks(one.what, function)]
            self.order[function] = sorted(mine, key=lambda one: function != f"kw_{one.what}")
        probes = self.order[function]
        for place, probe in enumerate(probes):
            if self._asked(probe) != probe.wanted:
                probes.insert(0, probes.pop(place))
                return True
        return False

    def _kills_python(self, mutant: Mutant) -> bool:
        module = sys.modules["mutant"] = ModuleType("mutant")  # dataclasses look their module up
        try:
            exec(compile(mutant.text, "mutant", "exec"), module.__dict__)
            return any(
                module.decide(module.Grounds(*values)) != wanted for values, wanted in self.cells
            )
        except (TypeError, KeyError, AttributeError):
            return True

    def _asked(self, probe: Probe) -> set:
        def run(sql: str, values: list) -> list[tuple]:
            return self.connection.execute(sql, values).fetchall()

        with self._acting(probe.actor):
            if probe.what == ROWS:
                return set(run(READ, places(probe.world)))
            return ask(run, {probe.what: probe.values})

    @contextmanager
    def _acting(self, actor: Actor) -> Iterator[None]:
        parts = (actor.kind, actor.id, actor.hat, actor.role, actor.community, actor.purpose)
        told = ["" if part is None else str(part) for part in parts]
        self.connection.execute(ACT, [*told, NOW.isoformat()])
        yield
        self.connection.execute("SELECT set_config('role', 'none', true)")
