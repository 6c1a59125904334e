"""Find help, one service, right now: what a family sees, and what is never kept."""

from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from kinwork.directory.models import Correction, Inquiry, SearchEntry, Service, Translation
from kinwork.directory.tests.town import add, community

pytestmark = pytest.mark.django_db
FIND, NOW = "/find/", "/right-now/"


@pytest.fixture(autouse=True)
def here():
    community()


def ask(client, **fields):
    fields.setdefault("place", "85201")
    return client.post(FIND, fields, follow=True)


def seen(response) -> str:
    return " ".join(response.content.decode().split())


def inquiries() -> list[Inquiry]:
    with acting_as(VISITOR):
        return list(Inquiry.objects.all())


def is_kept(client) -> bool:
    with acting_as(VISITOR):
        return "find" in client.session


def shelter(**values) -> Service:
    return add(
        "Safe House", code="domestic-violence-help", is_victim_service=True, phone="480-555-0199",
        **values,
    )  # fmt: skip


def test_the_empty_page_asks_and_offers_tiles(client):
    page = seen(client.get(FIND))
    assert "What do you need?" in page
    assert 'name="need" value="diapers"' in page
    assert "do not need an account" in page


def test_a_search_leaves_no_word_in_the_address(client):
    add("Cactus Diaper Bank", code="diapers")
    response = client.post(FIND, {"words": "diaprs", "place": "85201"})
    assert response.status_code == 302 and response.url == FIND
    page = seen(client.get(FIND))
    assert "Cactus Diaper Bank" in page
    assert "We looked for <strong>diapers</strong>" in page
    assert "straight line" in page and "tel:+14805550142" in page


def test_a_tile_needs_no_place(client):
    add("Cactus Diaper Bank", code="diapers")
    page = seen(client.post(FIND, {"need": "diapers"}, follow=True))
    assert "Cactus Diaper Bank" in page and "Near Saguaro Wash County" in page


def test_the_list_speaks_spanish(client):
    service = add("Cactus Diaper Bank", code="diapers")
    with acting_as(VISITOR):
        Translation.objects.create(
            object_type="service", object_id=service.pk, field="name", language="es",
            text="Banco de pañales Cactus",
        )  # fmt: skip
    client.cookies["django_language"] = "es"
    page = seen(ask(client, words="pañales"))
    assert "Banco de pañales Cactus" in page and "en línea recta" in page


def test_a_new_search_forgets_the_last(client):
    add("Cactus Diaper Bank", code="diapers")
    ask(client, words="diapers")
    client.post(FIND, {"new": "1"})
    assert "Cactus" not in seen(client.get(FIND))


def test_half_an_hour_later_the_search_is_forgotten(client):
    add("Cactus Diaper Bank", code="diapers")
    ask(client, words="diapers")
    old = timezone.now() - timedelta(minutes=31)
    with acting_as(VISITOR):
        session = client.session
        session["find"] = {**session["find"], "at": old.isoformat()}
        session.save()
    assert "Cactus" not in seen(client.get(FIND))


def test_leaving_forgets_the_search(client):
    add("Cactus Diaper Bank", code="diapers")
    ask(client, words="diapers")
    client.post(reverse("leave"))
    assert "Cactus" not in seen(client.get(FIND))


def test_an_unknown_place_gets_a_suggestion_and_keeps_the_words(client):
    page = seen(ask(client, words="food", place="Tuscon"))
    assert "Did you mean Tucson?" in page and 'value="food"' in page


def test_nothing_found_is_written_down_as_a_gap(client):
    add("Chess Club", description="diapers are not given here", code="playgroup")
    page = seen(ask(client, need="wic"))
    assert "We found no place for this" in page
    [inquiry] = inquiries()
    assert (inquiry.need_code, inquiry.place, inquiry.outcome) == ("wic", "85201", "no service")


def test_too_narrow_offers_to_widen(client):
    add("Cactus Diaper Bank", code="diapers")
    assert "Nothing fits all of this" in seen(ask(client, need="diapers", speaks="so"))


def test_a_search_for_safety_is_shown_and_never_kept(client):
    shelter()
    response = client.post(FIND, {"words": "my husband hits me violence", "place": "85201"})
    response = client.post(FIND, {"need": "domestic-violence-help", "place": "85201"})
    assert response.status_code == 200
    page = seen(response)
    assert "1-800-799-7233" in page and "Safe House" in page
    assert not is_kept(client)
    assert "kw-map" not in page and "1 Main St" not in page
    client.post(FIND, {"need": "domestic-violence-help", "place": "99501"})
    assert not [one for one in inquiries() if one.need_code == "domestic-violence-help"]


def test_a_victim_service_shows_its_phone_alone(client):
    service = shelter()
    page = seen(client.get(f"/services/{service.pk}/"))
    assert "tel:+14805550199" in page and "1-800-799-7233" in page
    for hidden in ("1 Main St", "/start/", "maps", "Directions", "correct/"):
        assert hidden not in page
    assert "<title>A service – Kinwork</title>" in page


def test_a_service_page_has_what_it_takes_to_get_in(client):
    service = add(
        "Desert WIC", code="wic", openings=None, languages=("en", "es"),
        application_process="Call for an appointment.", fees_description="Free",
        eligibility_description="Pregnant women and children under five", maximum_age_months=59,
    )  # fmt: skip
    page = seen(client.get(f"/services/{service.pk}/"))
    for said in (
        "Desert WIC", "1 Main St", "Mesa, AZ 85201", "Monday to Friday", "8 a.m. to 5 p.m.",
        "Call for an appointment.", "Free", "Up to 4 years old", "English, Spanish",
        f"/start/?service={service.pk}", "tel:+14805550142", "Directions",
    ):  # fmt: skip
        assert said in page, said
    assert "Desert WIC" not in page.split("</title>")[0]


def test_an_old_entry_says_so(client):
    checked = timezone.now().date() - timedelta(days=250)
    service = add("Old Pantry", checked=checked)
    assert "Last checked 8 months ago. Call first." in seen(client.get(f"/services/{service.pk}/"))


def test_who_takes_no_requests_has_no_button(client):
    service = add("Walk-in Clinic", accepts_referrals=False)
    assert "/start/?service" not in seen(client.get(f"/services/{service.pk}/"))


def test_anybody_may_suggest_a_correction(client):
    service = add("Old Pantry")
    url = f"/services/{service.pk}/correct/"
    assert "What is right?" in seen(client.get(url))
    assert "Please" in seen(client.post(url, {"field": "phone", "suggestion": " "}))
    done = client.post(url, {"field": "phone", "suggestion": "480-555-0111"}, follow=True)
    assert "Thank you" in seen(done)
    with acting_as(VISITOR):
        [one] = Correction.objects.all()
    assert (one.field, one.suggestion, one.state) == ("phone", "480-555-0111", "open")


def test_right_now_is_two_taps(client):
    add("Night Shelter", code="shelter")
    add("Closed Shelter", code="shelter", hours=("MO", "08:00", "08:01"))
    assert 'value="shelter"' in seen(client.get(NOW))
    assert "Where are you?" in seen(client.post(NOW, {"need": "shelter"}))
    page = seen(client.post(NOW, {"need": "shelter", "place": "85203"}))
    assert "Night Shelter" in page and "tel:+14805550142" in page
    assert not is_kept(client)
    [inquiry] = inquiries()
    assert (inquiry.need_code, inquiry.place, inquiry.results, inquiry.door) == (
        "shelter", "85203", 2, "right now",
    )  # fmt: skip


def test_right_now_anywhere_in_the_county(client):
    add("Night Shelter", code="shelter")
    assert "Night Shelter" in seen(client.post(NOW, {"need": "shelter", "here": "1"}))


def test_right_now_with_everything_full_is_no_room(client):
    service = add("Night Shelter", code="shelter", openings=0)
    until = timezone.now() + timedelta(days=3)
    with acting_as(VISITOR):
        SearchEntry.objects.filter(service=service).update(room_until=until)
    assert "Full right now" in seen(client.post(NOW, {"need": "shelter", "here": "1"}))
    assert [one.outcome for one in inquiries()] == ["no room"]


def test_safety_right_now_has_hotlines_first_and_is_never_counted(client):
    shelter()
    first = seen(client.post(NOW, {"need": "safety"}))
    assert first.index("1-800-799-7233") < first.index("Where are you?")
    assert "tel:911" in first
    assert "Safe House" in seen(client.post(NOW, {"need": "safety", "place": "85201"}))
    assert inquiries() == []


@pytest.mark.parametrize("path", [FIND, NOW])
@pytest.mark.parametrize(
    "fields",
    [
        {"words": "x" * 10_000},
        {"words": "((((" * 40, "place": "%00"},
        {"need": "nonsense"},
        {"who": "NaN", "words": "food"},
        {"who": "99999999999999999999"},
        {"place": "٨٥٢٠١", "words": "food"},
        {"place": "x" * 5000},
        {"words": ["food", "rent"], "place": ["85201", "85202"]},
        {"words": "a\x00b"},
        {f"extra{n}": str(n) for n in range(200)},
    ],
)
def test_odd_input_is_answered(client, path, fields):
    assert client.post(path, fields).status_code in (200, 302, 400)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "after",
    ["1e12", "-1", "nan_x", "%00", "9" * 400, "1.0_0b6c2d1e-4a53-4f7e-9a7d-0c2b8f1e5a90", "inf_a"],
)
def test_odd_page_keys_are_answered(client, after):
    add("Cactus Diaper Bank", code="diapers")
    ask(client, words="diapers")
    assert client.get(FIND, {"after": after}).status_code in (200, 404)


@pytest.mark.parametrize(
    "path", ["/services/1/", "/services/%00/", "/services/0b6c2d1e-4a53-4f7e-9a7d-0c2b8f1e5a90/"]
)
def test_a_service_that_is_not_there(client, path):
    assert client.get(path).status_code == 404


def test_the_list_asks_as_often_for_three_as_for_one(client):
    from django.db import connection

    add("Door 1", code="wic")
    ask(client, need="wic")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(FIND)
    add("Door 2", code="wic")
    add("Door 3", code="wic", places=2)
    with CaptureQueriesContext(connection) as three:
        page = seen(client.get(FIND))
    assert "Door 3" in page
    assert len(three) == len(one)


def test_a_service_page_asks_as_often_for_three_places_as_for_one(client):
    from django.db import connection

    counts = []
    for places in (1, 3):
        service = add(f"Places {places}", code="wic", places=places)
        client.get(f"/services/{service.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/services/{service.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
