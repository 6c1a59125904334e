"""A written yes at the desk: the sheet first, then what counts; who may not write it down."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.accounts.models import Membership, User
from kinwork.common.acting import acting_as
from kinwork.family.intake.tests.walking import birth
from kinwork.trust.consent import queries
from kinwork.trust.consent.models import Consent
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
NOTICE = "42 CFR 2.32"


@pytest.fixture
def cast(db):
    return casting.make_cast(timezone.now() - timedelta(hours=3))


def where(cast) -> str:
    return f"/households/{cast.household.pk}/sharing/written/"


def what(cast, **more) -> dict:
    day = timezone.localdate().replace(day=28)
    return {
        "given_by": str(cast.people["rosa"].pk),
        "agency": str(cast.agencies["clinic"].pk),
        "classes": ["education"],
        "records": "IFSP of May & two reports",
        "named": "",
        **birth(day.replace(year=day.year + 1), "until"),
    } | more


PAPER = {"deed": "sign", "way": "on paper", "paper_at": "Cabinet 4"}
SIGNED = {"signed_on_month": "3", "signed_on_day": "2", "signed_on_year": "2026"}


def text(page) -> str:
    assert page.status_code == 200
    return page.content.decode()


def nothing() -> bool:
    with everything():
        return not Consent.objects.exists()


def part_2(cast, name="ana") -> None:
    with everything():
        Membership.objects.filter(user=cast.users[name]).update(is_part_2_staff=True)


def given(cast, class_: str) -> set:
    with acting_as(cast.ana):
        whom = [cast.people["rosa"].pk]
        clinic = cast.agencies["clinic"].pk
        return set(queries.lock_grounds(cast.household.pk, clinic, whom, [class_]).allowed)


def test_school_records_open_with_a_paper_that_names_them(cast):
    ana = browser_of(cast, "ana")
    assert "A written yes" in text(ana.get(f"/households/{cast.household.pk}/"))
    sheet = text(ana.post(where(cast), what(cast)))
    assert "IFSP of May &amp; two reports" in sheet and "Permito que los lugares" in sheet
    assert "Firma" in sheet and "Rosa Luna Ortega" in sheet and NOTICE not in sheet
    assert nothing() and not given(cast, "education"), "a sheet is no yes"
    done = ana.post(where(cast), what(cast) | PAPER | SIGNED)
    receipt = text(ana.get(done.url))
    assert "IFSP of May &amp; two reports" in receipt and "Cabinet 4" in receipt
    assert given(cast, "education") == {"education"}
    again = ana.post(where(cast), what(cast) | PAPER | SIGNED)
    assert again.url == done.url
    with everything():
        one = Consent.objects.select_related("text").get()
    assert (one.way, one.paper_at, one.part_2) == ("on paper", "Cabinet 4", False)
    assert one.text.key == "consent.written" and "IFSP of May & two reports" in one.words
    assert one.recorded_by_id == cast.agencies["library"].pk and one.ends is not None


def test_treatment_is_for_part_2_staff_and_carries_its_notice(cast):
    ana, asked = browser_of(cast, "ana"), what(cast, classes=["sud"])
    assert 'value="sud"' not in text(ana.get(where(cast)))
    assert "kw-handout" not in text(ana.post(where(cast), asked | PAPER | SIGNED)) and nothing()
    part_2(cast)
    assert NOTICE in text(ana.post(where(cast), asked))
    done = ana.post(where(cast), asked | {"deed": "sign", "way": "on screen"})
    assert NOTICE in text(ana.get(done.url))
    with everything():
        assert Consent.objects.get().part_2
    assert given(cast, "sud") == {"sud"}


def test_safety_is_for_one_person_there_by_name(cast):
    with everything():
        User.objects.filter(pk=cast.users["bea"].pk).update(name="Beatriz Nuñez")
    ana, asked = browser_of(cast, "ana"), what(cast, classes=["safety"])
    assert "Write who alone may see it." in text(ana.post(where(cast), asked))
    nobody = text(ana.post(where(cast), asked | {"named": "Nobody Here"}))
    assert "nobody by exactly this name" in nobody
    asked["named"] = "beatriz  nuñez"
    assert "Allí solo lo puede ver Beatriz Nuñez." in text(ana.post(where(cast), asked))
    done = ana.post(where(cast), asked | PAPER | SIGNED)
    assert "Beatriz Nuñez" in text(ana.get(done.url))
    with everything():
        assert Consent.objects.get().named_user_id == cast.users["bea"].pk


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"records": ""}, "Please fill this in."),
        ({"classes": []}, "Please choose one."),
        ({"agency": ""}, "Please choose one."),
        ({"until_year": "2020"}, "kw-form"),
        ({"classes": ["identity"]}, "kw-form"),
    ],
)
def test_what_the_law_asks_for_is_asked_for(cast, more, why):
    page = text(browser_of(cast, "ana").post(where(cast), what(cast, **more) | PAPER | SIGNED))
    assert why in page and "usa-error-message" in page and nothing()


@pytest.mark.parametrize("how", [{"way": "on paper"}, {"way": ""}, {"way": "by link"}])
def test_how_it_was_given_is_asked_for(cast, how):
    page = browser_of(cast, "ana").post(where(cast), what(cast) | {"deed": "sign"} | how)
    assert "usa-error-message" in text(page) and nothing()
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    assert ("classes", "education") in hidden, "what was typed stays"


@pytest.mark.parametrize("name", ["ben", "cruz", "cora", "dana", "sam", "eve", "rosa"])
def test_nobody_else_writes_one_down(cast, name):
    casting.sent(cast)
    client = browser_of(cast, name)
    assert client.get(where(cast)).status_code in (302, 403, 404)
    page = client.post(where(cast), what(cast) | PAPER | SIGNED)
    assert page.status_code in (302, 403, 404)
    with everything():
        assert not Consent.objects.exclude(records="").exists()


def test_an_intake_worker_finds_no_such_page(cast):
    with everything():
        Membership.objects.filter(user=cast.users["ana"]).update(role="intake worker")
    assert browser_of(cast, "ana").get(where(cast)).status_code in (403, 404)


def test_in_spanish(cast):
    ana = browser_of(cast, "ana")
    ana.cookies["django_language"] = "es"
    assert "Lo que pide la ley" in text(ana.get(where(cast)))
    assert "Anotar su sí" in text(ana.post(where(cast), what(cast)))


def test_today_is_the_day_where_the_family_is(db, monkeypatch):
    """Half past eleven at night in Arizona: UTC has begun tomorrow."""
    night = (timezone.now() - timedelta(days=1)).replace(hour=6, minute=30)
    cast = casting.make_cast(night - timedelta(hours=3))
    here = night.date() - timedelta(days=1)
    ana = browser_of(cast, "ana")
    monkeypatch.setattr(timezone, "now", lambda: night)
    sheet = text(ana.post(where(cast), what(cast, **birth(here, "until"))))
    assert "too long ago" not in sheet and "Permito que los lugares" in sheet
    tomorrow = birth(night.date(), "signed_on")
    assert "has not come yet" in text(ana.post(where(cast), what(cast) | PAPER | tomorrow))
    assert nothing()
