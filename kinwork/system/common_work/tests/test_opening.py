"""Who opens which page of common work, in which language, with how many questions to the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinwork.common.actor import VISITOR
from kinwork.common.models import AuditEntry
from kinwork.system.common_work.tests import scenes
from tests import cast as casting
from tests.guards.crawling import Crawler, worker
from tests.seeing import everything
from tests.visiting import browser, get

pytestmark = pytest.mark.django_db
PARTS = ("hub", "strategies", "changes", "support", "funding", "check", "events")
FILES = ("changes_file", "fundings_file")


def of(name: str, row, *ids) -> str:
    return reverse(f"common_work:{name}", args=[row.pk, *ids])


def pages(row, made) -> list[str]:
    """Every page that is read."""
    return [
        *(of(name, row) for name in PARTS),
        of("strategy", row, "processes"),
        of("change", row, made["change"].pk),
        of("one_support", row, made["support"].pk),
        *(of("one_funding", row, one.pk) for one in made["funding"]),
        of("event", row, made["event"].pk),
    ]


def forms(row, made) -> list[str]:
    """Every page with a form."""
    ids = {
        "review_strategy": "processes",
        "end_change": made["change"].pk,
        "answer_support": made["support"].pk,
        "tell_effect": made["given"].pk,
        "prepare_funding": made["funding"][0].pk,
        "apply_funding": made["funding"][1].pk,
        "answer_funding": made["funding"][2].pk,
        "withdraw_funding": made["funding"][0].pk,
        "finish_help": made["plan"].pk,
        "count_people": made["event"].pk,
        "answer_help": made["question"].pk,
    }
    bare = ("note_change", "note_support", "consider_funding", "rate", "plan_help", "convene")
    return [
        *(of(name, row, one) for name, one in ids.items()),
        *(of(name, row) for name in (*bare, "ask_help")),
    ]


def test_who_opens_which_page(cast):
    row = scenes.together(cast)
    made = scenes.everything_of(cast, row)
    elsewhere = worker(casting.make_cast(household=False), "backbone lead", "backbone")
    read, written = pages(row, made), forms(row, made)
    for path in (*read, *(of(name, row) for name in FILES)):
        for actor in (cast.dana, cast.ben, cast.ana):
            get(actor, path)
        for actor in (cast.cruz, elsewhere):
            get(actor, path, 404)
        assert browser(VISITOR).get(path).status_code in (302, 403)
    for path in written:
        get(cast.dana, path)
        for actor in (cast.ben, cast.cruz):
            get(actor, path, 403)
        get(elsewhere, path, 404)
    with everything():
        files = AuditEntry.objects.filter(
            verb__startswith="common_work.", verb__endswith="_file.view"
        )
        assert files.count() == 6


def test_a_row_of_another_partnership_is_not_found(cast):
    row, other = scenes.together(cast), scenes.together(cast, "Another one")
    made = scenes.everything_of(cast, row)
    for path in (*pages(other, made)[8:], *forms(other, made)[1:11]):
        get(cast.dana, path, 404)


def test_a_family_opens_none_of_them(db):
    cast = casting.make_cast()
    row = scenes.together(cast)
    for name in (*PARTS, *FILES):
        assert browser(cast.rosa).get(of(name, row)).status_code in (302, 403)


def test_the_partnership_leads_to_it(cast):
    row = scenes.together(cast)
    assert f'href="{of("hub", row)}"' in get(cast.ben, reverse("partnerships:see", args=[row.pk]))


def test_no_more_is_asked_of_the_database_for_more_rows(cast):
    row = scenes.together(cast)
    scenes.everything_of(cast, row)
    watched = [of(name, row) for name in (*PARTS, *FILES)]

    def count(path: str) -> int:
        client = browser(cast.dana)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        return len(asked)

    before = [count(path) for path in watched]
    for number in range(3):
        scenes.changed(cast, row, f"More {number}")
        scenes.asked(cast, row)
        scenes.funded(cast, row, "applying", name=f"Fund {number}")
        scenes.planned(cast, row)
        scenes.convened(cast, row)
        scenes.helped(cast, row)
        scenes.reviewed(cast, row, "mission")
    assert [count(path) for path in watched] == before


def test_in_spanish(cast):
    row = scenes.together(cast)
    made = scenes.everything_of(cast, row)
    client = Crawler(cast.dana).client
    client.cookies["django_language"] = "es"
    for path in (*pages(row, made), *forms(row, made)):
        page = client.get(path).content.decode()
        for english in ("Common work", "How we can tell", "Deadline", "Who applies", "Save<"):
            assert english not in page, (path, english)
    assert "Trabajo en común" in client.get(of("hub", row)).content.decode()
    assert "Una misión y metas comunes" in client.get(of("strategies", row)).content.decode()
