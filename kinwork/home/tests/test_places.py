"""A family says no to a place that was told nothing yet, and keeps a whole place out."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kinwork.accounts.current import FAMILY
from kinwork.common.acting import acting_as
from kinwork.people.models import Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.models import Block
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.tests.deeds import state
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of, keep

pytestmark = pytest.mark.django_db
OUT, PLACES = "/ours/out/", "/ours/out/places/"


@pytest.fixture
def cast(db):
    return casting.make_cast(timezone.now() - timedelta(hours=3))


def text(page) -> str:
    assert page.status_code == 200
    return page.content.decode()


def names_seen(actor) -> set[str]:
    with acting_as(actor):
        return set(Person.objects.values_list("given_name", flat=True))


def test_a_no_before_anything_was_told(cast):
    rosa, bloom = browser_of(cast, "rosa"), cast.agencies["bloom"]
    assert PLACES in text(rosa.get("/ours/who/"))
    assert f"/ours/who/{bloom.pk}/no/" in text(rosa.get(PLACES))
    assert "Say no to Desert Bloom" in text(rosa.get(f"/ours/who/{bloom.pk}/no/"))
    page = text(rosa.post(f"/ours/who/{bloom.pk}/no/", follow=True))
    assert "Your receipt" in page and "sees nothing. You said no." in page
    assert bloom.name not in text(rosa.get(PLACES))
    with everything():
        assert Consent.objects.get(deny=True).agency_id == bloom.pk


def test_a_whole_place_is_kept_out_and_let_in_again(cast):
    made, rosa = casting.accepted(cast), browser_of(cast, "rosa")
    clinic = cast.agencies["clinic"]
    path = f"{OUT}{clinic.pk}/"
    assert path in text(rosa.get(f"/ours/who/{clinic.pk}/no/"))
    page = text(rosa.get(path))
    assert "Not in an emergency" in page and "Home visits for new parents" in page
    assert state(made) == "accepted" and "Rosa" in names_seen(cast.ben), "looking closes nothing"
    assert rosa.post(path).url == OUT
    rosa.post(path)  # pressed twice
    with everything():
        assert Block.objects.filter(agency=clinic).count() == 1
    assert state(made) == "consent ended" and not names_seen(cast.ben)
    who = text(rosa.get("/ours/who/"))
    assert f"Nobody at {clinic.name} sees anything about you." in who
    assert f"{clinic.name} can see:" not in who
    assert f"{path}back/" in text(rosa.get(OUT))
    rosa.post(f"{path}back/")
    assert f"{clinic.name} can see:" in text(rosa.get("/ours/who/"))
    with everything():
        assert Block.objects.get(agency=clinic).ends is not None


def test_who_something_is_kept_from_says_no_for_themselves_alone(cast):
    casting.accepted(cast)
    him, place, clinic = cast.people["mateo"], cast.community.pk, cast.agencies["clinic"]
    with acting_as(cast.rosa):
        access.withhold(
            kind="protected branch",
            community=place,
            person=cast.rosa.id,
            from_person=him,
            evidence="said by oneself",
            by=cast.rosa,
            at=timezone.now(),
        )
    his = keep(Client(), FAMILY, [str(him.pk), str(cast.household.pk), str(place)])
    assert his.post(f"{OUT}{clinic.pk}/").status_code == 302
    with everything():
        assert not Block.objects.exists()
    assert "Rosa" in names_seen(cast.ben), "nobody's help stops"


@pytest.mark.parametrize("name", ["ana", "ben", "cruz", "dana", "sam"])
def test_nobody_shuts_a_place_out_for_a_family(cast, name):
    client, path = browser_of(cast, name), f"{OUT}{cast.agencies['clinic'].pk}/"
    for where in (PLACES, path, f"{path}back/"):
        assert client.post(where).status_code in (302, 403, 404)
    with everything():
        assert not Block.objects.exists()


def test_an_unknown_place_is_not_there(cast):
    rosa, unknown = browser_of(cast, "rosa"), cast.household.pk
    assert rosa.post(f"{OUT}{unknown}/").status_code == 404
    assert rosa.post(f"/ours/who/{unknown}/no/").status_code == 404


def test_in_spanish(cast):
    rosa = browser_of(cast, "rosa")
    rosa.cookies["django_language"] = "es"
    assert "Decir que no a un lugar" in text(rosa.get(PLACES))
    assert "No dejar entrar a" in text(rosa.get(f"{OUT}{cast.agencies['clinic'].pk}/"))
