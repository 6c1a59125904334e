"""The pages of evidence, by every role, without JavaScript."""

import csv
from functools import cache

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kinwork.common.actor import VISITOR
from kinwork.library import evidence as library
from kinwork.system.evidence import telling, words
from kinwork.system.evidence.tests import scenes
from kinwork.system.partnerships.tests import scenes as joined
from tests import cast as casting
from tests.guards.crawling import Crawler, worker

pytestmark = pytest.mark.django_db
PAGES = ("board", "system", "thresholds")


@cache
def browser(actor) -> Client:
    return Crawler(actor).client


def get(actor, path: str, status: int = 200) -> str:
    response = browser(actor).get(path)
    assert response.status_code == status, (path, response.status_code)
    return response.content.decode()


def of(name: str, row, *ids) -> str:
    return reverse(f"evidence:{name}", args=[row.pk, *ids])


@pytest.fixture
def now():
    """The pages go by the clock of the machine."""
    return casting.make_cast(timezone.now())


def counted(cast):
    row = scenes.together(cast)
    scenes.six(cast)
    scenes.counted(cast, row, timezone.now())
    return row


def test_nothing_counted_yet_and_it_is_asked_for(now):
    row = joined.started(now)
    for name in ("board", "system"):
        page = get(now.dana, of(name, row))
        assert "Nothing counted yet" in page and "Count now" in page
    response = browser(now.dana).post(of("ask_count", row), follow=True)
    assert "It is counted anew." in response.content.decode()
    assert browser(now.dana).get(of("ask_count", row)).status_code == 405
    rows = list(csv.reader(get(now.dana, of("file", row)).splitlines()))
    assert rows == [list(telling.HEADS)]


def test_every_pair_has_its_cell_and_its_page(now):
    row = counted(now)
    page = get(now.ben, of("board", row))
    backbone, clinic, library_ = scenes.ids(now, row, "backbone", "clinic", "library")
    for one, other in ((clinic, library_), (library_, clinic), (backbone, clinic)):
        assert of("pair", row, one, other) in page
    assert "Count again" not in page and "Count again" in get(now.dana, of("board", row))
    page = get(now.ben, of("pair", row, clinic, library_))
    for one in library.pair_rules():
        assert one.words["en"] in page.replace("&#x27;", "'")
        assert one.reason["en"] in page.replace("&#x27;", "'")
    assert "What is missing for" in page and "Not recorded yet" in page
    assert "Fewer than 11, or none" in page
    assert get(now.ben, of("pair", row, library_, clinic)).count("kw-status") == page.count(
        "kw-status"
    )
    get(now.ben, of("pair", row, clinic, clinic))
    get(now.ben, of("pair", row, clinic, row.pk), 404)


def test_the_nine_questions(now):
    row = counted(now)
    page = get(now.ben, of("system", row))
    for number in range(1, 10):
        assert f"<h2>{number}. " in page
    assert "The records do not show it" in page and "Not enough data" in page


def test_how_much_is_asked_for_is_changed_with_a_reason(now):
    row = counted(now)
    page = get(now.dana, of("thresholds", row))
    assert of("set_threshold", row, "answered") in page and "75 percent" in page
    assert of("set_threshold", row, "answered") not in get(now.ben, of("thresholds", row))
    path = of("set_threshold", row, "answered")
    assert "At least how many percent" in get(now.dana, path)
    response = browser(now.dana).post(path, {"value": "120", "reason": "Best."})
    assert "at most 100 percent" in response.content.decode()
    response = browser(now.dana).post(path, {"value": "80"})
    assert "Please fill this in." in response.content.decode()
    response = browser(now.dana).post(path, {"value": "80", "reason": "We can do <b>better</b>."})
    assert response.status_code == 302
    page = get(now.ben, of("thresholds", row))
    assert "80 percent" in page and "We can do &lt;b&gt;better&lt;/b&gt;." in page
    for rule in ("nothing", "looked_up", "charter_adopted"):
        get(now.dana, of("set_threshold", row, rule), 404)


def test_the_file_has_every_pair_and_rule(now):
    row = counted(now)
    rows = list(csv.DictReader(get(now.ben, of("file", row)).splitlines()))
    assert len(rows) == 3 * len(library.pair_rules())
    told = {(one["one"], one["other"], one["rule"]): one for one in rows}
    names = sorted(now.agencies[key].name for key in ("clinic", "library"))
    assert told[(*names, "looked_up")]["state"] == "not recorded yet"
    assert told[(*names, "one_plan")]["state"] == "too few"
    assert {one["shared_families"] for one in rows} == {"0-10"}


def test_strangers_find_nothing(now):
    row = counted(now)
    clinic, library_ = scenes.ids(now, row, "clinic", "library")
    other = casting.make_cast(household=False)
    paths = [*(of(name, row) for name in (*PAGES, "file")), of("pair", row, clinic, library_)]
    for path in paths:
        for actor in (now.cruz, other.dana):
            get(actor, path, 404)
        assert browser(now.rosa).get(path).status_code in (302, 403, 404)
        assert browser(VISITOR).get(path).status_code in (302, 403)
    for actor in (now.ben, worker(now, "coordinator", "clinic")):
        get(actor, of("set_threshold", row, "answered"), 403)
        assert browser(actor).post(of("ask_count", row)).status_code == 403


def test_questions_to_the_database_are_few(now):
    row = counted(now)

    def asked() -> int:
        with CaptureQueriesContext(connection) as told:
            get(now.ben, of("board", row))
        return len(told)

    asked()  # the first page of a session asks more
    before = asked()
    joined.member(now, row, "bloom")
    scenes.counted(now, row, timezone.now())
    asked()  # the new count is read once
    assert asked() == before


def test_words_and_numbers():
    assert words.shared("") == "No records" and words.shared("101-") == "More than 100"
    assert words.shared("11-25") == "11 to 25"
    rule = library.rule("answered")
    assert words.threshold(rule, 0.75) == "75 percent"
    assert words.threshold(library.rule("referrals"), 3) == "3"
    told = library.judged(rule, library.Act(3, 4))
    assert words.value(told) == "Only 4 counted"
    assert words.value(library.judged(rule, library.Act(8, 9))) == "89 percent of 9"
    assert set(words.QUESTION_WORDS) == set(library.QUESTIONS)
