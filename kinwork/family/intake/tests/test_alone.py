"""A family alone: from the first question to what was sent, in order, twice, back and forth."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from kinwork.common.community import today
from kinwork.family.facts.models import Fact
from kinwork.family.intake.models import Draft
from kinwork.family.intake.tests.walking import Walk, birth, skip_questions, story, to_the_end
from kinwork.family.referrals.models import Need, Referral
from kinwork.people.models import Household, Person
from kinwork.trust.consent.models import Consent
from tests.seeing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(town) -> Walk:
    return Walk(Client())


def test_the_whole_way(walk, town):
    story(walk)
    assert skip_questions(walk)
    assert walk.here == "/start/result/"
    to_the_end(walk, [town.service["bloom_visits"], town.service["diapers"]])
    assert walk.here == "/start/send/"
    with everything():
        before = Household.objects.count()
    walk.post("/start/send/")
    assert walk.here == "/start/sent/"
    assert "Desert Bloom Family Center" in walk.text
    with everything():
        assert Household.objects.count() == before + 1
        draft = Draft.objects.get()
        assert draft.finished_at and set(draft.answers) == {"person"}
        household = draft.household
        assert {one.code for one in Need.objects.filter(household=household)} == {"wic", "diapers"}
        sent = Referral.objects.filter(household=household, state="sent")
        assert {str(one.service_id) for one in sent} == {
            town.service["bloom_visits"],
            town.service["diapers"],
        }
        consent = Consent.objects.get(household=household)
        assert consent.agency == town.cast.agencies["bloom"]
        assert "means" in consent.classes and consent.ends is not None


def test_sent_twice_is_one_family(walk, town):
    story(walk)
    to_the_end(walk, [town.service["bloom_visits"]])
    page = walk.page
    walk.post("/start/send/")
    with everything():
        families, letters = Household.objects.count(), Referral.objects.count()
    walk.page = page
    walk.post("/start/send/")
    with everything():
        assert (Household.objects.count(), Referral.objects.count()) == (families, letters)


def test_a_no_sends_nothing(walk, town):
    story(walk)
    to_the_end(walk, [town.service["bloom_visits"]], agree="no")
    walk.post("/start/send/")
    with everything():
        household = Draft.objects.get().household
        assert not Referral.objects.filter(household=household).exists()
        assert not Consent.objects.filter(household=household).exists()
        assert Need.objects.filter(household=household).count() == 2


def test_nothing_is_ticked_and_a_look_agrees_to_nothing(walk, town):
    story(walk)
    to_the_end(walk, [])
    walk.get("/start/places/")
    walk.post("/start/places/", services=[town.service["bloom_visits"]])
    walk.get(f"/start/agree/{town.service['bloom_visits']}/")
    assert "checked" not in walk.text
    walk.get("/start/send/")
    assert walk.here == f"/start/agree/{town.service['bloom_visits']}/"


def test_back_and_changed_is_the_same_person(walk, town):
    """A10: the back button, another name, sent again."""
    story(walk)
    walk.get("/start/people/add/child/")
    first = walk.page
    walk.post("/start/people/add/child/", given="Mateo", **birth(date(2022, 9, 3)))
    walk.page = first
    walk.post("/start/people/add/child/", given="Matías", **birth(date(2022, 9, 3)))
    assert "Matías" in walk.text and "Mateo" not in walk.text
    with everything():
        assert Draft.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (
            {"birth_date_month": "1", "birth_date_day": "1", "birth_date_year": "2202"},
            "not come yet",
        ),
        (
            {"birth_date_month": "2", "birth_date_day": "31", "birth_date_year": "2024"},
            "no such day",
        ),
        (
            {"birth_date_month": "2", "birth_date_day": "", "birth_date_year": "2024"},
            "month, the day",
        ),
    ],
)
def test_impossible_birth_dates_stay_in_the_form(walk, town, typed, says):
    """A1: refused next to the field, nothing else lost."""
    story(walk)
    walk.get("/start/people/add/child/")
    walk.post("/start/people/add/child/", given="Mateo", **typed)
    assert says in walk.text and 'value="Mateo"' in walk.text


def test_a_child_born_today_in_the_family_zone(walk, town, monkeypatch):
    """A1: at 8 in the evening in Arizona the server's day is already tomorrow."""
    from datetime import UTC, datetime

    evening = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    monkeypatch.setattr("kinwork.family.intake.flow.timezone.now", lambda: evening)
    here = today(town.cast.community, evening)
    assert here == date(2026, 11, 21)
    story(walk)
    for day, accepted in ((here, True), (here + timedelta(days=1), False)):
        walk.get("/start/people/add/child/")
        walk.post("/start/people/add/child/", given=f"Born {day}", **birth(day))
        assert (walk.here == "/start/people/") is accepted


def test_a_baby_on_the_way_needs_no_birth_date(walk, town):
    """A2: only a due date; prenatal programs are screened; nobody invents a birth date."""
    story(walk, born=date(2020, 1, 5))
    walk.get("/start/people/add/expected child/")
    walk.post("/start/people/add/expected child/", **birth(_soon(), "due_date"))
    assert walk.here == "/start/people/"
    skip_questions(walk)
    assert "A baby is on the way" in walk.text
    to_the_end(walk, [])
    walk.post("/start/send/")
    with everything():
        baby = Person.objects.get(due_date__isnull=False)
        assert baby.birth_date is None


def _soon() -> date:
    from django.utils import timezone

    return timezone.now().date() + timedelta(days=60)


@pytest.mark.parametrize(
    "name",
    ["O'Brien-Nuñez", "Null", "Q", "فاطمة", "👶🏽 Sol", "Jose\u0301", "José", "x" * 300],
)
def test_names_are_kept_as_typed(walk, town, name):
    """A4: stored as typed, in whatever script, never cut."""
    story(walk)
    walk.get("/start/people/add/child/")
    walk.post("/start/people/add/child/", given=name, **birth(date(2022, 9, 3)))
    assert walk.page.status_code == 200 and walk.here == "/start/people/"
    to_the_end(walk, [])
    walk.post("/start/send/")
    with everything():
        assert Person.objects.filter(given_name=name).exists()


def test_too_long_a_name_comes_back_whole(walk, town):
    story(walk)
    walk.get("/start/people/add/child/")
    walk.post("/start/people/add/child/", given="y" * 301, **birth(date(2022, 9, 3)))
    assert "too long" in walk.text and "y" * 301 in walk.text


def test_pasted_text_with_signs_nobody_can_keep(walk, town):
    """A9: NUL and invisible signs are taken out; too much is refused in plain words, and kept."""
    walk.get("/start/")
    walk.post("/start/", words="we need dia\x00pers\u200b “soon”")
    assert walk.here == "/start/soon/"
    walk.get("/start/")
    walk.post("/start/", words="diapers " + "z" * 200_000)
    assert walk.page.status_code == 200 and "too long" in walk.text
    assert "z" * 200_000 in walk.text


def test_the_story_is_inert_text(walk, town):
    """E1: what a family types is never markup."""
    story(walk)
    walk.get("/start/people/add/child/")
    evil = "<script>alert(1)</script>"
    walk.post("/start/people/add/child/", given=evil, **birth(date(2022, 9, 3)))
    assert evil not in walk.text and "&lt;script&gt;" in walk.text


def test_a_strangers_draft_does_not_exist(walk, town):
    """E2: only the browser that holds a draft, or the code and word, opens it."""
    story(walk)
    with everything():
        draft = Draft.objects.get()
    other = Client()
    assert other.get("/start/people/").headers["Location"] == "/start/"
    assert other.get(f"/start/desk/{draft.pk}/people/").status_code in (302, 403)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1,200.50", "$1,200.50 a week × 52 = $62,426 a year"),
        ("$0", "$0 a week × 52 = $0 a year"),
        ("300-500", "$300–$500 a week × 52 = $15,600–$26,000 a year"),
    ],
)
def test_income_is_read_with_its_arithmetic(walk, town, typed, shown):
    """A7: the band used is shown with its arithmetic."""
    story(walk)
    walk.get("/start/questions/income/")
    walk.post("/start/questions/income/", amount=typed, period="weekly", kind="wages")
    assert shown in walk.text


@pytest.mark.parametrize("typed", ["-5", "1e308", "varies", "1.200,50", "lots"])
def test_income_that_is_unclear_is_asked_back(walk, town, typed):
    """A7: never silently 1.2."""
    story(walk)
    walk.get("/start/questions/income/")
    walk.post("/start/questions/income/", amount=typed, period="weekly", kind="wages")
    assert "usa-error-message" in walk.text and f'value="{typed}"' in walk.text
    with everything():
        assert "fact:income" not in Draft.objects.get().answers


def test_answers_become_facts_with_their_class(walk, town):
    story(walk)
    walk.get("/start/questions/receives/")
    walk.post("/start/questions/receives/", answer0=["snap"])
    walk.get("/start/questions/income/")
    walk.post("/start/questions/income/", amount="400", period="weekly", kind="wages")
    walk.post("/start/questions/income/", done="yes")
    to_the_end(walk, [])
    walk.post("/start/send/")
    with everything():
        household = Draft.objects.get().household
        facts = {one.key: one for one in Fact.objects.filter(household=household)}
        assert facts["receives"].value == ["snap"] and facts["receives"].sensitivity == "means"
        assert Decimal(facts["income"].value[0]["amount"]) == 400
        assert facts["place"].value["zip"] == "85201" and facts["place"].sensitivity == "household"
        assert facts["income"].good_until is not None


def test_the_draft_speaks_to_a_mother_in_spanish(town):
    client = Client(headers={"Accept-Language": "es"})
    walk = Walk(client)
    walk.get("/start/")
    assert 'lang="es"' in walk.text
