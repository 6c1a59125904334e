"""Clocks that fail are put off and told; work that was given up is told, and tried again by a person."""

import json
from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, connection
from procrastinate.contrib.django import app
from procrastinate.testing import InMemoryConnector
from psycopg.errors import (
    AdminShutdown,
    ConnectionFailure,
    CrashShutdown,
    DeadlockDetected,
    QueryCanceled,
)

from kinwork.accounts.models import Membership
from kinwork.common import jobs as queue
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, Actor
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.config import health, schedule
from kinwork.family.referrals import jobs
from kinwork.trust.access import actions
from kinwork.trust.access.actions import clocks
from kinwork.trust.access.models import Due
from kinwork.trust.access.standstill import Standing, standing
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
MINUTES = timedelta(minutes=1)
SECRET = "Rosa Ruiz has no diapers"


@pytest.fixture
def cast(db):
    return casting.make_cast()


def due_of(referral, clock="remind") -> Due | None:
    with everything():
        return Due.objects.filter(target=referral.pk, clock=clock).first()


@pytest.fixture
def broken(cast, monkeypatch):
    """A referral whose reminder always fails."""
    bad = casting.sent(cast)
    remind = jobs.DO["remind"]

    def fails(row, by, now):
        if row.pk == bad.pk:
            raise KeyError(SECRET)
        remind(row, by, now)

    monkeypatch.setitem(jobs.DO, "remind", fails)
    return bad


def test_a_clock_that_fails_waits_longer_each_time(broken):
    at, waits = due_of(broken).at, []
    for n in range(1, 11):
        assert jobs.run_due(at, only={broken.pk}) == 0
        row = due_of(broken)
        assert (row.failures, row.error) == (n, "KeyError")
        assert jobs.run_due(at + MINUTES, only={broken.pk}) == 0 and due_of(broken).failures == n
        waits.append(row.at - at)
        at = row.at
    assert waits[:3] == [5 * MINUTES, 10 * MINUTES, 20 * MINUTES]
    assert waits == sorted(waits) and waits[-1] == clocks.LONGEST_WAIT == clocks.wait(30000)


def torn_by(monkeypatch, cause):
    """The reminder loses its connection so, as Django tells it."""

    def torn(row, by, now):
        raise OperationalError("the connection is lost") from cause

    monkeypatch.setitem(jobs.DO, "remind", torn)


@pytest.mark.parametrize(
    "cause", [psycopg.OperationalError(), AdminShutdown(), CrashShutdown(), ConnectionFailure()]
)
def test_who_lost_the_database_did_not_fail(cast, monkeypatch, cause):
    torn_by(monkeypatch, cause)
    row = casting.sent(cast)
    at = due_of(row).at
    assert jobs.run_due(at, only={row.pk}) == 0
    assert (due_of(row).failures, due_of(row).at) == (0, at), "the next turn does it"


@pytest.mark.parametrize("cause", [DeadlockDetected(), QueryCanceled()])
def test_a_deadlock_or_a_timeout_is_a_failure(cast, monkeypatch, cause):
    torn_by(monkeypatch, cause)
    row = casting.sent(cast)
    at = due_of(row).at
    assert jobs.run_due(at, only={row.pk}) == 0
    assert (due_of(row).failures, due_of(row).at) == (1, at + 5 * MINUTES)


def test_it_takes_nobody_elses_place(cast, broken, monkeypatch):
    monkeypatch.setattr(clocks, "AT_ONCE", 1)
    good = casting.sent(cast)
    due = max(due_of(broken).at, due_of(good).at)
    with everything():
        Due.objects.filter(target=broken.pk).update(at=due - MINUTES)
        Due.objects.exclude(target__in=[broken.pk, good.pk]).delete()
        Due.objects.exclude(clock="remind").delete()
    assert jobs.run_due(due) == 0  # the one that fails came first
    assert jobs.run_due(due) == 1
    assert due_of(good) is None and due_of(broken).failures == 1


def test_set_anew_it_has_not_failed(broken):
    at = due_of(broken).at
    jobs.run_due(at, only={broken.pk})
    with acting_as(Actor("clock")):
        actions.set_due(target=broken.pk, clock="remind", at=at)
    row = due_of(broken)
    assert (row.failures, row.failing_since, row.error, row.at) == (0, None, "", at)


def failed_thrice(broken):
    first = due_of(broken).at
    for _time in range(3):
        assert standing_of("clock") == []
        jobs.run_due(due_of(broken).at, only={broken.pk})
    return first


def standing_of(kind: str) -> list[Standing]:
    with acting_as(OPERATOR):
        return [one for one in standing() if one.kind == kind]


def test_from_the_third_time_a_person_is_told(broken):
    first = failed_thrice(broken)
    assert standing_of("clock") == [Standing("clock", "remind", "KeyError", 1, first)]
    finding = health.standstill_finding()
    assert not finding.ok and "1 clocks keep failing: 1 remind (KeyError)" in finding.says
    assert SECRET not in finding.says


def lay_failed(name: str, error: str = "ValueError", lock: str | None = None) -> int:
    """A job that was given up, as the worker leaves it."""
    periodic = name.startswith("kinwork.schedule.")
    args = {"timestamp": 1} if periodic else {"name": name, "id": "0" * 32}
    with acting_as(OPERATOR), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, queueing_lock)"
            " VALUES ('default', %s, %s, NULL) RETURNING id",
            [name if periodic else "kinwork.run", json.dumps({**args, "error": error})],
        )
        (id,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [id])
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'failed', queueing_lock = %s WHERE id = %s",
            [lock, id],
        )
        return id


def waiting_now() -> list[int]:
    with acting_as(OPERATOR), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [id for (id,) in cursor.fetchall()]


def test_jobs_that_were_given_up_are_told_and_tried_again_each(cast):
    assert health.standstill_finding().ok
    ids = [lay_failed("contact.send"), lay_failed("contact.send"), lay_failed("a.b", "OSError")]
    told = {(one.name, one.error, one.count) for one in standing_of("job")}
    assert told == {("contact.send", "ValueError", 2), ("a.b", "OSError", 1)}
    assert all(one.since for one in standing_of("job"))
    assert "3 jobs failed for good" in health.standstill_finding().says
    before = set(waiting_now())
    with acting_as(OPERATOR) as by:
        said = {"kind": "job", "name": "contact.send", "error": "ValueError"}
        assert actions.try_again(**said, by=by, at=cast.at) == 2
        assert actions.try_again(**said, by=by, at=cast.at) == 0
    assert set(waiting_now()) - before == set(ids[:2])
    assert [one.name for one in standing_of("job")] == ["a.b"]


def test_what_comes_by_the_clock_is_done_once_however_often_it_failed(cast):
    task = "kinwork.schedule.loop.release"
    ids = [lay_failed(task, lock="loop.release") for _time in range(3)]
    before = set(waiting_now())
    with acting_as(OPERATOR) as by:
        said = {"kind": "job", "name": task, "error": "ValueError"}
        assert actions.try_again(**said, by=by, at=cast.at) == 3
    assert set(waiting_now()) - before == {ids[-1]}
    assert standing_of("job") == []
    lay_failed(task, lock="loop.release")
    queue.went_well(task)
    assert standing_of("job") == []


def test_the_kind_of_error_is_kept_beside_the_job_and_its_words_are_not(cast, monkeypatch):
    class Context:
        class job:
            id = lay_failed("test.breaks", "")

    def breaks(_id):
        raise LookupError(SECRET)

    monkeypatch.setitem(queue.JOBS, "test.breaks", breaks)
    with pytest.raises(LookupError):
        queue.run.func(Context, name="test.breaks", id="0" * 32)
    (one,) = standing_of("job")
    assert (one.name, one.error) == ("test.breaks", "LookupError")


def test_a_clocks_tick_goes_through_the_queue(cast, monkeypatch):
    done = []
    monkeypatch.setitem(schedule.JOBS, "loop.release", done.append)
    with app.replace_connector(InMemoryConnector()) as here:
        here.tasks["kinwork.schedule.loop.release"].defer(timestamp=1)
        here.run_worker(wait=False)
    assert done == [schedule.NO_ROW]


# The page ------------------------------------------------------------------------------------------


def operator(cast):
    with everything():
        Membership.objects.filter(user=cast.users["dana"]).update(role="operator")
    return browser_of(cast, "dana")


def test_an_operator_reads_it_and_tries_it_again(cast, broken):
    dana = operator(cast)
    assert "Nothing stands still" in dana.get("/standstill/").content.decode()
    failed_thrice(broken)
    lay_failed("contact.send")
    page = dana.get("/standstill/").content.decode()
    for words in ("contact.send", "ValueError", "remind", "KeyError", "/standstill/again/"):
        assert words in page, words
    assert str(broken.pk) not in page and SECRET not in page
    before = due_of(broken).at
    said = {"kind": "clock", "name": "remind", "error": "KeyError"}
    assert dana.get("/standstill/again/", said).url == "/standstill/"
    assert due_of(broken).at == before
    assert dana.post("/standstill/again/", said).url == "/standstill/"
    assert due_of(broken).at != before
    assert dana.post("/standstill/again/", said | {"kind": "strange"}).status_code == 302
    with everything():
        entry = AuditEntry.objects.get(verb="access.try_again")
    assert entry.details == {"kind": "clock", "name": "remind", "count": 1}
    assert entry.actor_id == cast.users["dana"].pk


@pytest.mark.parametrize("name", ["ana", "bea", "cora", "dana", "sam", "rosa"])
def test_it_is_nobody_elses_page(cast, name):
    lay_failed("contact.send")
    browser = browser_of(cast, name)
    for path in ("/standstill/", "/standstill/again/"):
        assert browser.post(path, {"kind": "job", "name": "contact.send"}).status_code != 200
    assert [one.count for one in standing_of("job")] == [1]
    if name != "rosa":
        with pytest.raises(Refused), acting_as(cast.actors[name]) as by:
            actions.try_again(kind="job", name="contact.send", error="", by=by, at=cast.at)
