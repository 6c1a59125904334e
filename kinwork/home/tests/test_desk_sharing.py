"""A family with no page open ends, narrows and refuses through a worker; its receipt at once."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.people.actions import NewPerson, add_person
from kinwork.people.models import Person
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.tests.deeds import permit, refuse, sees, state
from kinwork.trust.consent.words import SEES
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
PHONE = {"way": "by phone with a witness", "witness": "Bea, interpreter"}
PAPER = {
    "way": "on paper",
    "signed_on_month": "3",
    "signed_on_day": "2",
    "signed_on_year": "2026",
    "paper_at": "Cabinet 4",
}
NOT_HERE = ["ben", "cruz", "cora", "dana", "sam", "eve", "rosa"]


@pytest.fixture
def cast(db):
    made = casting.make_cast(timezone.now() - timedelta(hours=3))
    made.referral = casting.sent(made)
    with everything():  # the yes that Ana wrote down at the library
        Consent.objects.update(recorded_by=made.agencies["library"])
    made.client = browser_of(made, "ana")
    return made


def home(cast, tail: str = "") -> str:
    return f"/households/{cast.household.pk}/{tail}"


def by(cast, name: str = "rosa") -> dict:
    return {"given_by": str(cast.people[name].pk)}


def text(page) -> str:
    assert page.status_code == 200
    return page.content.decode()


def now_standing() -> list[tuple]:
    with everything():
        found = Consent.objects.filter(ended_at=None).order_by("recorded_at")
        return list(found.values_list("deny", "way", "witness", "paper_at"))


def test_by_phone_with_a_witness_a_yes_is_taken_back_and_the_receipt_says_so(cast):
    one = permit(cast)
    where = home(cast, f"sharing/{one.pk}/end/")
    assert where in text(cast.client.get(home(cast)))
    page = text(cast.client.get(where))
    assert "Home visits for new parents" in page and "Lo que ya leyeron" in page
    assert "a yes that they gave" in page.casefold()
    assert permit(cast).ended_at is None, "looking ends nothing"
    done = cast.client.post(where, by(cast) | PHONE)
    assert done.status_code == 302 and done.url == home(cast, f"sharing/{one.pk}/receipt/")
    receipt = text(cast.client.get(done.url))
    assert "Bea, interpreter" in receipt and "por teléfono" in receipt  # in the family's language
    assert "Mesquite Flats Library" in receipt and "Lo que dije" in receipt
    with everything():
        one.refresh_from_db()
        assert (one.ended_way, one.ended_witness) == (PHONE["way"], PHONE["witness"])
        assert one.ended_by_id == cast.rosa.id and one.ended_at is not None
        assert one.ended_recorded_by_id == cast.agencies["library"].pk
        assert AuditEntry.objects.filter(verb="consent.end", target_id=one.pk).exists()
    assert state(cast.referral) == "consent ended" and sees(cast, "ben", timezone.now()) == 0
    assert cast.client.post(where, by(cast) | PHONE).url == done.url  # pressed twice


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"way": "by phone with a witness"}, "Write who heard it"),
        ({"way": "on paper"}, "Write where the paper lies"),
        ({"way": ""}, "Please choose one."),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_ends(cast, said, why):
    where = home(cast, f"sharing/{permit(cast).pk}/end/")
    assert why in text(cast.client.post(where, by(cast) | said))
    assert permit(cast) and state(cast.referral) == "sent"


def test_on_paper_they_share_less(cast):
    one = permit(cast)
    where = home(cast, f"sharing/{one.pk}/less/")
    marks = text(cast.client.get(where))
    assert marks.count('name="classes"') == len(one.classes) and "checked" in marks
    kept = "?classes=identity&classes=contact"
    every = "?" + "&".join(f"classes={name}" for name in one.classes)
    assert "Nothing changed" in text(cast.client.get(where + every))
    assert "Nothing is left" in text(cast.client.get(where + "?classes=sud"))
    page = text(cast.client.get(where + kept))
    assert "Desde ahora Saguaro Wash Clinic ve solo: nuestros nombres" in page
    done = cast.client.post(where + kept, by(cast) | PAPER)
    receipt = text(cast.client.get(done.url))
    assert "Cabinet 4" in receipt and "Desde ahora" in receipt
    new = permit(cast)
    assert new.narrows_id == one.pk and new.classes == ["identity", "contact"]
    assert (new.way, new.paper_at) == ("on paper", "Cabinet 4")
    assert state(cast.referral) == "sent", "names and a way to reach are still there"


def test_a_no_to_a_place_that_was_told_nothing_yet(cast):
    bloom = cast.agencies["bloom"]
    start = text(cast.client.get(home(cast, "sharing/no/")))
    assert "Desert Bloom" in start and "Copper Door" not in start
    where = home(cast, f"sharing/no/?agency={bloom.pk}")
    assert f"No quiero que {bloom.name} vea" in text(cast.client.get(where))
    done = cast.client.post(where, by(cast) | PHONE)
    assert "Bea, interpreter" in text(cast.client.get(done.url))
    again = cast.client.post(where, by(cast) | PHONE)
    assert again.url == done.url
    with everything():
        no = Consent.objects.get(deny=True)
    assert (no.agency_id, no.given_by_id) == (bloom.pk, cast.rosa.id)
    assert set(no.classes) == set(SEES) and no.recorded_by_id == cast.agencies["library"].pk
    assert state(cast.referral) == "sent", "it is about another place"
    # and it is taken back, by the same door
    assert "refused" in text(cast.client.get(home(cast)))
    cast.client.post(home(cast, f"sharing/{no.pk}/end/"), by(cast) | PAPER)
    assert [deny for deny, *_how in now_standing()] == [False]


def test_a_no_closes_a_yes_that_this_desk_never_wrote_down(cast):
    """She said yes on her own page; from a phone without it she says no to Bea, at the clinic."""
    with everything():
        Consent.objects.update(recorded_by=None)
    bea = browser_of(cast, "bea")
    page = text(bea.get(home(cast)))
    assert "/end/" not in page.split('id="consents"')[1], "not theirs to end"
    assert bea.get(home(cast, f"sharing/{permit(cast).pk}/end/")).status_code == 404
    where = home(cast, f"sharing/no/?agency={cast.agencies['clinic'].pk}")
    assert "This is your own agency" in text(bea.get(where))
    done = bea.post(where, by(cast) | PHONE)
    assert state(cast.referral) == "consent ended"
    assert bea.get(home(cast)).status_code == 404, "nothing is there for them any more"
    assert "Bea, interpreter" in text(bea.get(done.url)), "but the receipt is"


def test_a_no_to_a_part_leaves_the_rest(cast):
    clinic = cast.agencies["clinic"].pk
    where = home(cast, f"sharing/no/?agency={clinic}&classes=development")
    cast.client.post(where, by(cast) | PAPER)
    with everything():
        assert Consent.objects.get(deny=True).classes == ["development"]
    assert state(cast.referral) == "sent"


def test_no_mark_at_all_is_not_a_no_to_everything(cast):
    clinic = cast.agencies["clinic"].pk
    page = text(cast.client.get(home(cast, f"sharing/no/?sent=1&agency={clinic}")))
    assert "Please choose one." in page and "Write down their no" not in page


def test_nobody_takes_back_what_another_said(cast):
    dad = NewPerson("Joel", "Luna", "caregiver", branch="other")
    with acting_as(cast.ana):
        said = {"recorded_by": cast.agencies["library"], "by": cast.ana, "at": timezone.now()}
        add_person(household=cast.household, person=dad, **said)
        other = Person.objects.get(pk=dad.id)
    one = permit(cast)
    page = cast.client.post(home(cast, f"sharing/{one.pk}/end/"), {"given_by": str(dad.id)} | PHONE)
    assert page.status_code == 200 and permit(cast).pk == one.pk
    said = {"given_by": other, "by": cast.ana, "at": timezone.now()}
    for verb, more in (("end", {}), ("narrow", {"classes": ["identity"]})):
        with acting_as(cast.ana), pytest.raises(Refused):
            getattr(consents, verb)(consent=one, **said, **more)
    assert permit(cast).pk == one.pk
    assert "Joel Luna" in text(
        cast.client.get(home(cast, "sharing/no/?agency=" + str(one.agency_id)))
    )


@pytest.mark.parametrize("name", NOT_HERE)
@pytest.mark.parametrize("tail", ["", "no/", "{one}/end/", "{one}/less/", "{one}/receipt/"])
def test_who_may_not_finds_no_page_and_ends_nothing(cast, name, tail):
    one, client = permit(cast), browser_of(cast, name)
    where = home(cast, "sharing/" + tail.format(one=one.pk))
    clinic = f"?agency={cast.agencies['clinic'].pk}"
    for asked in (where, where + clinic, where + "?classes=identity"):
        assert client.get(asked).status_code in (302, 403, 404)
        assert client.post(asked, by(cast) | PHONE).status_code in (302, 403, 404, 405)
    assert now_standing() == [(False, "on screen", "", "")]


def test_staff_of_a_service_see_whom_they_let_see_and_no_door(cast):
    page = text(browser_of(cast, "ben").get(home(cast)))
    assert 'id="consents"' in page and "/sharing/" not in page


def test_every_word_is_there_in_spanish_and_an_unknown_thing_is_not_there(cast):
    cast.client.cookies["django_language"] = "es"
    one = permit(cast)
    for tail, words in (
        ("", "Lo que dijeron sobre compartir"),
        ("no/", "Dicen que no a un lugar"),
        (f"{one.pk}/end/", "Dejan de compartir con"),
        (f"{one.pk}/less/", "Qué puede ver todavía"),
        (f"{one.pk}/receipt/", "Imprima esto"),
    ):
        assert words in text(cast.client.get(home(cast, "sharing/" + tail)))
    for tail in (f"{cast.household.pk}/end/", f"{cast.household.pk}/receipt/"):
        assert cast.client.get(home(cast, "sharing/" + tail)).status_code == 404


def test_a_no_that_was_said_elsewhere_shuts_this_door_too(cast):
    refuse(cast, agency="library", at=timezone.now())
    assert cast.client.get(home(cast, "sharing/no/")).status_code == 404


def test_the_list_asks_the_database_as_often_for_one_as_for_many(cast):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            text(cast.client.get(home(cast, "sharing/")))
        return len(asked)

    few = queries()
    for _time in range(6):
        casting.consent(cast, by=cast.ana)
    assert queries() <= few


# On the family's own page ---------------------------------------------------------------------


def test_each_deed_of_hers_leads_to_its_receipt(cast):
    rosa, one = browser_of(cast, "rosa"), permit(cast)
    page = text(rosa.post(f"/ours/who/{one.pk}/change/", {"classes": ["identity"]}, follow=True))
    link = re.search(r'href="(/ours/who/[^"]*/receipt/[^"]*)"[^>]*>Your receipt', page)[1]
    assert "Desde ahora" in text(rosa.get(link)) or "From now on" in text(rosa.get(link))
    page = text(rosa.post(f"/ours/who/{permit(cast).pk}/end/", follow=True))
    link = re.search(r'href="(/ours/who/[^"]*/receipt/[^"]*)"[^>]*>Your receipt', page)[1]
    assert "Ended" in text(rosa.get(link)) and "on the screen" in text(rosa.get(link))
    said = text(rosa.get("/ours/who/said/"))
    assert said.count("/receipt/") == 2 and "ended" in said


def test_nobody_elses_receipts_are_among_hers(cast):
    one = permit(cast)
    stranger = casting.record_family(cast, cast.ana, [NewPerson("Noor", "Haddad", "caregiver")])
    with everything():
        other = Consent.objects.get(pk=one.pk)
        other.pk, other.household = None, stranger
        other.id = stranger.pk
        other.save(force_insert=True)
    rosa = browser_of(cast, "rosa")
    assert rosa.get(f"/ours/who/{other.pk}/receipt/").status_code == 404
    page = text(rosa.get(f"/ours/who/{one.pk}/receipt/?with={other.pk}&with=nonsense"))
    assert page.count("<blockquote") == 1
