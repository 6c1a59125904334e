"""The worker loses every connection at once, as when the database is started anew: it goes on by
itself, and still stops when it is asked to."""

import signal
import subprocess
import sys

import pytest

from tests.faults.test_jobs import ROOT, TICK, Queue, wait_until

CODE = (
    "import django; django.setup(); import logging; logging.disable(logging.ERROR);"
    "from kinwork.config.working import work; work(2)"
)


@pytest.fixture
def queue(own_database, mailbox, settings) -> Queue:
    return Queue(own_database, mailbox, settings)


@pytest.fixture
def working(queue):
    running = subprocess.Popen([sys.executable, "-c", CODE], cwd=ROOT, env=queue.environment)
    yield running
    if running.poll() is None:
        running.kill()
        running.wait()


def ask_and_wait(queue: Queue) -> None:
    """One more job is asked for, and done."""
    done = queue.jobs("succeeded")
    queue.sql(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
        f" VALUES ('default', 'kinwork.run', '{TICK}')"
    )
    wait_until(lambda: queue.jobs("todo") + queue.jobs("doing") == 0, seconds=60)
    assert queue.jobs("failed") == 0 and queue.jobs("succeeded") == done


def cut(queue: Queue) -> int:
    """Every connection of the worker ends at once."""
    address = queue.database._server.admin_address(queue.database.name)
    import psycopg

    with psycopg.connect(address, autocommit=True) as admin:
        return len(
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND usename = 'kw_worker'"
            ).fetchall()
        )


def test_it_goes_on_and_stops_when_asked(queue, working):
    ask_and_wait(queue)
    assert cut(queue) > 0
    ask_and_wait(queue)
    assert working.poll() is None, "it ended by itself"
    working.send_signal(signal.SIGTERM)
    assert working.wait(30) == 0
