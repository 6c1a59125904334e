"""The database is stopped and started under a running site (G2): a page in words that keeps what
was typed, and nobody has to restart anything."""

import json
import threading
import time

import pytest

from kinwork.config.pg_binaries import as_server
from tests.faults.house import Browser

TYPED = "My sister can watch the baby on Tuesdays"
NEEDS = {"words": TYPED}


def stop(house) -> None:
    """At once, with connections open: as a machine that loses its power, but tidier."""
    as_server([house.cluster.bin / "pg_ctl", "-D", house.cluster.pgdata, "-m", "immediate", "stop"])


@pytest.fixture
def stopped(house):
    """The database is away for the test, and back afterwards."""
    Browser(house.port).get("/")
    stop(house)
    yield
    house.cluster.start()
    back_within(house, 10)


def back_within(house, seconds: float) -> float:
    """How long until three answers in a row are good, from each thread's own connection."""
    began, good = time.monotonic(), 0
    while good < 12:
        status = Browser(house.port).get("/start/")[0]
        good = good + 1 if status == 200 else 0
        took = time.monotonic() - began
        assert took < seconds, f"still {status} after {took:.0f} s\n{house.log()}"
        time.sleep(0.02)
    return took


def is_kind(status: int, page: str, headers: dict[str, str]) -> None:
    assert status == 503, page[:400]
    assert TYPED in page, "what was typed is gone"
    assert headers["retry-after"] and "no-store" in headers["cache-control"]
    assert headers["content-type"].startswith("text/html")
    assert "Traceback" not in page and "psycopg" not in page


def test_what_was_typed_is_shown_again(house, stopped):
    family = Browser(house.port)
    family.cookies["csrftoken"] = "a" * 32
    is_kind(*family.post("/start/", **NEEDS))


def test_a_request_in_the_middle_is_told_kindly(house):
    family, said = Browser(house.port), []
    family.get("/start/")
    holder = house.superuser()
    holder.execute("BEGIN; LOCK TABLE intake_draft IN ACCESS EXCLUSIVE MODE")
    asking = threading.Thread(target=lambda: said.append(family.post("/start/", **NEEDS)))
    asking.start()
    wait_for_waiter(house)
    stop(house)
    asking.join(30)
    holder.close()
    house.cluster.start()
    is_kind(*said[0])
    back_within(house, 10)


def wait_for_waiter(house) -> None:
    until = time.monotonic() + 10
    while not house.ask("SELECT 1 FROM pg_locks WHERE NOT granted"):
        assert time.monotonic() < until, "the request never reached the table"
        time.sleep(0.05)


def test_machines_are_told_in_json(house, stopped):
    status, body, headers = Browser(house.port).get("/hsds/services")
    assert status == 503 and headers["retry-after"]
    assert json.loads(body)["status"] == 503


@pytest.mark.parametrize("away", [0, 16])
def test_the_site_is_back_by_itself_within_ten_seconds(house, away):
    """However long it was away: people who kept trying meanwhile do not make it worse."""
    stop(house)
    until = time.monotonic() + away
    while time.monotonic() < until:
        assert Browser(house.port).get("/start/")[0] in (0, 503)
    house.cluster.start()
    assert back_within(house, 10) < 10


def test_an_answer_is_quick_even_while_the_database_is_away(house, stopped):
    """Nobody waits half a minute for bad news."""
    began = time.monotonic()
    assert Browser(house.port).get("/start/")[0] == 503
    assert time.monotonic() - began < 8
