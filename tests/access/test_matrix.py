"""The rule three times over the same cells: reference, Python, PostgreSQL. No difference is borne.

make test              600,000 of the 8 million cells, another choice each day
make test-deep-access-matrix      all of them
"""

from collections import Counter
from datetime import UTC, datetime
from random import Random

import psycopg
import pytest

from kinwork.trust.access.rules import Grounds, decide
from tests.access.cells import ALL, BIT, FLAGS, case, meant
from tests.access.deep import commit_now, keep_figure
from tests.access.policy import Case, may_see

A_BUILD = 600_000
AT_ONCE = 200_000
SEED = int(datetime.now(UTC).strftime("%Y%m%d"))
TABLE = """CREATE TEMPORARY TABLE cells
    (number bigint, kind text, role text, purpose text, class text, bits bigint, verdict text)"""
COPY = "COPY cells FROM STDIN"


@pytest.fixture
def server(database_server, run_database):
    with psycopg.connect(database_server.admin_address(run_database)) as connection:
        connection.execute(TABLE)
        yield connection


def differences(connection, numbers, seed) -> tuple[list[str], Counter]:
    """Where reference, Python and SQL do not say the same; and how often each line permitted."""
    found, lines = [], Counter()
    connection.execute("TRUNCATE cells")
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for number in numbers:
            values, bits = case(number, seed)
            wanted = may_see(Case._make(values))
            said = decide(Grounds(*values))
            lines[wanted] += 1
            if said != wanted:
                found.append(f"Python {said}, reference {wanted}: {told(values)}")
            copy.write_row((number, *values[:4], bits, wanted))
    asked = connection.execute(select(connection))
    found += [
        f"SQL {said}, reference {wanted}: {told(case(number, seed)[0])}"
        for number, said, wanted in asked
    ]
    return found, lines


def select(connection) -> str:
    """One statement that decides every cell; `kw_decide` takes what Grounds takes, in its order."""
    names = connection.execute(
        "SELECT proargnames FROM pg_proc WHERE proname = 'kw_decide'"
    ).fetchone()[0]
    assert [name.lstrip("_") for name in names[: len(Case._fields)]] == list(Case._fields), names
    flags = ", ".join(f"bits & {BIT[name]} <> 0" for name in FLAGS)
    decided = f"kw_decide(kind, role, purpose, class, {flags})"
    return f"""SELECT number, said, verdict
        FROM (SELECT *, {decided} AS said FROM cells OFFSET 0) AS asked
        WHERE said IS DISTINCT FROM verdict ORDER BY number LIMIT 20"""


def told(values: tuple) -> str:
    """A cell in words: who, what for, which class, and the grounds that hold."""
    held = [name for name, holds in zip(FLAGS, values[4:], strict=True) if holds]
    return f"{', '.join(values[:4])}; {' '.join(held)}"


def sampled(seed: int) -> list[int]:
    return sorted(Random(seed).sample(range(ALL), A_BUILD))


def test_the_rule_says_the_same_three_times(server):
    found, lines = differences(server, sampled(SEED), SEED)
    assert not found, f"seed {SEED}\n" + "\n".join(found[:20])
    assert set(lines) == {
        *("own", "owner agency", "shared", "family's request", "break-glass", "clock"),
        None,
    }
    assert min(lines.values()) > 20, lines


def test_the_reference_takes_what_the_rule_takes():
    assert tuple(Grounds.__dataclass_fields__) == Case._fields


def test_every_ground_decides_somewhere():
    """Else the matrix would be blind to it: some cell turns when this ground alone turns."""
    open_questions = set(FLAGS)
    for number in Random(1).sample(range(ALL), 200_000):
        values, bits = case(number, 1)
        before = may_see(Case._make(values))
        for name in tuple(open_questions):
            other = meant(values[3], bits ^ BIT[name])
            flags = (other & bit != 0 for bit in BIT.values())
            if may_see(Case._make((*values[:4], *flags))) != before:
                open_questions.discard(name)
        if not open_questions:
            return
    raise AssertionError(open_questions)


@pytest.mark.deep
def test_all_cells(server):
    began, commit, total = datetime.now(UTC), commit_now(), Counter()
    for start in range(0, ALL, AT_ONCE):
        found, lines = differences(server, range(start, min(start + AT_ONCE, ALL)), SEED)
        assert not found, f"seed {SEED}\n" + "\n".join(found[:20])
        total += lines
    keep_figure(
        "access-matrix",
        "make test-deep-access-matrix",
        "The access rule three times (reference, Python, SQL) over every cell of the matrix.",
        {"cells": f"{ALL:,}", "differences": "0", "seed": str(SEED)}
        | {f"permitted by: {line}": f"{n:,}" for line, n in sorted(total.items(), key=str) if line}
        | {"permitted by no line": f"{total[None]:,}"},
        began,
        commit,
    )
