"""Stopping and coming back by a code and a word; two people on one draft; a family that is known."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from kinwork.accounts.current import DRAFT, FAMILY
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.family.intake import actions
from kinwork.family.intake.models import Draft
from kinwork.family.intake.tests.walking import Walk, story, to_the_end
from kinwork.family.referrals.models import Need
from kinwork.people.models import Household, Person
from tests.seeing import everything

pytestmark = pytest.mark.django_db
CODE = re.compile(r"kw-code__letters\">([A-Z0-9-]+)<")
NOW = datetime(2026, 11, 21, 18, tzinfo=UTC)


@pytest.fixture
def walk(town) -> Walk:
    return Walk(Client())


def stopped(walk: Walk, word: str = "mariposa") -> str:
    walk.get("/start/stop/")
    walk.post("/start/stop/", word=word)
    return CODE.search(walk.text)[1]


def test_stop_and_come_back_on_another_phone(walk, town):
    story(walk)
    code = stopped(walk)
    other = Walk(Client())
    other.get("/start/back/")
    other.post("/start/back/", code=code.lower(), word="Mariposa")
    assert other.here == "/start/questions/"
    other.get("/start/people/")
    assert "Lucía" in other.text


@pytest.mark.parametrize(("code", "word"), [("AAAA-BBBB-CCCC-DD", "mariposa"), (None, "otra")])
def test_wrong_code_and_wrong_word_read_the_same(walk, town, code, word):
    story(walk)
    right = stopped(walk)
    other = Walk(Client())
    other.get("/start/back/")
    other.post("/start/back/", code=code or right, word=word)
    assert "do not fit together" in other.text
    with everything():
        assert DRAFT not in other.client.session


def test_the_page_is_opened_by_code_and_word(walk, town):
    story(walk)
    to_the_end(walk, [town.service["bloom_visits"]])
    walk.post("/start/send/")
    walk.post("/start/sent/", word="mariposa")
    code = CODE.search(walk.text)[1]
    other = Walk(Client())
    other.get("/ours/")
    assert other.here == "/ours/enter/"
    other.post("/ours/enter/", code=code, word="mariposa")
    assert other.here == "/ours/" and "Rosa" in other.text
    with everything():
        assert FAMILY in other.client.session


def test_the_last_step_again_when_its_answer_got_lost(walk, town):
    """The answer to "send" never arrives: the phone keeps its old session and presses again."""
    story(walk)
    to_the_end(walk, [])
    phone = Client()
    phone.cookies["sessionid"] = walk.client.cookies["sessionid"].value
    walk.client.post("/start/send/")
    again = Walk(phone)
    again.post("/start/send/")
    assert again.here == "/start/sent/"
    again.post("/start/sent/", word="mariposa")
    code = CODE.search(again.text)[1]
    other = Walk(Client())
    other.get("/start/back/")
    other.post("/start/back/", code=code, word="mariposa")
    assert other.here == "/ours/"
    with everything():
        assert Household.objects.exclude(pk=town.cast.household.pk).count() == 1


def test_a_session_from_before_the_story_opens_nothing(walk, town):
    """Whoever laid a session onto a phone beforehand does not come along."""
    walk.client.post("/i18n/setlang/", {"language": "es"})
    planted = Client()
    with everything():
        session = planted.session
        session["laid"] = "before"
        session.save()
    walk.client.cookies["sessionid"] = session.session_key
    planted.cookies["sessionid"] = session.session_key
    story(walk)
    assert planted.get("/start/people/").status_code == 302


def test_a_known_family_is_not_asked_again(walk, town):
    story(walk)
    walk.get("/start/questions/receives/")
    walk.post("/start/questions/receives/", answer0=["snap"])
    to_the_end(walk, [])
    walk.post("/start/send/")
    with everything():
        households, people = Household.objects.count(), Person.objects.count()
    walk.get("/start/?need=child-care")
    walk.post("/start/", needs=["child-care"])
    walk.post("/start/soon/", soon="routine")
    walk.get("/start/people/")
    assert "Lucía" in walk.text
    walk.get("/start/questions/receives/")
    assert re.search(r'value="snap"[^>]*checked', walk.text)
    to_the_end(walk, [])
    walk.post("/start/send/")
    with everything():
        assert (Household.objects.count(), Person.objects.count()) == (households, people)
        household = Draft.objects.order_by("-began_at").first().household
        codes = {one.code for one in Need.objects.filter(household=household)}
        assert codes == {"wic", "diapers", "child-care"}


def test_two_people_on_one_draft_lose_nothing(town):
    """B6: what somebody else changed meanwhile is shown beside what was typed."""
    ana, cast = town.cast.ana, town.cast
    with acting_as(ana, now=NOW):
        draft = actions.begin(
            id=cast.household.pk,
            community=cast.community,
            door="desk",
            language="en",
            by=ana,
            at=NOW,
        )
        draft = actions.answer(draft, version=0, changes={"soon": "routine"}, by=ana, at=NOW)
    draft.trail["soon"]["by"] = "somebody else"
    with acting_as(ana, now=NOW):
        draft.save(update_fields=["trail"])
        with pytest.raises(actions.Stale) as stale:
            actions.answer(draft, version=0, changes={"soon": "today"}, by=ana, at=NOW)
        kept = actions.answer(draft, version=0, changes={"words": "milk"}, by=ana, at=NOW)
    assert (stale.value.clashes[0].saved, stale.value.clashes[0].typed) == ("routine", "today")
    assert kept.answers == {"soon": "routine", "words": "milk"}


def test_a_draft_is_nobody_elses(town):
    ana, cruz = town.cast.ana, town.cast.cruz
    with acting_as(ana, now=NOW):
        draft = actions.begin(
            id=town.cast.household.pk,
            community=town.cast.community,
            door="desk",
            language="en",
            by=ana,
            at=NOW,
        )
    for stranger in (
        cruz,
        Actor("visitor"),
        Actor("draft", town.cast.community.pk),
        Actor("draft", draft.pk),
        town.cast.dana,
    ):
        with acting_as(stranger, now=NOW):
            assert not Draft.objects.filter(pk=draft.pk).exists()


def test_a_workers_draft_is_not_had_by_its_address(walk, town):
    """The id of a desk's intake stands in its pages' addresses: knowing it opens nothing."""
    ana = town.cast.ana
    with acting_as(ana, now=NOW):
        draft = actions.begin(
            id=new_id(), community=town.cast.community, door="desk", language="en", by=ana, at=NOW,
            answers={"needs": ["wic"]}, household=town.cast.household.pk,
        )  # fmt: skip
    walk.get("/start/")
    page = walk.client.post("/start/", {"needs": ["diapers"], "form_id": str(draft.pk)})
    assert page.status_code == 403
    with everything():
        assert DRAFT not in walk.client.session
        assert Draft.objects.get(pk=draft.pk).answers == {"needs": ["wic"]}


def test_a_known_family_stops_and_comes_back(walk, town):
    story(walk)
    to_the_end(walk, [])
    walk.post("/start/send/")
    walk.get("/start/")
    walk.post("/start/", needs=["child-care"])
    code = stopped(walk)
    other = Walk(Client())
    other.get("/start/back/")
    other.post("/start/back/", code=code, word="mariposa")
    assert other.here.startswith("/start/") and other.here != "/start/back/"
