"""Who opens which page of meetings, in which language, with how many questions to the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kinwork.common.actor import VISITOR
from kinwork.common.models import AuditEntry
from kinwork.system.meetings.tests import scenes
from kinwork.system.meetings.tests.addresses import FILES, LISTS, forms, of, pages
from kinwork.system.partnerships.tests import scenes as joined
from tests import cast as casting
from tests.guards.crawling import Crawler, worker
from tests.seeing import everything
from tests.visiting import browser, get, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    """Today: the pages go by the clock of the machine."""
    return casting.make_cast(timezone.now(), household=False)


def test_everything_empty_teaches(cast):
    row = joined.started(cast)
    joined.member(cast, row, "clinic")
    for name, told in (
        ("list", "No meeting is planned"),
        ("decisions", "Nothing was decided yet"),
        ("promises", "Nobody promised anything yet"),
        ("proposals", "Nobody proposed anything yet"),
        ("compliance", "No charter is in force yet"),
    ):
        assert told in get(cast.dana, of(name, row)), name
        assert told in get(cast.ben, of(name, row)), name
    assert "Nothing is open" in get(cast.bea, reverse("open_meetings:ours"))
    assert "No minutes are published" in get(VISITOR, reverse("open_meetings:minutes"))


def test_who_opens_which_page(cast, row):
    made = scenes.everything_of(cast, row)
    elsewhere = worker(casting.make_cast(household=False), "backbone lead", "backbone")
    for path in (*pages(row, made), *(of(name, row) for name in FILES), of("propose", row)):
        for actor in (cast.dana, cast.ben, cast.ana):
            get(actor, path)
        for actor in (cast.cruz, elsewhere):
            get(actor, path, 404)
        assert browser(VISITOR).get(path).status_code in (302, 403)
    for path in forms(row, made):
        get(cast.dana, path)
        for actor in (cast.ben, cast.cruz):
            get(actor, path, 403)
        get(elsewhere, path, 404)
    get(cast.cruz, of("keep", row, made["promise"].pk), 403)
    assert browser(cast.cruz).get(of("minutes_file", row, made["minutes"].pk)).status_code == 404
    with everything():
        files = AuditEntry.objects.filter(verb__startswith="meetings.", verb__endswith="_file.view")
        assert files.count() == 6


def test_a_row_of_another_partnership_is_not_found(cast, row):
    made = scenes.everything_of(cast, row)
    other = joined.started(cast, "Another one")
    for path in (*pages(other, made)[5:], *forms(other, made)[4:]):
        get(cast.dana, path, 404)


def test_a_family_opens_none_of_them(db):
    cast = casting.make_cast()
    row = joined.started(cast)
    for name in (*LISTS, *FILES):
        assert browser(cast.rosa).get(of(name, row)).status_code in (302, 403)


def test_no_more_is_asked_of_the_database_for_more_rows(cast, row):
    made = scenes.everything_of(cast, row)
    watched = [
        *(of(name, row) for name in (*LISTS, *FILES)),
        of("see", row, made["open"].pk),
        reverse("open_meetings:ours"),
    ]

    def count(path: str) -> int:
        client = browser(cast.dana)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        return len(asked)

    before = [count(path) for path in watched]
    for number in range(3):
        scenes.planned(
            cast, row, title=f"More {number}", starts_at=cast.at + timedelta(days=40 + number)
        )
        scenes.promised(cast, row, promised=f"More {number}", meeting=made["open"])
        scenes.in_writing(cast, row, text=f"More {number}")
        scenes.proposed(cast, row, title=f"More {number}")
        scenes.item(cast, made["open"], f"More {number}")
    assert [count(path) for path in watched] == before


def test_in_spanish(cast, row):
    made = scenes.everything_of(cast, row)
    client = Crawler(cast.dana).client
    client.cookies["django_language"] = "es"
    for path in (*pages(row, made), *forms(row, made)):
        page = client.get(path).content.decode()
        for english in ("Meetings<", "Promises<", "Agenda due", "Who is here", "Save<"):
            assert english not in page, (path, english)
    assert "Reuniones" in client.get(of("list", row)).content.decode()


def test_the_partnership_leads_to_it(cast, row):
    assert f'href="{of("list", row)}"' in get(cast.ben, reverse("partnerships:see", args=[row.pk]))


def test_what_a_director_sees_at_once(db):
    """Seats, promises, agreements, people, openings, answers in time, families' words: of the own agency."""
    cast = casting.make_cast(timezone.now())
    casting.accepted(cast)
    row = scenes.chartered(cast).partnership
    scenes.promised(cast, row)
    page = get(cast.bea, reverse("open_meetings:ours"))
    for words in (
        "Saguaro Wash Clinic",
        "Print the form",
        "Person 2",  # who sits on its seat
        "Taking part",
        "of 1 services say openings",
        '100 % <span class="text-normal">(1 answer was due',
        "(0 families answered",
    ):
        assert words in page, words
    for path in (reverse("open_meetings:ours"),):
        for actor in (cast.ben, cast.cruz):
            get(actor, path, 403)
    page = get(cast.cora, reverse("open_meetings:ours"))
    assert "Person 3" in page and "Print the form" not in page and "in twelve months" not in page


def test_an_address_is_added_without_writing_the_rest_again(cast, row):
    seat = scenes.seats(cast, row)[1]
    path = reverse("partnerships:sit", args=[row.pk, seat.pk])
    page = get(cast.dana, path)
    assert 'value="Person 2"' in page and 'value="person2@example.org"' in page
    told = {"place": "representative", "name": "Person 2", "language": "es"}
    post(cast.dana, path, email="two@example.org", starts=str(scenes.day(cast)), **told)
    with everything():
        now = seat.sittings.get(ends=None)
        assert (now.email, now.language) == ("two@example.org", "es")
