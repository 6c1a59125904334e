"""Several people have a page of one home, each on a phone in Spanish: a mother of three, a father from
whom something is kept, and a girl of sixteen who is a mother herself. Each finds their own, and nothing
that says that there is more.
"""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.family.contact import actions as contacts
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Referral
from kinwork.people.actions import NewPerson, add_person
from kinwork.trust.access import actions as access
from tests import cast as casting
from tests.guards.crawling import Crawler
from tests.journeys.people import looking, on_a_small_phone, words_in
from tests.seeing import everything

pytestmark = pytest.mark.browser
say = words_in("es")
PAGES = [
    *("", "summary/", "timeline/", "looked/", "who/", "story/", "private/", "lock/", "copy/"),
]
SECRET = ("Room 12", "rosa.new@example.org", "Saguaro Wash Clinic")


def home(window, actor: Actor):
    """Somebody's phone, on their own page."""
    opened = window("phone", language="es")
    cookie = Crawler(actor).client.cookies["sessionid"].value
    opened.context.add_cookies([{"name": "sessionid", "value": cookie, "url": opened.address}])
    return opened


def joins(cast, name: str, person: NewPerson) -> Actor:
    with acting_as(cast.ana, now=cast.at):
        cast.people[name] = add_person(
            household=cast.household,
            person=person,
            recorded_by=cast.agencies["library"],
            by=cast.ana,
            at=cast.at,
        )
    actor = Actor("family", person.id, cast.household.pk, "family member", cast.community.pk)
    cast.actors[name] = actor
    return actor


def decides(cast, holder: str, person: str) -> None:
    with acting_as(cast.ana, now=cast.at):
        access.give_authority(
            person=cast.people[person], holder=cast.people[holder], by=cast.ana, at=cast.at
        )


def dated(cast) -> Referral:
    """The clinic took the request, and set a date at a place that nobody else may find."""
    referral = casting.accepted(cast)
    with acting_as(cast.ben, now=cast.later(hours=2)):
        referrals.schedule(
            referral=referral,
            starts_at=timezone.now() + timedelta(days=3),
            place="Room 12 behind the school",
            by=cast.ben,
            at=cast.later(hours=2),
        )
    return referral


def everything_shown(opened) -> str:
    """The words of every page of the phone's owner, the copy that it can keep among them."""
    words = []
    for page in PAGES:
        answer = opened.page.request.get(f"{opened.address}/ours/{page}")
        assert answer.status == 200, page
        words.append(re.sub(r'value="[^"]{20,}"|"challenge": "[^"]+"', "", answer.text()))
    return "\n".join(words)


@pytest.fixture
def cast(own_database):
    return casting.make_cast(timezone.now() - timedelta(hours=4))


def test_a_mother_of_three_finds_all_of_them_on_one_page(cast, own_site, window):
    ines = NewPerson("Inés", "Luna", "child", date(2024, 2, 2))
    joins(cast, "ines", ines)
    decides(cast, "rosa", "ines")
    dated(cast)
    rosa = home(window, cast.rosa)
    look = looking(rosa, "several", pictures=("one-page",))
    rosa.go("/ours/story/")
    for child in ("Mateo", "Lucía", "Inés"):
        rosa.sees(child)
    look("story")
    rosa.go("/ours/")
    rosa.press(say("On one page"))
    rosa.page.wait_for_url("**/ours/summary/")
    rosa.sees("Room 12")
    rosa.sees("Saguaro Wash Clinic")
    look("one-page")
    on_a_small_phone(rosa)
    rosa.press(say("Bigger letters"))
    rosa.page.wait_for_url("**/ours/summary/")
    on_a_small_phone(rosa)
    look("bigger")
    rosa.page.set_viewport_size({"width": 320, "height": 640})
    rosa.go("/ours/")
    rosa.fits()


def test_a_father_from_whom_it_is_kept_finds_nothing_of_hers(cast, own_site, window):
    pablo = NewPerson("Pablo", "Luna", "caregiver", date(1995, 2, 2), branch="second")
    joins(cast, "pablo", pablo)
    decides(cast, "pablo", "mateo")
    with acting_as(cast.rosa, now=cast.later(hours=1)):
        access.withhold(
            kind="protected branch",
            community=cast.community,
            person=cast.people["rosa"],
            from_person=cast.people["pablo"],
            by=cast.rosa,
            at=cast.later(hours=1),
        )
    his = home(window, cast.pablo)
    for page in PAGES:  # each counts as a look of his own
        his.page.request.get(f"{his.address}/ours/{page}")
    before = everything_shown(his)
    dated(cast)
    with acting_as(cast.rosa, now=cast.later(hours=3)):
        contacts.record_contact(
            household=cast.household,
            person=cast.people["rosa"],
            channel="email",
            value="rosa.new@example.org",
            by=cast.rosa,
            at=cast.later(hours=3),
        )
        access.add_passkey(
            credential=b"a phone of hers", public_key=b"k", sign_count=0, by=cast.rosa,
            at=cast.later(hours=3),
        )  # fmt: skip
    after = everything_shown(his)
    assert after == before
    assert "Mateo" in after and not any(word in after for word in (*SECRET, "Rosa"))
    hers = home(window, cast.rosa)
    shown = everything_shown(hers)
    assert "Room 12" in shown and "Saguaro Wash Clinic" in shown
    his.go("/ours/")
    his.check()


def test_a_mother_of_sixteen_has_her_own_page_and_her_own_service(cast, own_site, window):
    young = date.today() - timedelta(days=16 * 366)
    joins(cast, "nayeli", NewPerson("Nayeli", "Luna", "child", young))
    joins(cast, "sol", NewPerson("Sol", "Luna", "child", date(2026, 5, 5)))
    decides(cast, "rosa", "nayeli")
    decides(cast, "nayeli", "sol")
    casting.accepted(cast)
    mother = home(window, cast.rosa)
    everything_shown(mother)
    before = everything_shown(mother)
    kept = alone(cast)
    assert everything_shown(mother) == before
    mother.go(f"/referrals/{kept.pk}/")
    assert "Nayeli" not in mother.page.locator("main").inner_text()

    hers = home(window, cast.nayeli)
    hers.go("/ours/")
    hers.sees("Nayeli")
    hers.go(f"/referrals/{kept.pk}/")
    hers.sees("Saguaro Wash Clinic")
    hers.check()
    hers.go("/ours/story/")
    hers.sees("Sol")


def alone(cast) -> Referral:
    """Ana writes down what Nayeli asks for on her own."""
    ana = Crawler(cast.ana).client
    where = (
        f"/households/{cast.household.pk}/refer/{cast.services['visits'].pk}/?need=pediatric-care"
    )
    page = ana.get(where).content.decode()
    which = page.split("44-132.01")[0].rsplit('name="alone-which" value="', 1)[1].split('"')[0]
    told = {"deed": "alone", "need": "pediatric-care", "alone-which": which, "alone-wishes": "on"}
    assert ana.post(where, told).status_code == 302
    with everything():
        return Referral.objects.get(classes=["identity"], household=cast.household)
