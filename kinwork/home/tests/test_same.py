"""The pages about two records of one person, by everybody; and what a search may tell."""

import re
import statistics
import time
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.people.actions import NewPerson
from kinwork.people.models import IdentityLink, Match, Person
from kinwork.trust.access.actions import linking
from kinwork.web.limits import LIMITS
from tests.cast import Cast, make_cast, record_family
from tests.guards.crawling import Crawler, worker

pytestmark = pytest.mark.django_db
BORN = date(1997, 5, 14)
EVERYBODY = ("ana", "ben", "bea", "cruz", "cora", "dana", "sam", "eve", "rosa", "lou")
ELSEWHERE = ("María José", "García Peña", date(1988, 8, 8))


def world() -> tuple[Cast, NewPerson]:
    """The library knows Rosa twice; lou is its supervisor; María José is Cruz's alone."""
    cast = make_cast()
    cast.actors["lou"] = worker(cast, "supervisor")
    again = NewPerson("Rosa", "Luna Ortega", "caregiver", BORN)
    record_family(cast, cast.ana, [again])
    record_family(cast, cast.cruz, [NewPerson(*ELSEWHERE[:2], "caregiver", ELSEWHERE[2])])
    return cast, again


def words(response) -> str:
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_pages_are_for_supervisors(name):
    cast, _again = world()
    browser = Crawler(cast.actors[name])
    answers = [
        browser.send("/desk/same/").status_code,
        browser.send(f"/desk/same/{cast.people['rosa'].pk}/").status_code,
    ]
    # bea may open hers; of Rosa, whom the clinic does not know, there is no page
    expected = {"lou": [200, 200], "bea": [200, 404]}.get(name, [403, 403])
    assert answers == expected


def test_compared_linked_and_taken_apart_in_a_browser():
    cast, again = world()
    rosa = cast.people["rosa"].pk
    browser = Crawler(cast.lou).client
    page = browser.get(f"/desk/same/{rosa}/")
    assert words(page).count("Rosa Luna Ortega") >= 2 and "María" not in words(page)
    done = browser.post(
        f"/desk/same/{rosa}/", {"other": str(again.id), "why": "The same card"}, follow=True
    )
    assert "They are linked" in words(done) and "The same card" in words(done)
    with acting_as(cast.lou):
        link = IdentityLink.objects.get()
    assert "Nobody" not in words(browser.get(f"/desk/same/{rosa}/"))
    empty = browser.post(f"/desk/same/{link.pk}/undo/", {"why": ""}, follow=True)
    assert "Please write how you know" in words(empty)
    done = browser.post(f"/desk/same/{link.pk}/undo/", {"why": "Two sisters"}, follow=True)
    assert "Two sisters" in words(done) and "two records again" in words(done)
    with acting_as(cast.lou):
        assert IdentityLink.objects.get().ends


def test_nobody_is_linked_by_an_id_that_was_not_offered():
    cast, _again = world()
    with acting_as(cast.cruz):
        stranger = Person.objects.get(given_name="María José").pk
    page = Crawler(cast.lou).client.post(
        f"/desk/same/{cast.people['rosa'].pk}/", {"other": str(stranger), "why": "Guessed"}
    )
    assert page.status_code == 200
    with acting_as(cast.lou):
        assert not IdentityLink.objects.exists()


@pytest.mark.parametrize("name", ["ana", "cruz", "bea"])
def test_somebody_elses_link_is_not_there(name):
    cast, again = world()
    with acting_as(cast.lou):
        said = {"why": "-", "by": cast.lou, "at": cast.at}
        link = linking.link_people(one=cast.people["rosa"], other=again.id, **said)
    page = Crawler(cast.actors[name]).client.post(f"/desk/same/{link.pk}/undo/", {"why": "x"})
    assert page.status_code in (403, 404)
    with acting_as(cast.lou):
        assert IdentityLink.objects.get().ends is None


def test_linked_records_are_one_line_of_a_search():
    cast, again = world()
    found = {"given": "Rosa", "family": "Luna"}

    browser = Crawler(cast.ana).client

    def titles() -> int:
        page = browser.post("/desk/people/", found)
        return page.content.decode().count("kw-card__title")

    assert titles() == 2
    with acting_as(cast.lou):
        said = {"why": "-", "by": cast.lou, "at": cast.at}
        linking.link_people(one=cast.people["rosa"], other=again.id, **said)
    assert titles() == 1


def test_the_family_answers_on_its_own_page():
    cast = make_cast()
    cast.actors["lou"] = worker(cast, "supervisor")
    again = NewPerson("Rosa", "Luna Ortega", "caregiver", BORN)
    home = record_family(cast, cast.cruz, [again])
    linking.look_for_match(again.id, cast.at)
    browser = Crawler(cast.rosa).client
    assert "We have one question for you" in words(browser.get("/ours/"))
    page = words(browser.get("/ours/same/"))
    assert "Does another office help Rosa too?" in page and "Desert Bloom" not in page
    with acting_as(cast.rosa):
        match = Match.objects.get()
    other = Actor("family", again.id, home.pk, "family member", cast.community.pk)
    Crawler(other).client.post(f"/ours/same/{match.pk}/", {"yes": "1"})
    with acting_as(cast.rosa):
        assert Match.objects.get().answer == "", "only the family that was asked answers"
    assert "No question" in words(Crawler(other).client.get("/ours/same/"))
    done = browser.post(f"/ours/same/{match.pk}/", {"yes": "1"}, follow=True)
    assert "No question waits" in words(done)
    desk = Crawler(cast.lou).client
    assert "A family said yes" in words(desk.get("/desk/same/"))
    done = words(desk.post(f"/desk/same/{match.pk}/settle/", {"link": "1"}, follow=True))
    assert "They are linked" in done and "a record of another office" in done


# What a search may tell ------------------------------------------------------------------------

PROBES = {
    "a star": {"given": "Maria G*"},
    "a per cent sign": {"given": "M%", "family": "G_rc%"},
    "a phone": {"given": "520-555-0142"},
    "an address": {"given": "rosa@example.org"},
    "a birth date alone": {"born_month": "8", "born_day": "8", "born_year": "1988"},
    "the whole name": {"given": "María José", "family": "García Peña"},
    "name and birth date": {
        "given": "Maria Jose",
        "family": "Garcia Pena",
        "born_month": "8",
        "born_day": "8",
        "born_year": "1988",
    },
}
MISS = {"given": "Zoraida", "family": "Quintero"}


def _asked(browser: Crawler, said: dict) -> tuple[str, int]:
    with CaptureQueriesContext(connection) as asked:
        page = browser.send("/desk/people/", "post", data=said)
    assert page.status_code == 200
    found = page.content.decode().split('id="found"')
    assert len(found) == 2, said
    return re.sub(r'value="[^"]{20,}"|nonce-\S+', "", found[1]), len(asked)


@pytest.mark.parametrize("probe", PROBES)
def test_a_hit_elsewhere_reads_as_nobody_at_all(probe):
    """Ana asks for somebody whom another office knows, and for nobody: one page, one number of
    questions to the database. (No time is asserted: machines differ. See the figure below.)"""
    cast, _again = world()
    browser = Crawler(cast.ana)
    _asked(browser, MISS)
    hit, miss = _asked(browser, PROBES[probe]), _asked(browser, MISS)
    assert hit == miss
    assert "Ask whether another office helps them" in miss[0]
    assert "Nobody of that name is with your agency" in miss[0]


def test_its_own_worker_finds_her_with_and_without_accents():
    cast, _again = world()
    browser = Crawler(cast.cruz)
    for given, family in (
        ("María José", "García Peña"),
        ("maria jose", "garcia pena"),
        ("MARI\u0301A", "PEN\u0303A"),
        ("Jose", ""),
    ):
        found, _count = _asked(browser, {"given": given, "family": family})
        assert "María José García Peña" in found, given


HARD = (
    ("Siobhán", "O'Brien-Nuñez"),
    ("Madonna", ""),
    ("Null", "Null"),
    ("X", ""),
    ("محمد", "عبد الله"),
    ("Zoë 🌵", "Ñandú"),
    ("N" * 300, "Ortiz"),
)


@pytest.mark.parametrize(("given", "family"), HARD, ids=lambda name: name[:8])
def test_hard_names_are_stored_as_typed_and_found_again(given, family):
    import unicodedata

    cast = make_cast(household=False)
    record_family(cast, cast.ana, [NewPerson(given, family, "caregiver", BORN)])
    browser = Crawler(cast.ana)
    for form in ("NFC", "NFD", "NFKC"):
        typed = unicodedata.normalize(form, given)[:100]
        if len(given) < 100:
            assert f"{given} {family}".strip().replace("'", "&#x27;") in _asked(
                browser, {"given": typed, "family": unicodedata.normalize(form, family)}
            )[0].replace("&#39;", "&#x27;")
    with acting_as(cast.ana):
        assert Person.objects.get().given_name == given


def test_whoever_asks_too_often_waits():
    cast, _again = world()
    browser = Crawler(cast.ana).client
    LIMIT = LIMITS["find people"].free
    for _turn in range(LIMIT):
        answer = browser.post("/desk/people/", MISS)
        assert answer.status_code == 200
    stopped = browser.post("/desk/people/", MISS)
    assert stopped.status_code == 429 and stopped["Retry-After"]


def test_the_time_of_a_hit_and_a_miss_is_printed(capsys):
    """A figure to read, not a verdict: the median of 15 each."""
    cast, _again = world()
    browser = Crawler(cast.ana)

    def median(said: dict) -> float:
        taken = []
        for _turn in range(15):
            began = time.perf_counter()
            _asked(browser, said)
            taken.append(time.perf_counter() - began)
        return statistics.median(taken)

    hit, miss = median(PROBES["the whole name"]), median(MISS)
    with capsys.disabled():
        print(
            f"\nsearch: a hit elsewhere takes {hit / miss:.2f} times a miss ({miss * 1000:.0f} ms)"
        )
