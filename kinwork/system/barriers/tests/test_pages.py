"""The pages of barriers, by every role, without JavaScript: from a note to its end."""

import csv
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinwork.common.actor import VISITOR
from kinwork.common.models import AuditEntry
from kinwork.system.barriers import words
from kinwork.system.barriers.models import Barrier
from kinwork.system.barriers.tests import scenes
from kinwork.system.barriers.tests.scenes import DAY, WORDS
from kinwork.system.partnerships.tests import scenes as joined
from tests import cast as casting
from tests.guards.crawling import Crawler, worker
from tests.seeing import everything
from tests.visiting import browser, get, post

pytestmark = pytest.mark.django_db
LIST, NOTE, FILE = (reverse(f"barriers:{name}") for name in ("list", "note", "file"))
SHORT = {
    "said": WORDS,
    "kind": "eligibility",
    "level": "state agency",
    "office": "State office",
}


def of(name: str, row: Barrier) -> str:
    return reverse(f"barriers:{name}", args=[row.pk])


def test_from_a_note_to_its_end(cast):
    dana = cast.dana
    assert "Note what stands in the way" in get(dana, LIST)
    here = post(dana, NOTE, **SHORT)
    page = get(dana, here)
    assert page.index("Put it to the authority") < page.index("Withdraw it")
    put = {"level": "state agency", "office": "State office", "how": "By letter"}
    post(dana, f"{here}put/", on="2026-03-02", due_on="2026-04-01", **put)
    assert "Write down the answer" in get(dana, here)
    answer = {"came": "refused", "said": "No money for it.", "on": "2026-03-02"}
    post(dana, f"{here}answer/", **answer)
    assert "Put it again" in get(dana, here) and "No money for it." in get(dana, here)
    post(dana, f"{here}put/", on="2026-03-02", due_on="2026-04-01", lane="ccdf_temporary", **put)
    assert "45 CFR 98.19" in get(dana, here)
    post(dana, f"{here}answer/", **answer | {"came": "relieved for a time", "until": "2026-09-01"})
    assert words.day(date(2026, 9, 1)) in get(dana, here)
    post(dana, f"{here}close/", said="It became a rule.")
    page = get(dana, here)
    assert "It became a rule." in page and "kw-deeds" not in page
    assert "This step cannot be taken now" in get(dana, f"{here}answer/")


def test_what_was_typed_stands_when_something_is_missing(cast):
    response = browser(cast.dana).post(NOTE, SHORT | {"office": ""})
    page = response.content.decode()
    assert response.status_code == 200 and WORDS in page and "Please fill this in." in page
    row = scenes.put(cast)
    said = {"came": "not theirs", "said": "Ask the state.", "on": "2026-03-02"}
    page = browser(cast.dana).post(of("answer", row), said).content.decode()
    assert "Say which office could change it." in page and "Ask the state." in page
    page = browser(cast.dana).post(of("answer", row), said | {"came": "relieved for a time"})
    assert "Say until which day the relief holds." in page.content.decode()
    with everything():
        assert Barrier.objects.get().state == "put"


def test_a_note_sent_twice_is_one_barrier(cast):
    said = SHORT | {"form_id": "8f14e45f-ceea-467f-a8f0-9ff4f2b6a1de"}
    assert post(cast.dana, NOTE, **said) == post(cast.dana, NOTE, **said)
    with everything():
        assert Barrier.objects.get().events.count() == 1


def test_counted_evidence_is_chosen_and_told(cast):
    assert "What the numbers say" not in get(cast.dana, NOTE)
    made = scenes.released(cast)
    page = get(cast.dana, NOTE)
    assert "We have no room: 14" in page and "too few to tell" in page
    here = post(cast.dana, NOTE, count=f"{made.pk}:no room", **SHORT)
    days = f"sent {words.day(date(2025, 7, 1))} to {words.day(date(2025, 12, 31))}"
    assert f"14 referrals, {days}" in get(cast.dana, here)
    here = post(cast.dana, NOTE, count=f"{made.pk}:too far", **SHORT)
    assert "fewer than 11, or kept back" in get(cast.dana, here)


def test_the_list_is_filtered_by_its_address(cast):
    scenes.noted(cast, "First thing", kind="politics")
    scenes.put(cast, scenes.noted(cast, "Second thing"), days=9000)
    late = scenes.put(cast, scenes.noted(cast, "Third thing"), days=0)
    with everything():
        past = DAY - timedelta(days=3)
        late.events.filter(verb="put").update(on=past, due_on=past)
        Barrier.objects.filter(pk=late.pk).update(due_on=past)
    page = get(cast.dana, LIST)
    assert page.index("Third thing") < page.index("Second thing") < page.index("First thing")
    assert "The answer is late" in page
    for query, found in (
        ("late=on", ["Third"]),
        ("state=put", ["Second", "Third"]),
        ("kind=politics", ["First"]),
        ("level=county", ["First", "Second", "Third"]),
        ("level=tribal", []),
    ):
        page = get(cast.dana, f"{LIST}?{query}")
        shown = [one for one in ("First", "Second", "Third") if f"{one} thing" in page]
        assert shown == found, query
        assert bool(found) or "Nothing fits this filter" in page
    get(cast.dana, f"{LIST}?state=nonsense&after=x")


def test_the_same_list_as_a_file(cast):
    scenes.noted(cast, "=1+1")
    scenes.put(cast)
    rows = list(csv.DictReader(get(cast.dana, f"{FILE}?state=noted").splitlines()))
    assert [one["words"] for one in rows] == ["'=1+1"] and rows[0]["state"] == "noted"
    assert len(get(cast.dana, FILE).splitlines()) == 3
    with everything():
        assert AuditEntry.objects.filter(verb="barriers.file.view").count() == 2


def test_who_opens_which_page(cast):
    row = scenes.noted(cast)
    elsewhere = worker(casting.make_cast(household=False), "backbone lead", "backbone")
    for actor in (cast.ben, cast.cruz, elsewhere):
        get(actor, of("see", row), 404)
        assert WORDS not in get(actor, LIST) and WORDS not in get(actor, FILE)
    joined.member(cast, joined.started(cast), "clinic")
    page = get(cast.ben, of("see", row))
    assert WORDS in page and "Put it to the authority" not in page
    assert WORDS in get(cast.ben, LIST) and "Note a barrier" not in get(cast.ben, LIST)
    get(cast.cruz, of("see", row), 404)
    for path in (
        NOTE,
        *(of(name, row) for name in ("put", "answer", "close", "withdraw", "add_evidence")),
    ):
        get(cast.ben, path, 403)
        assert browser(VISITOR).get(path).status_code in (302, 403)


def test_a_family_opens_none_of_them(db):
    cast = casting.make_cast()
    row = scenes.noted(cast)
    for path in (LIST, FILE, NOTE, of("see", row)):
        assert browser(cast.rosa).get(path).status_code in (302, 403)


def test_a_partnership_leads_to_its_barriers(cast):
    row = joined.started(cast)
    assert f'href="{LIST}"' in get(cast.dana, reverse("partnerships:see", args=[row.pk]))


def test_no_more_is_asked_of_the_database_for_more_barriers(cast):
    row = scenes.put(cast)

    def count(path: str) -> int:
        client = browser(cast.dana)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        return len(asked)

    before = [count(path) for path in (LIST, FILE, of("see", row))]
    for _ in range(4):
        scenes.noted(cast)
    scenes.put(cast, scenes.answered(cast, "refused", row))
    assert [count(path) for path in (LIST, FILE, of("see", row))] == before


def test_in_spanish(cast):
    row = scenes.answered(cast, "relieved", lane="head_start_match")
    client = Crawler(cast.dana).client
    client.cookies["django_language"] = "es"
    page = client.get(of("see", row)).content.decode()
    assert "Cerrarla" in page and "Close it" not in page and "contribución" in page
    assert "Barreras" in client.get(LIST).content.decode()
