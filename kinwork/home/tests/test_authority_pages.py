"""The desk's pages on who may decide, on a new member, and on protections of every kind."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.family.contact.models import ContactPoint
from kinwork.people import actions as people
from kinwork.people.actions import NewPerson
from kinwork.people.models import Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.models import Authority, Withholding
from tests import cast as casting
from tests.guards.crawling import Crawler
from tests.seeing import everything

pytestmark = pytest.mark.django_db
NOBODY_HERE = ["ben", "cruz", "cora", "dana", "sam", "eve", "rosa"]


@pytest.fixture
def cast():
    return casting.make_cast(timezone.now() - timedelta(hours=3))


def at_home(cast, tail: str) -> str:
    return f"/households/{cast.household.pk}/{tail}"


def teen(cast) -> Person:
    born = timezone.now().date() - timedelta(days=15 * 366)
    with acting_as(cast.ana):
        return people.add_person(
            household=cast.household,
            person=NewPerson("Nayeli", "Luna", "child", born),
            recorded_by=cast.agencies["library"],
            by=cast.ana,
            at=timezone.now(),
        )


def birth(day: date) -> dict:
    return {"born_month": day.month, "born_day": day.day, "born_year": day.year}


def test_who_may_decide_is_read_added_and_ended(cast):
    client, where = Crawler(cast.ana).client, at_home(cast, "authority/")
    page = client.get(where).content.decode()
    assert "Mateo Luna" in page and "Rosa Luna Ortega" in page
    said = {
        "person": str(cast.people["mateo"].pk),
        "kind": "court",
        "holder_name": "Superior Court of Saguaro Wash",
        "scope": "health",
        "evidence": "told",
    }
    assert "Write what you saw" in client.post(where, said).content.decode()
    assert client.post(where, said | {"evidence": "Order 2026-11"}).status_code == 302
    page = client.get(where).content.decode()
    assert "Superior Court of Saguaro Wash" in page and "Order 2026-11" in page
    with everything():
        made = Authority.objects.get(kind="court")
        assert (made.scope, made.recorded_by_id) == (
            ["development", "health"],
            cast.agencies["library"].pk,
        )
    ending = f"{where}{made.pk}/end/"
    assert "opens nothing any more" in client.get(ending).content.decode()
    assert client.post(ending, {"because": ""}).status_code == 200
    assert client.post(ending, {"because": "Order 2026-12"}).status_code == 302
    assert "Superior Court of Saguaro Wash" not in client.get(where).content.decode()
    assert client.get(ending).status_code == 404


def test_lost_standing_is_shown_to_the_worker_and_not_to_the_family(cast):
    with acting_as(cast.ana):
        access.withhold(
            kind="court order",
            community=cast.community,
            person=cast.people["mateo"],
            from_person=cast.people["rosa"],
            evidence="Superior Court, no. 2026-9",
            by=cast.ana,
            at=timezone.now() - timedelta(minutes=1),
        )
    page = Crawler(cast.ana).client.get(at_home(cast, "authority/")).content.decode()
    assert "May not decide now" in page
    ours = Crawler(cast.rosa).client
    for path in ("/ours/", "/ours/who/", "/ours/private/", "/ours/story/"):
        assert "no. 2026-9" not in ours.get(path).content.decode()


def test_a_new_child_and_who_may_decide_for_it(cast):
    client, where = Crawler(cast.ana).client, at_home(cast, "members/add/")
    rosa = str(cast.people["rosa"].pk)
    said = {"relation": "child", "given": "Luz", "deciders": [rosa]}
    assert "Please write the date" in client.post(where, said).content.decode()
    born = birth(timezone.now().date() - timedelta(days=40))
    assert client.post(where, said | born).status_code == 302
    with everything():
        luz = Person.objects.get(given_name="Luz")
        assert str(Authority.objects.get(person=luz).holder_person_id) == rosa
    nobody = said | born | {"given": "Sol", "deciders": []}
    assert client.post(where, nobody).status_code == 302
    page = client.get(at_home(cast, "authority/")).content.decode()
    assert "nobody can agree for this child" in page


@pytest.mark.parametrize("name", NOBODY_HERE)
def test_these_pages_are_for_those_who_work_with_the_family(cast, name):
    client = Crawler(getattr(cast, name)).client
    with everything():
        held = Authority.objects.filter(person=cast.people["mateo"]).first()
    for tail in ("authority/", f"authority/{held.pk}/end/", "members/add/"):
        assert client.get(at_home(cast, tail)).status_code in (403, 404), tail


def test_the_pages_ask_no_more_for_more_children(cast):
    client = Crawler(cast.ana).client

    def asks(tail: str) -> int:
        client.get(at_home(cast, tail))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(at_home(cast, tail)).status_code == 200
        return len(asked)

    before = {tail: asks(tail) for tail in ("authority/", "protect/", "members/add/")}
    for _number in range(3):
        who = teen(cast)
        with acting_as(cast.ana):
            access.give_authority(
                person=who, holder=cast.people["rosa"], by=cast.ana, at=timezone.now()
            )
    assert {tail: asks(tail) for tail in before} == before
    assert max(before.values()) <= 40, before


def test_a_teens_own_service_is_offered_with_its_text(cast):
    client, where = Crawler(cast.ana).client, at_home(cast, "protect/")
    assert "own service" not in client.get(where).content.decode().replace("A minor", "")
    who = teen(cast)
    page = client.get(where).content.decode()
    assert "A.R.S. § 44-132.01" in page and "42 CFR 2.14" in page
    key = {one: value for value, one in _choices(page)}
    drugs = next(value for words, value in key.items() if "44-133.01" in words)
    said = {"deed": "own", "own-which": drugs, "own-wishes": "private"}
    assert "only if that was found true" in client.post(where, said).content.decode()
    assert client.post(where, said | {"own-found": "on"}).status_code == 302
    with everything():
        made = Withholding.objects.get()
        assert (made.person_id, made.classes, made.kind) == (who.pk, ["sud"], "minor's own service")
    open_ = said | {"own-found": "on", "own-wishes": "open"}
    assert client.post(where, open_).status_code == 302
    with everything():
        assert Withholding.objects.count() == 1


def _choices(page: str) -> list[tuple[str, str]]:
    import re

    found = re.findall(r'name="own-which"[^>]*value="([^"]+)".*?</label>', page, re.DOTALL)
    labels = re.findall(r'name="own-which".*?<label[^>]*>(.*?)</label>', page, re.DOTALL)
    return list(zip(found, labels, strict=True))


def test_something_is_kept_from_an_agency_and_an_address_is_replaced(cast):
    client, where = Crawler(cast.ana).client, at_home(cast, "protect/")
    clinic = cast.agencies["clinic"]
    page = client.get(where).content.decode()
    assert f"agency:{clinic.pk}" in page and f"agency:{cast.agencies['library'].pk}" not in page
    said = {
        "kind": "safety flag",
        "person": str(cast.people["mateo"].pk),
        "from_person": f"agency:{clinic.pk}",
        "evidence": "The mother says that her sister works there",
    }
    assert client.post(where, said).status_code == 302
    assert f"not for {clinic.name}" in client.get(where).content.decode()
    mail = {
        "deed": "mail",
        "mail-person": str(cast.people["rosa"].pk),
        "mail-address": "P.O. Box 1",
    }
    assert client.post(where, mail).status_code == 302
    with everything():
        assert ContactPoint.objects.get(channel="mail").value == "P.O. Box 1"
    home = client.get(at_home(cast, "")).content.decode()
    assert (
        "Mail to" in home
        and "Why can&#x27;t I see more?" in home
        or "Why can't I see more?" in home
    )
