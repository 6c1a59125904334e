"""Later work, asked for by name in the same transaction, done by the worker.

Only ids go into the queue, and kinds of errors: its tables stand outside row-level security.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import Error, connection
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor

JOBS: dict[str, Callable[[UUID], None]] = {}
PATIENCE = RetryStrategy(max_attempts=8, exponential_wait=3)


def job(name: str) -> Callable[[Callable[[UUID], None]], Callable[[UUID], None]]:
    """Register `module.verb`, a function of one id. It may run twice: it must end the same."""

    def register(function: Callable[[UUID], None]) -> Callable[[UUID], None]:
        if name in JOBS and JOBS[name].__module__ != function.__module__:
            raise ValueError(f"two jobs are called {name}")
        JOBS[name] = function
        return function

    return register


@app.task(name="kinwork.run", retry=PATIENCE, pass_context=True)
def run(context: JobContext, name: str, id: str, error: str = "") -> None:
    try:
        JOBS[name](UUID(id))
    except Exception as why:
        note(context, why)
        raise
    finally:
        if (
            connection.errors_occurred
        ):  # it may be dead: the next job on this thread needs a new one
            connection.close()


def later(name: str, id: UUID, *, at: datetime | None = None, lock: str | None = None) -> None:
    """Ask for job `name` on row `id`, not before `at`. Rolled back with the transaction."""
    options = {"schedule_at": at} if at else {}
    run.configure(queueing_lock=None, lock=lock, **options).defer(name=name, id=str(id))


def note(context: JobContext, why: Exception) -> None:
    """The kind of error goes beside the job's id: its words may speak of a family."""
    with suppress(Error), acting_as(Actor("clock")), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET args = args || jsonb_build_object('error', %s::text)"
            " WHERE id = %s",
            [type(why).__name__[:60], context.job.id],
        )


_FAILED = """
SELECT name, error, count(*), min(at)
FROM (SELECT j.id, j.task_name, j.queueing_lock, coalesce(j.args ->> 'name', j.task_name) AS name,
        coalesce(j.args ->> 'error', '') AS error,
        (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id AND e.type = 'failed')
          AS at
      FROM procrastinate_jobs j WHERE j.status = 'failed') f
GROUP BY 1, 2 ORDER BY 1, 2
"""
_ALIKE = """
SELECT j.id, j.queueing_lock FROM procrastinate_jobs j
WHERE j.status = 'failed' AND coalesce(j.args ->> 'name', j.task_name) = %s
  AND coalesce(j.args ->> 'error', '') = %s
ORDER BY j.id DESC
"""


def failed() -> list[tuple[str, str, int, datetime | None]]:
    """(name, kind of error, how many, the first since) of what nothing tries again by itself."""
    with connection.cursor() as cursor:
        cursor.execute(_FAILED)
        return cursor.fetchall()


def try_again(name: str, error: str) -> int:
    """Once more at the worker's next turn; how many. What comes by the clock is done once, however
    often it failed, and not at all where it waits already."""
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, [name, error])
        found = cursor.fetchall()
        locks = {lock for _id, lock in found if lock}
        cursor.execute(
            "SELECT queueing_lock FROM procrastinate_jobs WHERE status = 'todo'"
            " AND queueing_lock = ANY(%s)",
            [list(locks)],
        )
        held = {lock for (lock,) in cursor.fetchall()}
        again, over = [], []
        for id, lock in found:
            (over if lock in held else again).append(id)
            held |= {lock} - {None}
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [over])
        cursor.execute(
            "SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL)"
            " FROM procrastinate_jobs WHERE id = ANY(%s) AND status = 'failed'",
            [again],
        )
    return len(found)


def went_well(task: str) -> None:
    """What comes by the clock is done: that it failed before is nobody's task any more."""
    with acting_as(Actor("clock")), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status = 'failed' AND task_name = %s", [task]
        )
