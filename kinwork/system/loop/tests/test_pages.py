"""The pages of referral outcomes, opened by everybody who might try; filters, files, empty states."""

import csv
import io
from functools import cache

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinwork.common.actor import VISITOR, Actor
from kinwork.common.models import AuditEntry
from kinwork.system.loop.models import PartnerComment
from kinwork.system.loop.tests.scenes import counted_today, many, released, six
from tests.cast import make_cast
from tests.guards.crawling import Crawler, worker
from tests.seeing import everything

pytestmark = pytest.mark.django_db
OWN, FILE, TOGETHER = (reverse(f"loop:{name}") for name in ("own", "own_file", "releases"))
MARCH = {"since": "2026-03-01", "until": "2026-03-31"}


@pytest.fixture
def cast():
    return make_cast()


@cache
def browser(actor: Actor) -> Client:
    return Crawler(actor).client


def page(actor: Actor, path: str, status: int = 200, **data) -> str:
    response = browser(actor).get(path, data)
    assert response.status_code == status, response.status_code
    return response.content.decode()


def rows(actor: Actor, path: str, **data) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page(actor, path, **data))))


OWN_ROLES = ("intake worker", "navigator", "caseworker", "provider staff", "supervisor")
ACROSS = ("coordinator", "backbone lead", "analyst", "evaluator", "state viewer")
OTHERS = ("account administrator", "privacy officer")


@pytest.mark.parametrize("role", [*OWN_ROLES, *ACROSS, *OTHERS])
def test_who_opens_which_page(cast, role):
    actor = worker(cast, role, "clinic")
    for path in (OWN, FILE):
        page(actor, path, 200 if role in OWN_ROLES else 403)
    page(actor, TOGETHER, 200 if role in (*ACROSS, "supervisor") else 403)


def test_a_family_and_a_visitor_open_none_of_them(cast):
    for actor in (cast.rosa, VISITOR):
        for path in (OWN, FILE, TOGETHER):
            response = browser(actor).get(path)
            assert response.status_code in (302, 403), (actor, path)


def test_the_page_shows_what_was_counted(cast):
    six(cast)
    shown = page(cast.bea, OWN, **MARCH)
    assert "Answered within 2 business days" in shown and "50 %" in shown
    assert "We have no room" in shown and "100 hours" not in shown and "Luna" not in shown
    assert "Home visits for new families" in shown


def test_filters_stand_in_the_address_and_hold(cast):
    six(cast)
    assert "Nothing fits this filter" in page(cast.bea, OWN, since="2026-04-01", until="2026-04-30")
    sent = page(cast.ana, OWN, side="sent", **MARCH)
    assert "From a told need to the family" in sent
    partner = str(cast.agencies["bloom"].pk)
    only = rows(cast.ana, FILE, side="sent", partner=partner, **MARCH)
    assert ["all", "", "sent", "1"] in [row[:4] for row in only]
    assert ["filter", partner, "partner"] in [row[:3] for row in only]
    assert "Grouped by: Partner" in page(cast.ana, OWN, side="sent", by="partner", **MARCH)


def test_where_families_live_and_what_they_speak_is_told_of_no_few(cast):
    """Whatever days are asked for: the half year, and no group below 11."""
    six(cast)
    for by in ("zip", "language"):
        narrow = {"since": "2026-03-02", "until": "2026-03-02", "by": by}
        shown = page(cast.bea, OWN, **narrow)
        assert (
            "Groups that are kept back: 1." in shown
            and "Until the first contact" not in shown[shown.index("Groups that are kept back") :]
        )
        found = rows(cast.bea, FILE, **narrow)
        assert ["filter", "2026-01-01", "since"] in [row[:3] for row in found]
        assert not [row for row in found if row[0] == by]
    many(cast, clinic=11, bloom=0)
    assert ["language", "Spanish", "sent", "15"] in [
        row[:4] for row in rows(cast.bea, FILE, by="language", **MARCH)
    ]


def test_each_number_has_its_n_and_what_it_means(cast):
    six(cast)
    shown = page(cast.bea, OWN, **MARCH)
    for said in (
        "Nobody there was asked, so it is neither late nor a decline.",
        "That is the reason for which it was declined, or ended.",
        "n = 2",
        "The family missed a date",
        "half: 4 hours",
    ):
        assert said in shown, said
    for row in rows(cast.bea, FILE, **MARCH)[1:]:
        assert row[0] == "filter" or row[8], row


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": "yesterday"},
        {"since": "2026-03-31", "until": "2026-03-01"},
        {"since": "1000-01-01", "until": "2026-03-01"},
        {"by": "surname"},
        {"partner": "'; DROP TABLE"},
        {"side": "\x00"},
        {"since": "9999-12-31", "until": "9999-12-31"},
    ],
)
def test_what_cannot_be_asked_is_said_and_counts_nothing(cast, wrong):
    six(cast)
    shown = page(cast.bea, OWN, **wrong)
    assert "Nothing fits this filter" in shown or "Referral outcomes" in shown


def test_nothing_yet_is_said(cast):
    assert "No referrals yet" in page(cast.bea, OWN)
    assert "Nothing is counted yet" in page(cast.dana, TOGETHER)


def test_the_file_runs_no_formula(cast):
    six(cast)
    with everything(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_agency SET name = '=HYPERLINK(1)' WHERE id = %s",
            [cast.agencies["bloom"].pk],
        )
    found = rows(cast.ana, FILE, side="sent", by="partner", **MARCH)
    assert "'=HYPERLINK(1)" in {row[1] for row in found}


def test_opening_numbers_is_itself_written_down(cast):
    page(cast.bea, OWN)
    with everything():
        assert AuditEntry.objects.filter(verb="loop.own.view", actor_id=cast.bea.id).exists()


def test_how_many_questions_a_page_takes_does_not_grow(cast):
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            page(cast.bea, OWN, by="partner", **MARCH)
        return len(caught)

    page(cast.bea, OWN)
    few = asked()
    six(cast)
    more = asked()
    six(cast)
    assert asked() == more <= few + 4  # partners' names, which nobody has before


# --- releases -----------------------------------------------------------------------------------


@pytest.fixture
def waiting(cast):
    """Counted just now: partners comment."""
    many(cast, clinic=22, bloom=0)
    return counted_today(cast)


@pytest.fixture
def out(cast):
    many(cast, clinic=22, bloom=0)
    return released(cast)


def test_before_it_opens_only_that_it_is_coming_is_seen(cast, waiting):
    assert "Each partner its own page" in page(cast.dana, TOGETHER)
    page(cast.dana, reverse("loop:release", args=[waiting.pk]), 404)
    page(cast.dana, reverse("loop:release_file", args=[waiting.pk]), 404)


def test_a_partner_reads_its_page_and_answers(cast, waiting):
    address = reverse("loop:fair", args=[waiting.pk])
    shown = page(cast.bea, address)
    assert "Only Saguaro Wash Clinic sees this page" in shown and "Put it beside" in shown
    assert "Put it beside" not in page(cast.ben, address)
    assert "answered at once by our rule: full" in shown
    sent = browser(cast.bea).post(address, {"words": "", "contests": "on"})
    assert "Please write what others should know" in sent.content.decode()
    sent = browser(cast.bea).post(address, {"words": "Two of us were ill.", "contests": "on"})
    assert sent.status_code == 302
    assert "Two of us were ill." in page(cast.ben, address)
    page(cast.cruz, address, 404)
    assert browser(cast.ben).post(address, {"words": "x"}).status_code == 403
    with everything():
        assert PartnerComment.objects.count() == 1


@pytest.mark.parametrize("by", ["", "program", "partner", "zip", "language", "surname"])
def test_an_open_release_in_every_grouping(cast, out, by):
    shown = page(cast.dana, reverse("loop:release", args=[out.pk]), by=by)
    assert "Counted:" in shown and "22" in shown


def test_the_file_of_a_release_keeps_back_what_the_page_keeps_back(cast, out):
    found = rows(cast.sam, reverse("loop:release_file", args=[out.pk]))
    assert ["all", "", "sent", "22"] in [row[:4] for row in found]
    assert ["filter", "2026-01-01", "since"] in [row[:3] for row in found]
    assert {row[0] for row in found} >= {"all", "partner", "program", "zip", "language", "needs"}


def test_a_release_of_another_community_is_not_there(out):
    other = make_cast(household=False)
    page(other.dana, reverse("loop:release", args=[out.pk]), 404)
