"""What finds a mutant of the access rule: the matrix against the reference, grounds with one thing
wrong, and built worlds read by everybody. Each stops at its first difference; whatever a mutant changed is rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from types import ModuleType

import psycopg
from psycopg import errors

from kinwork.common.actor import Actor
from kinwork.people.models import Household, Person
from kinwork.trust.access.models import Tie
from tests.access.cells import ALL, case
from tests.access.mutants import Mutant
from tests.access.one_wrong import questions
from tests.access.policy import Case, may_see
from tests.access.reading import READ
from tests.access.test_matrix import COPY, TABLE, select
from tests.access.worlds import FAMILY_ROWS, NOW, World

CELLS = 60_000
# Who answers for a function: the matrix, the family rows, the questions; else rows and questions.
OF_DECIDE = ("sql kw_decide",)
ONE_WRONG = tuple(
    f"sql kw_{name}"
    for name in (
        *("party", "same_mou", "licensed", "active", "coordinates", "works_for", "part_2_staff"),
        *("governs", "live", "said_by_others", "nobody_answers_for", "grounds"),
    )
)
OF_ROWS = tuple(
    f"sql kw_{name}" for name in ("grounds", "governs", "withheld", "licensed", "same_mou", "party")
)
OF_QUESTIONS = tuple(
    f"sql kw_{name}"
    for name in (
        *("sees_household", "sees_subject", "sees_target", "sees_tie", "opens_tie", "closes_tie"),
        *("named_staff", "sees_envelope", "is_officer_for", "may_read_audit", "find_people"),
        *("coordinates", "may_write", "clock_for"),
    )
)
BROKEN = (
    *(errors.SyntaxError, errors.UndefinedColumn, errors.UndefinedFunction, errors.UndefinedTable),
    *(errors.DatatypeMismatch, errors.AmbiguousColumn, errors.GroupingError, errors.DuplicateAlias),
    *(errors.InvalidTextRepresentation, errors.CannotCoerce, errors.IndeterminateDatatype),
)
STATES = ("draft", "awaiting consent", "recalled", "sent", "accepted")
SETTINGS = ("kind", "actor", "hat", "role", "community", "purpose", "now")
ACT = "SELECT set_config('role', 'kw_app', true), " + ", ".join(
    f"set_config('kw.{name}', %s, true)" for name in SETTINGS
)
# The questions of tables without family content, asked of everything in a world.
ASK = """
WITH t AS MATERIALIZED (SELECT * FROM unnest(%(agency)s::uuid[], %(member)s::uuid[],
      %(household)s::uuid[], %(person)s::uuid[], %(kind)s::text[], %(work)s::uuid[])
      WITH ORDINALITY AS t(agency, member, household, person, kind, work, n)),
  a AS MATERIALIZED (SELECT * FROM unnest(%(agencies)s::uuid[]) a),
  h AS MATERIALIZED (SELECT * FROM unnest(%(homes)s::uuid[]) h)
SELECT 'household', h::text, kw_sees_household(h) FROM h
UNION ALL SELECT 'target', h::text, kw_sees_target('household', h) FROM h
UNION ALL SELECT 'clock', h::text, kw_clock_for(h) FROM h
UNION ALL SELECT 'own', h::text, kw_is_household(h) FROM h
UNION ALL SELECT 'works', a::text, kw_works_for(a) FROM a
UNION ALL SELECT 'officer', a::text, kw_is_officer_for(a, %(community)s) FROM a
UNION ALL SELECT 'officer elsewhere', a::text, kw_is_officer_for(a, h) FROM a, h
UNION ALL SELECT 'subject', p::text, kw_sees_subject(p, NULL) FROM unnest(%(persons)s::uuid[]) p
UNION ALL SELECT 'person', p::text, kw_sees_target('person', p) FROM unnest(%(persons)s::uuid[]) p
UNION ALL SELECT 'branch', p::text, kw_own_branch(p, NULL) FROM unnest(%(persons)s::uuid[]) p
UNION ALL SELECT 'found', p::text, true FROM kw_find_people('{}', '2023-01-01') p
UNION ALL SELECT 'found', p::text, true FROM kw_find_people('{zq}', '1994-01-01') p
UNION ALL SELECT 'found', p::text, true FROM kw_find_people('{}', NULL) p
UNION ALL SELECT 'coordinates', '', kw_coordinates()
UNION ALL SELECT 'organization', '', kw_sees_target('organization', %(community)s)
UNION ALL SELECT 'tie', n::text, kw_sees_tie(agency, member, household, person, work) FROM t
UNION ALL SELECT 'work', n::text, kw_sees_target('referral', work) FROM t
UNION ALL SELECT 'closes', n::text, kw_closes_tie(agency, household, person, work) FROM t
UNION ALL SELECT 'opens', n::text || a, kw_opens_tie(a, member, household, person, kind, work)
  FROM t, a
UNION ALL SELECT 'opens new', n::text || a,
    kw_opens_tie(a, member, %(community)s, NULL, kind, NULL) FROM t, a
UNION ALL SELECT 'trail', a::text || h, kw_may_read_audit(%(me)s, a, h, %(community)s) FROM a, h
UNION ALL SELECT 'trail of others', a::text || h, kw_may_read_audit(a, a, h, a) FROM a, h
UNION ALL SELECT 'named', n::text || c || coalesce(s::text, ''), kw_named_staff(c, work, s)
  FROM t, unnest('{sud,safety,health}'::text[]) c, unnest(ARRAY[NULL, %(me)s::uuid]) s
UNION ALL SELECT 'envelope', concat_ws(' ', s, r, st, c, h, p), kw_sees_envelope(
    %(work1)s, s, r, h, p, st, c, NULL)
  FROM a s(s), a r(r), h, unnest(%(states)s::text[]) st, unnest('{sud,safety,health}'::text[]) c,
    unnest(ARRAY[%(community)s, %(work1)s]::uuid[]) p
UNION ALL SELECT 'writes', concat_ws(' ', o, r, p), kw_may_write(
    %(work1)s, o, r, 'identity', p, NULL, NULL, '{}')
  FROM unnest(ARRAY[NULL, %(hat)s]::uuid[]) o, unnest(ARRAY[NULL, %(hat)s]::uuid[] || %(agencies)s::uuid[]) r,
    unnest(%(persons)s::uuid[]) p
"""


class Stillborn(Exception):
    """The mutant is no SQL, or no Python: nobody could have installed it."""


class Killers:
    """A database with worlds in it, and what the rule says there as it stands."""

    def __init__(self, connection: psycopg.Connection, worlds: list[World], seed: int):
        self.connection, self.seed = connection, seed
        connection.execute("SET statement_timeout = '20s'")
        self._cells()
        self.one_wrong = questions()
        pairs = [(world, actor) for world in worlds for actor in world.actors]
        Random(seed).shuffle(pairs)
        self.wanted = [(pair, self._rows(*pair), self._questions(*pair)) for pair in pairs]
        connection.rollback()
        self.wanted.sort(key=lambda one: -len(one[1]) // 20)

    def _cells(self) -> None:
        dice, cells = Random(self.seed), []
        self.connection.execute(TABLE)
        with self.connection.cursor() as cursor, cursor.copy(COPY) as copy:
            for number in sorted(dice.sample(range(ALL), CELLS)):
                values, bits = case(number, self.seed)
                cells.append((values, may_see(Case._make(values))))
                copy.write_row((number, *values[:4], bits, cells[-1][1]))
        dice.shuffle(cells)
        self.cells = cells
        self.connection.commit()

    def kills(self, mutant: Mutant) -> bool:
        """Whether some answer differs. Stillborn: it cannot even be asked."""
        if mutant.function.startswith("python"):
            return self._kills_python(mutant)
        try:
            self.connection.execute(mutant.text)
            if mutant.function in (*OF_DECIDE, "sql kw_role_allows"):
                if self.connection.execute(select(self.connection)).fetchone():
                    return True
                if mutant.function in OF_DECIDE:
                    return False
            if mutant.function in ONE_WRONG and self._takes_a_wrong():
                return True
            return any(
                asked(*pair) != wanted
                for pair, rows, answers in self.wanted
                for asked, wanted in self._asked(mutant.function, rows, answers)
            )
        except BROKEN as why:
            raise Stillborn(str(why)) from why
        except psycopg.Error:
            return True  # it recurses, never ends, or is refused its tables
        finally:
            self.connection.rollback()

    def _kills_python(self, mutant: Mutant) -> bool:
        module = ModuleType("mutant")
        try:
            import sys

            sys.modules["mutant"] = module  # dataclasses look their module up
            exec(compile(mutant.text, "mutant", "exec"), module.__dict__)
            return any(
                module.decide(module.Grounds(*values)) != wanted for values, wanted in self.cells
            )
        except (TypeError, KeyError, AttributeError):
            return True

    def _takes_a_wrong(self) -> bool:
        for actor, sql, values, wanted in self.one_wrong:
            with self._acting(actor):
                if self.connection.execute(sql, values).fetchone()[0] is not wanted:
                    return True
        return False

    def _asked(self, function: str, rows: set, answers: set) -> list:
        asked = [(self._rows, rows)] if function not in OF_QUESTIONS else []
        return asked + ([(self._questions, answers)] if function not in OF_ROWS else [])

    def _rows(self, world: World, actor: Actor) -> set:
        """What this actor reads of the family's rows."""
        with self._acting(actor):
            ids = [world.community.pk] * len(FAMILY_ROWS)
            return set(self.connection.execute(READ, ids).fetchall())

    def _questions(self, world: World, actor: Actor) -> set:
        """Which questions of tables without family content are answered with yes."""
        with self._acting(actor):
            said = self.connection.execute(ASK, _grid(world, actor)).fetchall()
            return {(what, key) for what, key, yes in said if yes}

    @contextmanager
    def _acting(self, actor: Actor) -> Iterator[None]:
        parts = (actor.kind, actor.id, actor.hat, actor.role, actor.community, actor.purpose)
        told = ["" if part is None else str(part) for part in parts]
        self.connection.execute(ACT, [*told, NOW.isoformat()])
        yield
        self.connection.execute("SELECT set_config('role', 'none', true)")


def _grid(world: World, actor: Actor) -> dict:
    ties = world.made[Tie]

    def of(name: str) -> list:
        return [getattr(tie, name) for tie in ties]

    return {
        "agency": of("agency_id"),
        "member": of("user_id"),
        "household": of("household_id"),
        "person": of("person_id"),
        "kind": of("kind"),
        "work": of("work"),
        "work1": getattr(world.referral, "pk", world.referral),
        "agencies": [one.pk for one in world.agencies[:2]],
        "homes": [one.pk for one in world.made[Household]],
        "persons": [one.pk for one in world.made[Person]],
        "community": world.community.pk,
        "me": actor.id or world.community.pk,
        "hat": actor.hat or world.community.pk,
        "states": list(STATES),
    }
