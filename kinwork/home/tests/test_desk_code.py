"""A family helped at a desk gets a card, and makes its own key with it; nobody else can."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from kinwork.accounts import actions as accounts
from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.family.contact import jobs
from kinwork.family.contact.models import Message
from kinwork.trust.access.models import FamilyClaim
from tests import cast as casting
from tests.seeing import everything, unsigned
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
CODE = re.compile(r'kw-code__letters">([^<]+)<')
WRONG = "This card does not work"


@pytest.fixture
def cast():
    return casting.make_cast(timezone.now())


def card(cast, name: str = "ana") -> str:
    page = browser_of(cast, name).post(f"/households/{cast.household.pk}/code/")
    return CODE.search(page.content.decode())[1]


def turn(client: Client, code: str, word: str = "mariposa", page=None):
    return client.post("/start/claim/", {"code": code, "word": word, "form_id": page or new_id()})


def test_the_card_and_her_own_word_open_the_familys_page(cast):
    code, rosa, phone = card(cast), Client(), Client()
    assert rosa.get("/start/claim/").status_code == 200  # looking uses nothing up
    answer = turn(rosa, code.lower()).content.decode()
    assert "Rosa" in rosa.get("/ours/").content.decode()
    made = CODE.search(answer)[1]
    assert made != code
    assert phone.post("/start/back/", {"code": code, "word": "mariposa"}).status_code == 200
    assert phone.post("/start/back/", {"code": made, "word": "gaviota"}).status_code == 200
    assert phone.post("/start/back/", {"code": made, "word": "mariposa"}).url == "/ours/"


def test_no_word_is_typed_at_the_desk(cast):
    page = browser_of(cast, "ana").get(f"/households/{cast.household.pk}/code/").content.decode()
    assert 'name="word"' not in page


def test_the_card_says_its_end_in_the_communitys_time(cast):
    page = browser_of(cast, "ana").post(f"/households/{cast.household.pk}/code/").content.decode()
    with acting_as(cast.ana):
        ends = FamilyClaim.objects.latest("made_at").expires_at
    there = ends.astimezone(ZoneInfo("America/Phoenix"))
    assert f"hasta las {there:%H:%M} del {there.day} de" in page


def test_a_card_works_once(cast):
    code = card(cast)
    assert CODE.search(turn(Client(), code).content.decode())
    second = Client()
    assert WRONG in turn(second, code).content.decode()
    assert second.get("/ours/").status_code == 302


def test_the_same_page_may_press_again_when_the_answer_was_lost(cast):
    code, page = card(cast), new_id()
    first = CODE.search(turn(Client(), code, page=page).content.decode())[1]
    again = CODE.search(turn(Client(), code, page=page).content.decode())[1]
    phone = Client()
    assert phone.post("/start/back/", {"code": first, "word": "mariposa"}).status_code == 200
    assert phone.post("/start/back/", {"code": again, "word": "mariposa"}).url == "/ours/"


@pytest.mark.parametrize(
    ("name", "status"), [("ben", 403), ("bea", 404), ("cruz", 404), ("dana", 403), ("rosa", 403)]
)
def test_whoever_receives_a_referral_makes_no_card(cast, name, status):
    casting.sent(cast)
    path = f"/households/{cast.household.pk}/code/"
    assert browser_of(cast, name).post(path).status_code == status
    with everything():
        assert not FamilyClaim.objects.exists()


def test_a_visitor_and_a_disabled_worker_make_no_card(cast):
    path, ana = f"/households/{cast.household.pk}/code/", browser_of(cast, "ana")
    with acting_as(casting.OPERATOR) as by:
        accounts.disable_account(user=cast.users["ana"], by=by, at=timezone.now())
    for browser in (Client(), ana):
        assert browser.post(path).status_code in (302, 403)
    with everything():
        assert not FamilyClaim.objects.exists()


def test_the_card_of_a_worker_who_was_shut_out_since_is_worthless(cast):
    code = card(cast)
    with acting_as(casting.OPERATOR) as by:
        accounts.disable_account(user=cast.users["ana"], by=by, at=timezone.now())
    assert WRONG in turn(Client(), code).content.decode()


def test_a_worker_who_is_signed_in_uses_no_card(cast):
    code = card(cast)
    assert turn(browser_of(cast, "ana"), code).status_code == 403
    assert CODE.search(turn(Client(), code).content.decode())  # and it is not used up


def test_too_old_replaced_wrong_and_used_read_the_same(cast):
    replaced, code = card(cast), card(cast)
    said = [turn(Client(), one).content.decode() for one in (replaced, "AAAA-BBBB-CCCC-DDDD")]
    with everything():
        late = timezone.now() - timedelta(seconds=1)
        FamilyClaim.objects.filter(ended_at=None).update(expires_at=late)
    said.append(turn(Client(), code).content.decode())
    assert [WRONG in page for page in said] == [True] * 3


def test_wrong_cards_rest(cast):
    code = card(cast)
    for _ in range(20):
        turn(Client(), "AAAA-BBBB-CCCC-DDDD")
    assert WRONG in turn(Client(), code).content.decode()
    with acting_as(casting.OPERATOR):
        cache.clear()
    assert CODE.search(turn(Client(), code).content.decode())


def test_three_cards_a_day_for_one_family(cast):
    for _ in range(3):
        card(cast)
    page = browser_of(cast, "ana").post(f"/households/{cast.household.pk}/code/").content.decode()
    assert "Three cards" in page and not CODE.search(page)


def own_key(client: Client, word: str = "gaviota") -> str:
    return CODE.search(client.post("/ours/code/", {"word": word}).content.decode())[1]


def test_her_own_code_works_until_the_card_is_used(cast):
    at_home, phone = browser_of(cast, "rosa"), Client()
    mine, code = own_key(at_home), card(cast)
    assert phone.post("/start/back/", {"code": mine, "word": "gaviota"}).url == "/ours/"
    turn(Client(), code)
    assert Client().post("/start/back/", {"code": mine, "word": "gaviota"}).status_code == 200


def test_a_worker_who_uses_the_card_is_noticed_and_shut_out(cast, mailbox):
    """Ana keeps the card and uses it at home. Rosa is told three times, and one tap ends it."""
    rosa, ana_at_home = browser_of(cast, "rosa"), Client()
    stolen = CODE.search(turn(ana_at_home, card(cast), "secreto").content.decode())[1]
    assert ana_at_home.get("/ours/").status_code == 200
    page = rosa.get("/ours/").content.decode()
    assert "A card for your page was made at Mesquite Flats Library" in page
    assert "First used" in page
    looked = rosa.get("/ours/looked/").content.decode()
    assert "Made a card that opens your page" in looked and "The card from here was used" in looked
    with everything():
        told = list(Message.objects.filter(key__startswith="access.").order_by("made_at"))
    assert [one.key for one in told] == ["access.make_claim", "access.claim_key"]
    for one in told:
        jobs.send(one.pk)
    for letter in mailbox:
        words = unsigned(str(letter["Subject"]) + letter.get_content())
        assert not re.search("Rosa|Library|Ana|card|code", words)
    assert len(mailbox) == 2
    assert rosa.post("/ours/shut/").url == "/ours/code/?ended=yes"
    assert rosa.get("/ours/code/?ended=yes").status_code == 200
    assert ana_at_home.get("/ours/").status_code == 302
    back = {"code": stolen, "word": "secreto"}
    assert Client().post("/start/back/", back).status_code == 200
    mine = own_key(rosa)
    assert Client().post("/start/back/", {"code": mine, "word": "gaviota"}).url == "/ours/"


def test_it_was_me_counts_for_that_visit_alone(cast):
    first, rosa = Client(), browser_of(cast, "rosa")
    turn(first, card(cast))
    with everything():
        claim = FamilyClaim.objects.get()
    first.post(f"/ours/card/{claim.pk}/")
    assert "A card for your page" not in first.get("/ours/").content.decode()
    assert "A card for your page" in rosa.get("/ours/").content.decode()


@pytest.mark.parametrize("name", ["ana", "ben", "cruz"])
def test_nobody_but_the_family_shuts_its_page(cast, name):
    assert browser_of(cast, name).post("/ours/shut/").status_code == 403
    assert browser_of(cast, "rosa").get("/ours/").status_code == 200


def test_both_deeds_stand_in_the_trail(cast):
    turn(Client(), card(cast))
    turn(Client(), "AAAA-BBBB-CCCC-DDDD")
    with everything():
        rows = AuditEntry.objects.filter(verb__in=("access.make_claim", "access.claim_key"))
        found = [(r.verb, r.actor_kind, r.household_id, r.outcome) for r in rows.order_by("at")]
    home = cast.household.pk
    assert found == [
        ("access.make_claim", "staff", home, "done"),
        ("access.claim_key", "visitor", home, "done"),
        ("access.claim_key", "visitor", None, "refused"),
    ]


def test_the_card_is_written_in_both_languages(cast):
    path = f"/households/{cast.household.pk}/code/"
    page = browser_of(cast, "ana").post(path).content.decode()
    assert 'lang="es"' in page and 'lang="en"' in page
    assert "Abra su propia página" in page and "Open your own page" in page
    assert "/start/claim/" in page
