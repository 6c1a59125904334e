"""The workers' pages: what stands on them, for whom, and how many questions they ask."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.directory.models import ServiceCapacity
from kinwork.family.referrals import links
from kinwork.family.referrals.models import Referral
from kinwork.people.actions import NewPerson
from kinwork.trust.consent.models import Consent
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of, link_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.make_cast(timezone.now() - timedelta(hours=3))


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def state_of(referral):
    with everything():
        return Referral.objects.get(pk=referral.pk).state


PAGES = {
    "/desk/": {"ana", "cruz", "bea"},
    "/inbox/": {"ana", "ben", "bill", "bea", "cruz"},
    "/team/": {"bea"},
    "/worklist/": {"cora"},
    "/desk/people/": {"ana", "ben", "bill", "bea", "cruz"},
}


@pytest.mark.parametrize("name", [*casting.STAFF, "rosa"])
def test_who_opens_which_page(cast, name):
    browser = browser_of(cast, name)
    opened = {path for path in PAGES if browser.get(path).status_code == 200}
    assert opened == {path for path, who in PAGES.items() if name in who}


def test_the_family_stands_on_the_pages_of_its_referral_alone(cast):
    referral = casting.sent(cast)
    shown = {}
    for name in (*casting.STAFF, "rosa"):
        browser = browser_of(cast, name)
        page = browser.get(f"/referrals/{referral.pk}/")
        shown[name] = (page.status_code, "Rosa" in words(page))
    assert shown == {
        "ana": (200, True),
        "ben": (200, True),
        "bill": (200, True),
        "bea": (200, True),
        "cruz": (404, False),
        "cora": (200, False),
        "dana": (403, False),
        "sam": (403, False),
        "eve": (403, False),
        "rosa": (200, False),
    }


def test_the_inbox_says_how_much_time_is_left(cast):
    casting.sent(cast)
    page = words(browser_of(cast, "ben").get("/inbox/"))
    assert "Rosa Luna Ortega" in page
    assert "business day" in page
    assert "Rosa" not in words(browser_of(cast, "cruz").get("/inbox/"))


def test_the_filters_of_the_inbox_are_addresses(cast):
    casting.sent(cast)
    ben = browser_of(cast, "ben")
    assert "Rosa" in words(ben.get("/inbox/?show=new&urgency=2+days"))
    assert "Rosa" not in words(ben.get("/inbox/?overdue=1"))
    assert "Rosa" not in words(ben.get("/inbox/?mine=1"))
    assert ben.get("/inbox/?show=strange&after=nonsense_x").status_code == 200


def test_our_openings_in_one_field(cast):
    ben, visits = browser_of(cast, "ben"), cast.services["visits"].pk
    ben.post(f"/inbox/openings/{visits}/", {f"{visits}-openings": "4"})
    with everything():
        said = ServiceCapacity.objects.get(service=visits)
    assert said.available == 4
    assert timedelta(days=13) < said.valid_until - timezone.now() <= timedelta(days=14)
    others = cast.services["bloom_visits"].pk
    assert ben.post(f"/inbox/openings/{others}/", {f"{others}-openings": "4"}).status_code == 404


def press(browser, referral, verb, **told):
    path = f"/referrals/{referral.pk}/{verb}/"
    page = browser.get(path)
    assert page.status_code == 200, words(page)
    hidden = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())[1]
        for name in ("form_id", "version")
    }
    return browser.post(path, {**hidden, **told})


def test_ben_takes_rosa_all_the_way(cast):
    referral = casting.sent(cast)
    ben = browser_of(cast, "ben")
    press(ben, referral, "accept")
    day = timezone.localdate() + timedelta(days=3)
    date = {"day_0": str(day.month), "day_1": str(day.day), "day_2": str(day.year)}
    names = re.findall(
        r'name="(day[^"]*)"', ben.get(f"/referrals/{referral.pk}/schedule/").content.decode()
    )
    press(ben, referral, "schedule", **dict(zip(names, date.values(), strict=True)), hour="9:30")
    assert state_of(referral) == "scheduled"
    press(ben, referral, "serve", received="Two visits", need_met="fully")
    assert state_of(referral) == "served"
    rosa = browser_of(cast, "rosa")
    page = rosa.get(f"/word/{referral.pk}/?all")
    form = re.search(r'name="form_id" value="([^"]*)"', page.content.decode())[1]
    rosa.post(f"/word/{referral.pk}/", {"form_id": form, "got_it": "no", "helped": "no"})
    ana = words(browser_of(cast, "ana").get(f"/referrals/{referral.pk}/"))
    assert "It did not help" in ana
    assert "Not what the provider recorded" in ana


def test_the_second_to_press_reads_who_was_first(cast):
    referral = casting.sent(cast)
    ben, bill = browser_of(cast, "ben"), browser_of(cast, "bill")
    page = bill.get(f"/referrals/{referral.pk}/decline/").content.decode()
    hidden = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page)[1]
        for name in ("form_id", "version")
    }
    press(ben, referral, "accept")
    answer = bill.post(
        f"/referrals/{referral.pk}/decline/",
        {**hidden, "reason": "no room", "message": "We are full until May."},
    )
    assert answer.status_code == 409
    assert "Ben" in words(answer)
    assert "We are full until May." in words(answer)
    assert state_of(referral) == "accepted"


def test_a_double_click_is_one_move(cast):
    referral = casting.sent(cast)
    ben = browser_of(cast, "ben")
    page = ben.get(f"/referrals/{referral.pk}/accept/").content.decode()
    hidden = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page)[1]
        for name in ("form_id", "version")
    }
    assert [ben.post(f"/referrals/{referral.pk}/accept/", hidden).status_code for _ in "ab"] == [
        302,
        302,
    ]
    with everything():
        assert referral.events.filter(verb="accept").count() == 1


@pytest.mark.parametrize("name", ["ana", "cruz", "cora", "dana", "rosa"])
def test_others_cannot_press_what_is_bens(cast, name):
    referral = casting.sent(cast)
    answer = browser_of(cast, name).post(f"/referrals/{referral.pk}/accept/", {})
    assert answer.status_code in (403, 404)
    assert state_of(referral) == "sent"


def test_the_signed_link_opens_one_page_and_answers(cast):
    referral = casting.sent(cast, "diapers")
    from django.test import Client

    browser = Client()
    answer = browser.get(f"/referrals/link/{links.token(referral.pk)}/", follow=True)
    assert answer.status_code == 200
    assert "Can you help?" in words(answer) and "Rosa" not in words(answer)
    press(browser, referral, "accept")
    assert state_of(referral) == "accepted"
    assert "Rosa" in words(browser.get(f"/referrals/{referral.pk}/"))


def test_a_link_that_was_changed_opens_nothing(cast):
    referral = casting.sent(cast, "diapers")
    token = links.token(referral.pk)
    from django.test import Client

    assert Client().get(f"/referrals/link/{token[:-1]}x/").status_code == 404
    other = casting.sent(cast)
    assert link_browser(referral.pk).get(f"/referrals/{other.pk}/").status_code == 404


def test_an_old_link_is_renewed_at_the_published_address(cast):
    referral = casting.sent(cast, "diapers")
    token = links.token(referral.pk, days=-1)
    from django.test import Client

    browser = Client()
    page = browser.get(f"/referrals/link/{token}/")
    assert "This link is over" in words(page)
    assert "Look into your mail" in words(browser.post(f"/referrals/link/{token}/"))


def test_search_before_create(cast):
    ana = browser_of(cast, "ana")
    page = words(ana.post("/desk/people/", {"given": "rosa", "family": "luna"}))
    assert "Rosa Luna Ortega" in page
    assert "Ask whether another office helps them" in page
    cruz = words(browser_of(cast, "cruz").post("/desk/people/", {"given": "rosa"}))
    assert "Rosa Luna" not in cruz
    assert "Ask whether another office helps them" in cruz


@pytest.mark.parametrize(("name", "status"), [("ana", 200), ("cruz", 404), ("dana", 403)])
def test_one_family_on_a_desk(cast, name, status):
    page = browser_of(cast, name).get(f"/households/{cast.household.pk}/")
    assert page.status_code == status
    assert ("Mateo" in words(page)) is (status == 200)


def test_a_referral_in_a_minute(cast):
    ana = browser_of(cast, "ana")
    path = f"/households/{cast.household.pk}/refer/"
    assert ana.get(path).status_code == 200
    assert ana.get(f"{path}?need=home-visiting").status_code == 200
    path = f"{path}{cast.services['visits'].pk}/?need=home-visiting"
    page = ana.get(path).content.decode()
    told = {
        "need": "home-visiting",
        "form_id": re.search(r'name="form_id" value="([^"]*)"', page)[1],
        "given_by": str(cast.people["rosa"].pk),
        "way": "on paper",
        "signed_on_month": "7",
        "signed_on_day": "1",
        "signed_on_year": "2026",
        "paper_at": "Front desk",
        "urgency": "2 days",
        "subjects": [str(cast.people["mateo"].pk)],
    }
    answers = [ana.post(path, told) for _time in "ab"]
    assert [one.status_code for one in answers] == [302, 302]
    with everything():
        made = Referral.objects.get(household=cast.household)
    assert made.state == "sent"
    assert made.receiver_id == cast.agencies["clinic"].pk


def test_the_coordinator_sends_it_another_way_and_ana_asks_the_family(cast):
    referral = casting.sent(cast)
    cora = browser_of(cast, "cora")
    assert cora.get(f"/referrals/{referral.pk}/reroute/").status_code == 200
    answer = cora.post(
        f"/referrals/{referral.pk}/reroute/",
        {"service": str(cast.services["bloom_visits"].pk), "version": "1"},
    )
    assert answer.status_code == 302
    with everything():
        new = Referral.objects.get(previous=referral)
    ana = browser_of(cast, "ana")
    page = ana.get(f"/referrals/{new.pk}/send/").content.decode()
    told = {
        "form_id": re.search(r'name="form_id" value="([^"]*)"', page)[1],
        "given_by": str(cast.people["rosa"].pk),
        "way": "by phone with a witness",
    }
    assert "Write who heard it" in words(ana.post(f"/referrals/{new.pk}/send/", told))
    assert state_of(new) == "awaiting consent"
    ana.post(f"/referrals/{new.pk}/send/", told | {"witness": "Imani, interpreter"})
    with everything():
        heard = Consent.objects.get(agency=cast.agencies["bloom"])
        assert (heard.way, heard.witness) == ("by phone with a witness", "Imani, interpreter")
    assert state_of(new) == "sent"


def test_the_supervisor_gives_it_to_bill(cast):
    referral = casting.sent(cast)
    bea = browser_of(cast, "bea")
    assert "Rosa" in words(bea.get("/team/"))
    bea.post(f"/team/{referral.pk}/", {"user": str(cast.users["bill"].pk)})
    with everything():
        assert Referral.objects.get(pk=referral.pk).assigned_to == cast.users["bill"]


@pytest.mark.parametrize(
    ("name", "path"),
    [("ana", "/desk/"), ("ben", "/inbox/"), ("bea", "/team/"), ("cora", "/worklist/")],
)
def test_a_longer_list_asks_no_more(cast, name, path):
    """The count of questions at one and at three rows."""
    asked = []
    for times in (1, 2):
        for _row in range(times):
            family = casting.record_family(cast, cast.ana, [NewPerson("Lena", "Ruiz")])
            rosa, cast.household = cast.household, family
            people, cast.people = cast.people, dict.fromkeys(cast.people)
            with acting_as(cast.ana, now=cast.at):
                from kinwork.people.queries import members

                lena = members(family)[0].person
            cast.people = dict.fromkeys(people, lena)
            referral = _sent_by_ana(cast)
            cast.household, cast.people = rosa, people
            if path == "/worklist/":
                with acting_as(cast.ben, now=cast.at):
                    Referral.objects.filter(pk=referral.pk).update(
                        due_at=cast.at - timedelta(days=1)
                    )
        browser = browser_of(cast, name)
        browser.get(path)
        with CaptureQueriesContext(connection) as captured:
            page = browser.get(path)
        asked.append((page.content.decode().count("/referrals/"), len(captured)))
    (few, asked_few), (many, asked_many) = asked
    assert 0 < few < many
    assert asked_few == asked_many


def _sent_by_ana(cast):
    casting.consent(cast, by=cast.ana)
    from kinwork.family.referrals import actions

    need = casting.need(cast)
    with acting_as(cast.ana, now=cast.at):
        made = actions.make_referral(
            need=need,
            service=cast.services["visits"],
            subjects=[cast.people["rosa"]],
            classes=casting.SHARED,
            by=cast.ana,
            at=cast.at,
        )
        return actions.send(referral=made, by=cast.ana, at=cast.at)
