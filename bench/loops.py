"""A loop is closed: sent, accepted, served. Through the actions, with all rights and the whole trail.

    python -m bench.loops [--quick] [--seconds 20] [--queries]

Two processes close loops as fast as they can, each move in a transaction of its own, as who may make
it, under row-level security. Beside it, in the same run: the same three changes as bare SQL (an update
and an insert each: no rights, no trail, nobody told), and accept and serve over HTTP.
--queries: what each move asks the database, and how often.
"""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from bench import common

AIM = 30.0  # loops a second on 2 cores
PROCESSES, HOMES, CLIENTS = 2, 4, 4
DRAFTS_A_SECOND = 40  # made beforehand, for each process
BARE = (
    "CREATE TABLE bench_referral (id bigint PRIMARY KEY, state text, version int, at timestamptz)",
    "CREATE TABLE bench_event (referral bigint REFERENCES bench_referral, number int, verb text,"
    " from_state text, to_state text, at timestamptz, UNIQUE (referral, number))",
)
STEPS = (("send", "sent"), ("accept", "accepted"), ("serve", "served"))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench loops", description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--quick", action="store_true", help="5 seconds")
    parser.add_argument("--queries", action="store_true", help="what each move asks the database")
    parser.add_argument("--as", dest="part", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    seconds = 5 if options.quick else options.seconds
    if options.part:
        return part(options.part, seconds)
    print(common.machine())
    with common.own_database() as said:
        _make_bare(said)
        if options.queries:
            return queries()
        through = _together("actions", seconds)
        bare = _together("bare", seconds)
        pages = by_pages(said, seconds)
    told(through, bare, pages)
    return 0


def told(through: dict, bare: dict, pages: float) -> None:
    rate, cost = through["rate"], through["web"] + through["rows"]
    idle = 1000 * (os.cpu_count() or 1) / cost
    print(f"{PROCESSES} processes; a loop is sent, accepted, served")
    print(
        f"through the actions        {rate:8.1f} loops a second  {rate / AIM:6.2f} of the aim ({AIM:.0f})"
    )
    print(
        f"  processor time of a loop {cost:8.1f} ms (program {through['web']:.1f}, database"
        f" {through['rows']:.1f}): at most {idle:.1f} a second where nobody else works, {idle / AIM:.2f} of the aim"
    )
    print(
        f"bare SQL, nothing else     {bare['rate']:8.1f} loops a second  {rate / bare['rate']:6.3f} of it"
        f" is reached with rights, trail and notices"
    )
    print(
        f"accept and serve by HTTP   {pages:8.1f} pairs a second  {pages / rate:6.2f} of the actions' loops"
    )


# -- in processes of their own ---------------------------------------------------------------------


def _together(kind: str, seconds: int) -> dict:
    """The same part in each process; loops a second of all, milliseconds of processor time a loop."""
    line = [sys.executable, "-m", "bench.loops", "--as", kind, "--seconds", str(seconds)]
    running = [
        subprocess.Popen(
            line, cwd=common.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _process in range(PROCESSES)
    ]
    for one in running:
        assert one.stdout.readline().strip() == "ready"
    for one in running:
        one.stdin.write("go\n")
        one.stdin.flush()
    came = [json.loads(one.communicate()[0]) for one in running]
    loops = sum(one["loops"] for one in came)
    return {
        "rate": sum(one["loops"] / one["seconds"] for one in came),
        "web": 1000 * sum(one["web"] for one in came) / max(loops, 1),
        "rows": 1000 * sum(one["rows"] for one in came) / max(loops, 1),
    }


def part(kind: str, seconds: int) -> int:
    """One process: get ready, wait for the word, close loops until the time is over."""
    one = Actions(seconds) if kind == "actions" else Bare()
    backend = one.backend()
    print("ready", flush=True)
    sys.stdin.readline()
    began, cpu, rows, loops = time.monotonic(), time.process_time(), _spent(backend), 0
    while time.monotonic() - began < seconds and one.close():
        loops += 1
    took = time.monotonic() - began
    cpu, rows = time.process_time() - cpu, _spent(backend) - rows
    print(json.dumps({"loops": loops, "seconds": took, "web": cpu, "rows": rows}))
    return 0


def _spent(pid: int) -> float:
    """Seconds of processor time of a database's process, to the nanosecond."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


class Actions:
    """Families that agreed, and drafts enough."""

    def __init__(self, seconds: int, drafts: int | None = None):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinwork.config.settings_test")
        import django

        django.setup()
        from django.utils import timezone

        from tests import cast as casting

        self.now = timezone.now
        self.cast = casting.make_cast(timezone.now() - timedelta(days=1))
        casting.consent(self.cast)
        self._openings()
        count = seconds * DRAFTS_A_SECOND if drafts is None else drafts
        self.drafts = [casting.draft(self.cast) for _number in range(count)]

    def _openings(self) -> None:
        from kinwork.common.acting import acting_as
        from kinwork.directory.actions import set_capacity

        ben, now = self.cast.ben, self.now()
        with acting_as(ben, now=now):
            set_capacity(
                service_id=self.cast.services["visits"].pk, available=10_000,
                valid_until=now + timedelta(days=9), by=ben, at=now,
            )  # fmt: skip

    def backend(self) -> int:
        from django.db import connection

        connection.ensure_connection()
        return connection.connection.info.backend_pid

    def close(self) -> bool:
        """One loop; False when no draft is left."""
        if not self.drafts:
            return False
        row = self.drafts.pop()
        self.move("send", row, self.cast.ana)
        self.move("accept", row, self.cast.ben)
        self.move("serve", row, self.cast.ben, received="A visit", need_met="fully")
        return True

    def move(self, verb: str, row, by, **said) -> None:
        from kinwork.common.acting import acting_as
        from kinwork.family.referrals import actions
        from kinwork.family.referrals.models import Referral

        now = self.now()
        with acting_as(by, now=now):
            fresh = Referral.objects.get(pk=row.pk)
            getattr(actions, verb)(referral=fresh, by=by, at=now, **said)


class Bare:
    """The same three changes, and nothing else."""

    def __init__(self) -> None:
        import psycopg

        self.line = psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True)
        self.next = os.getpid() * 1_000_000

    def backend(self) -> int:
        return self.line.info.backend_pid

    def close(self) -> bool:
        self.next += 1
        with self.line.transaction():
            self.line.execute(
                "INSERT INTO bench_referral VALUES (%s, 'draft', 0, now())", [self.next]
            )
        before = "draft"
        for number, (verb, state) in enumerate(STEPS, 1):
            with self.line.transaction():
                self.line.execute(
                    "UPDATE bench_referral SET state = %s, version = %s, at = now() WHERE id = %s",
                    [state, number, self.next],
                )
                self.line.execute(
                    "INSERT INTO bench_event VALUES (%s, %s, %s, %s, %s, now())",
                    [self.next, number, verb, before, state],
                )
            before = state
        return True


def _make_bare(said: dict[str, str]) -> None:
    import psycopg

    with psycopg.connect(said["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for statement in BARE:
            owner.execute(statement)


# -- over HTTP -------------------------------------------------------------------------------------


def by_pages(said: dict[str, str], seconds: int) -> float:
    """Pairs of accept and serve a second, by four browsers of the clinic."""
    from tests.signing import browser_of

    made = Actions(seconds, drafts=0)
    from tests import cast as casting

    for _number in range(seconds * DRAFTS_A_SECOND // 2):
        row = casting.draft(made.cast)
        made.move("send", row, made.cast.ana)
        made.drafts.append(row)
    cookies = {key: one.value for key, one in browser_of(made.cast, "ben").cookies.items()}
    with common.serving(said, workers=2, threads=2) as port:
        done, began = Counter(), time.monotonic()
        people = [
            threading.Thread(
                target=_press, args=(port, cookies, made.drafts, began + seconds, done)
            )
            for _number in range(CLIENTS)
        ]
        for one in people:
            one.start()
        for one in people:
            one.join()
        took = time.monotonic() - began
    if done["odd"]:
        raise SystemExit(f"{done['odd']} presses were not answered as they should be: {done}")
    return done["pairs"] / took


def _press(port: int, cookies: dict, rows: list, until: float, done: Counter) -> None:
    token = "a" * 32
    head = {
        "Cookie": "; ".join(f"{k}={v}" for k, v in {**cookies, "csrftoken": token}.items()),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    line = HTTPConnection(common.HOST, port, timeout=30)
    while time.monotonic() < until:
        try:
            row = rows.pop()
        except IndexError:
            return
        for verb, form in (("accept", {}), ("serve", {"received": "A visit", "need_met": "fully"})):
            body = urlencode({**form, "csrfmiddlewaretoken": token})
            line.request("POST", f"/referrals/{row.pk}/{verb}/", body, head)
            answer = line.getresponse()
            answer.read()
            if answer.status != 302:
                done["odd"] += 1
                done[f"{verb} {answer.status}"] += 1
        done["pairs"] += 1


# -- what it costs ---------------------------------------------------------------------------------


def queries() -> int:
    """How many statements each move makes, and which of them it makes most often."""
    made = Actions(0, drafts=3)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    while len(made.drafts) > 1:
        made.close()
    row = made.drafts.pop()
    whole = {"send": {}, "accept": {}, "serve": {"received": "A visit", "need_met": "fully"}}
    for verb, said in whole.items():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            made.move(verb, row, made.cast.ana if verb == "send" else made.cast.ben, **said)
        plain = Counter(_shape(one["sql"]) for one in caught.captured_queries)
        spent = sum(float(one["time"]) for one in caught.captured_queries)
        print(f"{verb}: {sum(plain.values())} statements, {1000 * spent:.1f} ms in the database")
        times: Counter = Counter()
        for one in caught.captured_queries:
            times[_shape(one["sql"])] += 1000 * float(one["time"])
        for shape, took in times.most_common(12):
            print(f"  {took:6.1f} ms  {plain[shape]:3} times  {shape}")
    return 0


def _shape(sql: str) -> str:
    """A statement without its values and columns."""
    words = sql.split()
    if "FROM" in words and words[0] == "SELECT":
        return "SELECT FROM " + words[words.index("FROM") + 1]
    return " ".join(words[:3])[:70]


if __name__ == "__main__":
    sys.exit(main())
