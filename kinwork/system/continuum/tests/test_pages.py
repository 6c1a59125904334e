"""The pages of waves, as whoever leads, a member, a respondent and a stranger use them."""

import csv
import re
from functools import cache

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kinwork.common.actor import VISITOR
from kinwork.system.continuum import letters
from kinwork.system.continuum.models import Respondent, Wave
from kinwork.system.continuum.tests import scenes
from kinwork.system.evidence.tests import scenes as evidence
from kinwork.system.meetings.models import Proposal
from tests import cast as casting
from tests.guards.crawling import Crawler
from tests.seeing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    """Today: the pages go by the clock of the machine."""
    return casting.make_cast(timezone.now(), household=False)


@pytest.fixture
def row(cast):
    return scenes.joined(cast)


@cache
def browser(actor) -> Client:
    return Crawler(actor).client


def get(actor, path: str, status: int = 200) -> str:
    response = browser(actor).get(path)
    assert response.status_code == status, (path, response.status_code)
    return response.content.decode()


def post(actor, path: str, **data) -> str:
    response = browser(actor).post(path, data)
    assert response.status_code == 302, response.content.decode()
    return response.headers["Location"]


def to(row, name: str, *ids) -> str:
    return reverse(f"continuum:{name}", args=[row.pk, *ids])


def token(cast, wave, key: str) -> str:
    return letters.token(scenes.voice(cast, wave, key).pk)


def test_a_wave_by_its_pages_from_nothing_to_the_board(cast, row):
    dana = cast.dana
    assert "Nobody has been asked yet" in get(dana, to(row, "hub"))
    assert "Prepare a wave" in get(dana, to(row, "hub"))
    said = {"title": "Spring wave", "on": str((cast.at + scenes.WEEK).date()), "hour": "17:00"}
    with everything():
        members = [str(one) for one in row.members.values_list("pk", flat=True)]
    wave = post(dana, to(row, "prepare"), **said, members=members, also=["family"], trust="on")
    page = get(dana, wave)
    assert "Open it: send everybody a link" in page and "person1@example.org" not in page
    with everything():
        made = Wave.objects.get()
        people = {one.email: one for one in made.respondents.select_related("partner")}
    assert len(people) == 4 and sum(one.partner is None for one in people.values()) == 1
    assert len(made.instruments) == 2
    post(dana, to(row, "open", made.pk))
    assert "0 of 4 have answered" in get(dana, wave)
    for one in people.values():
        _answer(letters.token(one.pk))
    assert "4 of 4 have answered" in get(dana, wave)
    assert "4 of 4 have sent" in get(dana, to(row, "close", made.pk))
    results = post(dana, to(row, "close", made.pk))
    page = get(dana, results)
    assert "Rows say, columns are spoken of" in page and "4 of 4 answered" in page
    assert "As most respondents see it: <strong>Communication</strong>" in page
    assert "The next level is one question away" in page
    assert "Claim beside evidence" in get(dana, to(row, "board"))


def _answer(token: str) -> None:
    """Page after page, as the link leads: level 3 for everybody, yes to the first two questions."""
    start = reverse("open_continuum:start", args=[token])
    page, steps = get(VISITOR, start), 0
    while "Go on</a>" in page or "Begin</a>" in page:
        path = _next(page)
        if path.endswith("/whole/"):
            said = {f"question_{n}": "yes" if n < 3 else "no" for n in range(1, 10)}
        else:
            said = {"scale_0": "3", "scale_1": "2", "scale_2": "2"}
        post(VISITOR, path, **said)
        page, steps = get(VISITOR, start), steps + 1
        assert steps < 10
    post(VISITOR, reverse("open_continuum:send", args=[token]))
    assert "Your answers are sent" in get(VISITOR, start)


def _next(page: str) -> str:
    """Where the one big button leads."""
    found = re.findall(r'<a class="usa-button[^"]*" href="(/answers/[^"]+)"', page)
    assert len(found) == 1, page
    return found[0]


def test_a_respondent_keeps_what_was_said_and_comes_back(cast, row):
    wave = scenes.opened(cast, row)
    link = token(cast, wave, "clinic")
    start = reverse("open_continuum:start", args=[link])
    assert "It takes about" in get(VISITOR, start)
    about = reverse("open_continuum:about", args=[link, scenes.partner(cast, wave, "library").pk])
    assert "Please choose one" in browser(VISITOR).post(about, {}).content.decode()
    after = post(VISITOR, about, scale_0="4")
    assert after.endswith(f"{scenes.partner(cast, wave, 'backbone').pk}/")
    assert "checked" in get(VISITOR, about)
    page = get(VISITOR, start)
    assert "Go on" in page and page.count("Answered") == 1
    assert post(VISITOR, reverse("open_continuum:send", args=[link])) == start  # it is not whole
    with everything():
        assert not Respondent.objects.exclude(done_at=None).exists()


def test_a_link_that_is_over_or_wrong(cast, row):
    wave = scenes.closed(cast, row)
    for key, said in (("clinic", "were sent in time"), ("library", "Nothing more is taken")):
        link = token(cast, wave, key)
        for name in ("start", "whole", "send"):
            assert said in get(VISITOR, reverse(f"open_continuum:{name}", args=[link]))
    get(VISITOR, reverse("open_continuum:start", args=["nothing"]), 404)
    get(VISITOR, reverse("open_continuum:start", args=[letters.token(wave.pk)]), 404)


def test_every_page_of_a_closed_wave_with_evidence(cast, row):
    wave = scenes.closed(cast, row)
    clinic, library = (scenes.member(cast, row, key) for key in ("clinic", "library"))
    page = get(cast.dana, to(row, "results", wave.pk))
    assert "Two steps apart or more" in page and "no answer" in page
    page = get(cast.dana, to(row, "network", wave.pk) + "?level=1")
    assert page.count("<circle") >= 3 and "Density, both sides" in page
    page = get(cast.dana, to(row, "organization", wave.pk, clinic.pk) + "?level=1")
    assert "If this organization left" in page
    page = get(cast.dana, to(row, "pair", clinic.pk, library.pk))
    assert "What each says" in page and "Not counted" in page
    page = get(cast.dana, to(row, "board"))
    assert "Nothing has been counted yet" in page and "Not enough data" in page
    get(cast.dana, to(row, "next"))


def test_files(cast, row):
    wave = scenes.closed(cast, row)
    lines = list(csv.DictReader(get(cast.dana, to(row, "results_file", wave.pk)).splitlines()))
    assert len(lines) == 4 and lines[0]["instrument"] == "service_coordination/1"
    assert get(cast.dana, to(row, "network_csv", wave.pk)).startswith("from,to,level")
    assert "<graphml" in get(cast.dana, to(row, "network_graphml", wave.pk))
    lines = list(csv.DictReader(get(cast.dana, to(row, "board_file")).splitlines()))
    assert len(lines) == 3 and {one["verdict"] for one in lines} == {"not enough data"}


def test_a_wave_without_names_shows_counts_alone(cast):
    row = scenes.joined(cast, ratings="anonymous")
    wave = scenes.closed(cast, row)
    page = get(cast.dana, to(row, "results", wave.pk))
    assert "Too few have answered" in page and "Rows say" not in page
    for name in ("network", "results_file", "network_csv"):
        get(cast.dana, to(row, name, wave.pk), 404)
    assert "No answers with names yet" in get(cast.dana, to(row, "board"))


def test_who_opens_which_page(cast, row):
    wave = scenes.prepared(cast, row)
    lead = ("prepare", "ask", "extend", "close", "call_off")
    for name in lead:
        path = to(row, name, *(() if name == "prepare" else (wave.pk,)))
        get(cast.dana, path)
        get(cast.ben, path, 403)
    get(cast.ben, to(row, "wave", wave.pk))  # of a member: reads
    for who in (cast.cruz,):  # works elsewhere
        get(who, to(row, "hub"), 404)
        get(who, to(row, "wave", wave.pk), 404)


def test_a_step_becomes_a_proposal(cast):
    row = evidence.together(cast)
    clinic, library = (scenes.member(cast, row, key) for key in ("clinic", "library"))
    post(cast.dana, to(row, "propose", clinic.pk, library.pk))
    with everything():
        made = Proposal.objects.get()
    assert "up to" in made.title and clinic.name in made.title


@pytest.mark.parametrize("name", ["hub", "board", "next"])
def test_queries_do_not_grow_with_members(cast, row, name):
    scenes.closed(cast, row)
    counts = []
    for more in (None, "bloom"):
        if more:
            scenes.meeting.joined.member(cast, row, more)
        get(cast.dana, to(row, name))
        with CaptureQueriesContext(connection) as found:
            get(cast.dana, to(row, name))
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_what_to_do_next_ranks_by_what_was_counted(db):
    """The library sent the clinic four, of which it answered three, two in time."""
    cast = casting.make_cast(timezone.now() - evidence.LOOKED)
    row = evidence.together(cast)
    evidence.six(cast)
    evidence.counted(cast, row, cast.at + evidence.LOOKED)
    page = get(cast.dana, to(row, "next"))
    assert "4 referrals between the two" in page and "answered late" in page
    assert page.count("Propose it for a meeting") >= 1
    assert "Says" not in page
