"""Later work, asked for by name in the same transaction, done by the worker.

Only ids go into the queue: its tables stand outside row-level security.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

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


@app.task(name="kinwork.run", retry=PATIENCE)
def run(name: str, id: str) -> None:
    try:
        JOBS[name](UUID(id))
    finally:
        if (
            connection.errors_occurred
        ):  # it may be dead: the next job on this thread needs a new one
            connection.close()


def later(name: str, id: UUID, *, at: datetime | None = None, lock: str | None = None) -> None:
    """Ask for job `name` on row `id`, not before `at`. Rolled back with the transaction."""
    options = {"schedule_at": at} if at else {}
    run.configure(queueing_lock=None, lock=lock, **options).defer(name=name, id=str(id))
