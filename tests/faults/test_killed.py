"""kill -9 in the middle of commits (G1): what was acknowledged is there, all else whole or absent.

Families answer an intake as fast as they can while a web worker, then the whole database, is
killed. Each saved answer makes the draft's version one higher and writes one row of the trail, in
one transaction: the two can only differ if a commit was torn.
"""

import os
import re
import signal
import threading
import time

import pytest

from kinwork.common.ids import new_id
from tests.faults.house import Browser, field
from tests.faults.test_database_away import back_within

FAMILIES = 4
URGENCIES = ("2 days", "routine")


class Family(threading.Thread):
    """One phone. `told`: draft -> (how often an answer was acknowledged, the last one)."""

    def __init__(self, port: int, enough: threading.Event):
        super().__init__(daemon=True)
        self.port, self.enough = port, enough
        self.told: dict[str, dict[str, str]] = {}
        self.acknowledged, self.refused, self.odd = 0, 0, []

    def run(self) -> None:
        while not self.enough.is_set():
            phone, words = Browser(self.port), f"diapers {new_id()}"
            id = field(phone.get("/start/")[1], "form_id")
            if id and self._say(phone, id, "/start/", words=words, form_id=id):
                self.told[id] = {"words": words}
                for number in range(12):
                    urgency = URGENCIES[number % 2]
                    if not self._say(phone, id, "/start/soon/", soon=urgency, version=str(99)):
                        break
                    self.told[id]["soon"] = urgency

    def _say(self, phone: Browser, id: str, path: str, **answer: str) -> bool:
        status, page, _headers = phone.post(path, **answer)
        if status == 302:
            self.acknowledged += 1
            return True
        self.refused += 1
        if status not in (0, 503):
            self.odd.append((status, path, re.sub(r"\s+", " ", page)[-300:]))
        time.sleep(0.05)
        return False


@pytest.fixture
def families(house):
    enough = threading.Event()
    found = [Family(house.port, enough) for _number in range(FAMILIES)]
    for family in found:
        family.start()
    yield found
    enough.set()
    for family in found:
        family.join(30)


def acknowledged(families) -> int:
    return sum(family.acknowledged for family in families)


def some_more(families, count: int = 25, seconds: float = 30) -> None:
    """Wait until `count` more answers were acknowledged."""
    wanted, until = acknowledged(families) + count, time.monotonic() + seconds
    while acknowledged(families) < wanted:
        assert time.monotonic() < until, [family.odd for family in families]
        time.sleep(0.02)


def test_nothing_acknowledged_is_lost_and_nothing_is_half_there(house, families):
    some_more(families)
    os.kill(house.web_workers()[0], signal.SIGKILL)
    some_more(families)
    house.kill_database()
    time.sleep(0.5)
    house.cluster.start()
    back_within(house, 10)
    some_more(families)
    families[0].enough.set()
    for family in families:
        family.join(30)
    assert sum(family.refused for family in families) > 0, "nobody noticed: nothing was killed"
    assert [odd for family in families for odd in family.odd] == []
    whole_or_absent(house)
    all_there(house, families)


def test_a_server_that_ends_as_a_whole_comes_back(house, families):
    """Its watcher gives up where a process dies twice within seconds: it is started again."""
    some_more(families)
    for _twice in range(2):
        for pid in house.web_workers():
            os.kill(pid, signal.SIGKILL)
        back_within(house, 20)
    some_more(families)
    assert house.web.poll() is None
    families[0].enough.set()
    for family in families:
        family.join(30)
    whole_or_absent(house)
    all_there(house, families)


def whole_or_absent(house) -> None:
    torn = house.ask(
        "SELECT d.id, d.version, count(a.*) FILTER (WHERE a.verb = 'intake.answer'),"
        " count(a.*) FILTER (WHERE a.verb = 'intake.begin') FROM intake_draft d"
        " LEFT JOIN common_auditentry a ON a.target_id = d.id GROUP BY d.id, d.version"
        " HAVING count(a.*) FILTER (WHERE a.verb = 'intake.answer') <> d.version"
        " OR count(a.*) FILTER (WHERE a.verb = 'intake.begin') <> 1"
    )
    assert torn == []
    alone = house.ask(
        "SELECT count(*) FROM common_auditentry a WHERE verb LIKE 'intake.%%'"
        " AND NOT EXISTS (SELECT FROM intake_draft d WHERE d.id = a.target_id)"
    )
    assert alone == [(0,)]


def all_there(house, families) -> None:
    stored = {str(id): answers for id, answers in house.ask("SELECT id, answers FROM intake_draft")}
    for family in families:
        for id, told in family.told.items():
            assert id in stored, f"draft {id} was acknowledged, and is gone"
            assert stored[id]["words"] == told["words"]
            if "soon" in told:  # the next answer may have been saved without being acknowledged
                assert stored[id]["soon"] in URGENCIES
