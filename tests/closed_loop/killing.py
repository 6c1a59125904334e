"""App, worker and database under load, one of them killed at a random moment, again and again.

Workers press buttons over HTTP and press the same one again until they are answered; the worker
sends mail and runs clocks meanwhile. Only processes that this file started are killed, by id.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import date, timedelta

from kinwork.common.ids import new_id
from tests.closed_loop import torn
from tests.faults.house import ROOT, Browser, House

VICTIMS = ("app", "worker", "database")
FAMILIES = 4
FRESH = 2  # referrals a cycle whose clock runs out meanwhile
PATIENCE = 120
BACKLOG = (
    200  # letters that may wait before the next cycle: whoever presses can outrun a busy machine
)
# From accepted, and round again.
ROUND = ("schedule", "cancel_appointment", "schedule", "mark_no_show", "try_contact")
TICKS = ("referrals.clock", "contact.clock")
RETRY = "kinwork.schedule.retry_stalled"
NO_ROW = "00000000-0000-0000-0000-000000000000"


class Yard(House):
    """The house with a worker, a clerk, and a post office that keeps every letter."""

    letters: list
    mail_port: int
    worker: subprocess.Popen | None = None
    clerk: subprocess.Popen | None = None

    def environment(self, login: str = "kw_web") -> dict[str, str]:
        said = super().environment(login)
        port = str(getattr(self, "mail_port", 1))
        return said | {
            "DJANGO_SETTINGS_MODULE": "tests.closed_loop.settings",
            "KINWORK_MAIL_PORT": port,
        }

    def begin(self, letters: list, mail_port: int) -> dict:
        """Everything runs; who may sign in, and their referrals."""
        self.letters, self.mail_port = letters, mail_port
        self.clerk = subprocess.Popen(
            [sys.executable, "-m", "tests.closed_loop.clerk", str(FAMILIES)],
            cwd=ROOT, env=self.environment(), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        stage = json.loads(self.clerk.stdout.readline())
        self.open(workers=2)
        self.hire()
        return stage

    def hire(self) -> None:
        """A task worker, as the product starts it."""
        with (self.folder / "worker.log").open("ab") as log:
            self.worker = subprocess.Popen(
                [sys.executable, "-m", "kinwork", "worker", "--threads", "2"],
                cwd=ROOT, env={**self.environment("kw_worker"), "PYTHONFAULTHANDLER": "1"},
                stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def fresh(self, count: int) -> list[str]:
        print(count, file=self.clerk.stdin, flush=True)
        return json.loads(self.clerk.stdout.readline())

    def close(self) -> None:
        for one in (self.worker, self.clerk):
            if one and one.poll() is None:
                one.kill()
                one.wait()
        super().close()

    # -- killing ------------------------------------------------------------------------------

    def kill(self, victim: str, dice: random.Random) -> None:
        if victim == "app":
            os.kill(dice.choice(self.web_workers()), signal.SIGKILL)
        elif victim == "worker":
            self.worker.kill()
            self.worker.wait()
        else:
            self.kill_database()

    def mend(self, victim: str) -> None:
        """What an operating system's supervisor does: start again what died, and nothing else."""
        if victim == "database":
            self.cluster.start()
        if self.worker.poll() is not None:
            self.forget_dead_workers()
            self.hire()

    def forget_dead_workers(self) -> None:
        """Two minutes of silence, without waiting for them: whoever held a job is dead."""
        self.tell("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        self.tell(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, priority)"
            " VALUES ('default', %s, '{\"timestamp\": 0}', 100)",
            RETRY,
        )

    def tell(self, sql: str, *values) -> None:
        with self.superuser() as connection:
            connection.execute(sql, values)

    def tick(self) -> None:
        """The clocks' own jobs, before anything else that waits."""
        for name in TICKS:
            self.tell(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, priority)"
                " SELECT 'default', 'kinwork.run', %s::jsonb, 100",
                json.dumps({"name": name, "id": NO_ROW}),
            )

    def make_due(self, referrals: list[str]) -> None:
        """Their clocks have run out a minute ago."""
        self.tell(
            "UPDATE access_due SET at = now() - interval '1 minute' WHERE target = ANY (%s::uuid[])",
            referrals,
        )

    def faults_said(self) -> str:
        """What the web server wrote when something went wrong in it."""
        text = (self.folder / "web.log").read_text(errors="replace")
        return "\n".join(
            part[-6000:] for part in text.split("Traceback (most recent call last)")[-4:]
        )

    def stuck(self) -> str:
        """Which jobs are where, and what each thread of the worker is doing; it does not survive this."""
        with self.superuser() as connection:
            jobs = connection.execute(
                "SELECT coalesce(args ->> 'name', task_name), status::text, worker_id, count(*),"
                " min(scheduled_at) FROM procrastinate_jobs GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 30"
            ).fetchall()
            workers = connection.execute(
                "SELECT id, now() - last_heartbeat FROM procrastinate_workers"
            ).fetchall()
        if self.worker.poll() is None:
            self.worker.send_signal(
                signal.SIGABRT
            )  # PYTHONFAULTHANDLER writes all its threads down
            self.worker.wait()
        told = "\n".join(map(str, [*workers, *jobs]))
        return f"{told}\n{self.worker_log()}"

    def worker_log(self) -> str:
        return (self.folder / "worker.log").read_text(errors="replace")[-9000:]


class Worker(threading.Thread):
    """Somebody at the clinic with one referral, pressing button after button.

    told: forms that were acknowledged. odd: answers that nobody should ever get. resting: presses
    nothing.
    """

    def __init__(self, port: int, cookies: dict[str, str], referral: str, enough: threading.Event):
        super().__init__(daemon=True)
        self.browser, self.referral, self.enough = Browser(port), referral, enough
        self.resting = False
        for name, value in {**cookies, "csrftoken": "a" * 32}.items():
            self.browser.cookies[name] = value
        self.told: list[str] = []
        self.again, self.odd = 0, []

    def run(self) -> None:
        number = 0
        while not self.enough.is_set():
            if not self.resting:
                self._press(ROUND[number % len(ROUND)])
                number += 1
            time.sleep(0.12)

    def _press(self, verb: str) -> None:
        """Until it is answered: the same form, however often."""
        form = {"form_id": str(new_id()), **words(verb)}
        while not self.enough.is_set():
            path = f"/referrals/{self.referral}/{verb}/"
            status, page, _headers = self.browser.post(path, **form)
            if status == 302:
                self.told.append(form["form_id"])
                return
            if status not in (0, 503):
                self.odd.append((status, verb, " ".join(page.split())[-400:]))
                self.enough.wait(1)
                return
            self.again += 1
            time.sleep(0.1)


def words(verb: str) -> dict[str, str]:
    day = date.today() + timedelta(days=5)
    if verb == "schedule":
        when = {"day_month": str(day.month), "day_day": str(day.day), "day_year": str(day.year)}
        return {**when, "hour": "10:30", "place": "Room 2"}
    return {"way": "no answer"} if verb == "try_contact" else {}


class Cycles:
    """`one()` kills something; the faults that were left."""

    def __init__(self, yard: Yard, stage: dict, seed: int):
        self.yard, self.stage, self.dice = yard, stage, random.Random(seed)
        self.enough = threading.Event()
        cookies = list(stage["cookies"].values())
        self.workers = [
            Worker(yard.port, cookies[n % len(cookies)], referral, self.enough)
            for n, referral in enumerate(stage["referrals"])
        ]
        self.counts: Counter = Counter()
        self.due: list[str] = []  # whose answer was overdue in the cycle before
        for worker in self.workers:
            worker.start()

    def one(self, victim: str) -> list[str]:
        """Clocks run out, something is killed in the middle, and started again: what is wrong?"""
        overdue, ending = self.yard.fresh(FRESH), self.due
        self._more(3)
        self.yard.make_due(overdue + ending)
        self.yard.tick()
        time.sleep(self.dice.random() * 0.5)
        self.yard.kill(victim, self.dice)
        self.yard.mend(victim)
        self.counts[victim] += 1
        self._more(6)
        wrong = self._settled(overdue, ending)
        self.due = overdue
        return wrong + self._caught_up(BACKLOG) + self.faults()

    def faults(self) -> list[str]:
        """Everything that is lost, torn or double, and every answer that nobody should get."""
        told = [form for worker in self.workers for form in list(worker.told)]
        wrong = torn.lost(self.yard, told) + torn.half(self.yard, self.stage)
        odd = [f"odd answer: {odd}" for worker in self.workers for odd in worker.odd[:3]]
        return wrong + odd + ([self.yard.faults_said()] if odd else [])

    def _more(self, count: int) -> None:
        """Until so many more presses were acknowledged, by each."""
        wanted = [len(worker.told) + count // 3 for worker in self.workers]
        wait_until(
            lambda: all(len(w.told) >= n for w, n in zip(self.workers, wanted, strict=True)),
            lambda: f"nobody is answered: {[w.odd[:1] for w in self.workers]}\n{self.yard.log()}",
        )

    def _settled(self, overdue: list[str], ending: list[str]) -> list[str]:
        """The clocks that ran out while something was killed have done their work, once."""
        until, wrong = time.monotonic() + PATIENCE, ["never asked"]
        while wrong and time.monotonic() < until:
            if self.yard.worker.poll() is not None:
                self.yard.mend("worker")
            self.yard.tick()
            time.sleep(0.3)
            wrong = torn.clocks(self.yard, overdue, ending)
        return [*wrong, self.yard.stuck()] if wrong else []

    def _caught_up(self, most: int) -> list[str]:
        """Nobody presses until at most so many jobs and letters wait; wrong is only that nothing moves."""
        for worker in self.workers:
            worker.resting = True
        least, until = torn.waits(self.yard), time.monotonic() + PATIENCE
        while least > most and time.monotonic() < until:
            self.yard.tick()
            time.sleep(0.5)
            if (now := torn.waits(self.yard)) < least:
                least, until = now, time.monotonic() + PATIENCE
        for worker in self.workers:
            worker.resting = False
        return [] if least <= most else [f"{least} wait, and nothing moves", self.yard.stuck()]

    def stop(self) -> list[str]:
        """Everybody goes home; the worker finishes what waits; what is wrong at the very end?"""
        self.enough.set()
        for worker in self.workers:
            worker.join(40)
        self.counts["acknowledged"] = sum(len(worker.told) for worker in self.workers)
        self.counts["pressed again"] = sum(worker.again for worker in self.workers)
        torn.claims_run_out(self.yard)
        wrong = self._caught_up(0)
        self.counts["letters"] = len(self.yard.letters)
        return wrong + self.faults() + torn.letters(self.yard) + torn.chain(self.yard)


def wait_until(true, why, seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, why()
        time.sleep(0.02)
