"""Later work is delivered twice, or its worker is killed in the middle (G8): the end is the same."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from kinwork.accounts import actions as accounts
from kinwork.common.acting import acting_as
from kinwork.family.referrals import actions as referrals
from tests import cast as casting
from tests.guards.crowd import stored

ROOT = Path(__file__).resolve().parent.parent.parent
NOW = datetime.now(UTC)
TICK = '{"name": "referrals.clock", "id": "00000000-0000-0000-0000-000000000000"}'
RETRY = "kinwork.schedule.retry_stalled"


class Queue:
    """The queue of one database, seen by its owner."""

    def __init__(self, database, mailbox, settings):
        self.database, self.mailbox = database, mailbox
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "kinwork.config.settings_test",
            "DATABASE_URL": database.address("kw_web"),
            "DATABASE_WORKER_URL": database.address("kw_worker"),
            "KINWORK_LOGIN": "kw_worker",
            "KINWORK_MAIL_PORT": str(settings.EMAIL_PORT),
        }

    def sql(self, statement: str, *values) -> list[tuple]:
        with psycopg.connect(self.database.address("kw_owner"), autocommit=True) as owner:
            done = owner.execute(statement, values)
            return done.fetchall() if done.description else []

    def worker(self) -> subprocess.Popen:
        """A real worker process, which ends when nothing is waiting."""
        code = (
            "import django; django.setup(); from django.conf import settings; import os;"
            "settings.EMAIL_PORT = int(os.environ['KINWORK_MAIL_PORT']);"
            "from procrastinate.contrib.django import app;"
            "w = app.connector.get_worker_connector()\n"
            "with app.replace_connector(w) as worker:\n"
            "    worker.perform_import_paths()\n"
            "    worker.periodic_registry.periodic_tasks.clear()\n"  # only what a test asks for
            "    worker.run_worker(wait=False, concurrency=2, delete_jobs='never')"
        )
        return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=self.environment)

    def work(self) -> None:
        running = self.worker()
        assert running.wait(60) == 0
        assert self.jobs("doing") == 0

    def settle(self) -> None:
        """Work and let the clock tick until neither makes more work."""
        for _round in range(3):
            self.sql(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
                f" VALUES ('default', 'kinwork.run', '{TICK}')"
            )
            self.work()

    def jobs(self, status: str) -> int:
        return self.sql("SELECT count(*) FROM procrastinate_jobs WHERE status::text = %s", status)[
            0
        ][0]

    def deliver_again(self) -> int:
        """Every job that was done is in the queue once more."""
        again = self.sql(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " SELECT queue_name, task_name, args, 'todo' FROM procrastinate_jobs"
            " WHERE status = 'succeeded' AND task_name = 'kinwork.run' RETURNING args ->> 'name'"
        )
        return len(again)


@pytest.fixture
def queue(own_database, mailbox, settings) -> Queue:
    return Queue(own_database, mailbox, settings)


@pytest.fixture
def busy(queue):
    """A community in which every kind of later work waits."""
    at = NOW - timedelta(days=40)
    cast = casting.make_cast(at)
    casting.sent(cast, "diapers")
    served = casting.accepted(cast)
    with acting_as(cast.ben, now=cast.later(days=2)):
        referrals.serve(
            referral=served, received="six visits", need_met="fully",
            by=cast.ben, at=cast.later(days=2),
        )  # fmt: skip
    operator = casting.OPERATOR
    with acting_as(operator):
        accounts.invite(
            email="new.worker@example.org", agency=cast.agencies["clinic"],
            community=cast.community, role="provider staff", by=operator, at=NOW,
        )  # fmt: skip
    return cast


def settled(queue: Queue) -> tuple[dict, list]:
    """Everything stored but the queue itself, and every letter that left."""
    letters = sorted((one["To"], one["Subject"]) for one in queue.mailbox.letters)
    return stored(), letters


def changed(before: tuple[dict, list], after: tuple[dict, list]) -> dict:
    """What became different, by table; letters under their own name."""
    tables = {name: (one, after[0][name]) for name, one in before[0].items()}
    tables["letters"] = (before[1], after[1])
    return {name: pair for name, pair in tables.items() if pair[0] != pair[1]}


def test_a_job_delivered_twice_ends_as_once(queue, busy):
    queue.settle()
    once, names = (
        settled(queue),
        queue.sql("SELECT DISTINCT args ->> 'name' FROM procrastinate_jobs"),
    )
    assert len(names) >= 4, names
    assert len(once[1]) >= 2, once[1]
    assert queue.deliver_again() >= 4
    queue.work()
    assert changed(once, settled(queue)) == {}
    assert queue.jobs("failed") == 0


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(queue, busy):
    holder = psycopg.connect(queue.database.address("kw_owner"))
    holder.execute("LOCK TABLE accounts_mail, contact_message IN ACCESS EXCLUSIVE MODE")
    killed = queue.worker()
    wait_until(lambda: queue.sql("SELECT 1 FROM pg_locks WHERE NOT granted"))
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    holder.rollback()
    holder.close()
    assert queue.jobs("doing") >= 1, "nothing was in the middle"
    an_hour_passes(queue)
    queue.sql(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
        f" VALUES ('default', '{RETRY}', '{{\"timestamp\": 0}}')"
    )
    queue.settle()
    assert queue.jobs("doing") == 0 == queue.jobs("failed")
    once = settled(queue)
    invited = [letter for letter in once[1] if letter[0] == "new.worker@example.org"]
    assert len(invited) == 1
    queue.deliver_again()
    queue.work()
    assert changed(once, settled(queue)) == {}


def an_hour_passes(queue: Queue) -> None:
    """The dead worker's last sign of life lies back; a retry's waiting time is over."""
    queue.sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    queue.sql("UPDATE procrastinate_events SET at = at - interval '1 hour'")
    queue.sql("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")


def wait_until(true, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_somebody_looks_for_stalled_jobs_by_the_clock():
    from procrastinate.contrib.django import app

    import kinwork.config.schedule  # noqa: F401

    assert RETRY in {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
