"""A young person asks for something on their own: offered where a text says so, kept from caregivers."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry, Community
from kinwork.family.contact.models import Message
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import (
    Need,
    Referral,
    ReferralEvent,
    ReferralSubject,
)
from kinwork.people.actions import NewPerson, add_person
from kinwork.people.models import Person
from kinwork.trust.access.actions import give_authority
from kinwork.trust.access.models import Withholding
from kinwork.trust.access.tests.test_protections import PAGES, seen
from kinwork.trust.consent.models import Consent
from tests import cast as casting
from tests.guards.crawling import Crawler
from tests.seeing import everything

pytestmark = pytest.mark.django_db
OFFERED, FORM = "The young person asked for this on their own", 'name="alone-which"'
NEED = "pediatric-care"
PAPER = {"way": "on paper", "paper_at": "Front desk", "signed_on_month": "7"}
PAPER |= {"signed_on_day": "1", "signed_on_year": "2026"}


@pytest.fixture
def cast():
    """The clinic helps Rosa's family already; Nayeli is fifteen."""
    cast = casting.make_cast(timezone.now() - timedelta(hours=3))
    with acting_as(cast.ana, now=cast.at):
        said = {"by": cast.ana, "at": cast.at}
        teen = NewPerson("Nayeli", "Luna", "child", date.today() - timedelta(days=15 * 366))
        cast.people["nayeli"] = add_person(
            household=cast.household, person=teen, recorded_by=cast.agencies["library"], **said
        )
        give_authority(person=cast.people["nayeli"], holder=cast.people["rosa"], **said)
    casting.accepted(cast)
    return cast


def where(cast, service="visits", need=NEED) -> str:
    return f"/households/{cast.household.pk}/refer/{cast.services[service].pk}/?need={need}"


def browser(cast, name: str):
    """Signed in once."""
    signed_in = cast.__dict__.setdefault("signed_in", {})
    if name not in signed_in:
        signed_in[name] = Crawler(cast.actors[name]).client
    return signed_in[name]


def page(cast, **said) -> str:
    return browser(cast, "ana").get(where(cast, **said)).content.decode()


def choice(cast, text="44-132.01") -> str:
    """The value of the choice that cites this text of law."""
    before = page(cast).split(text)[0]
    return before.rsplit('name="alone-which" value="', 1)[1].split('"')[0]


def asks(cast, **said):
    told = {"deed": "alone", "need": NEED, "alone-which": choice(cast), "alone-wishes": "on"}
    return browser(cast, "ana").post(where(cast), told | said)


def private(cast) -> Referral | None:
    with everything():
        return Referral.objects.filter(classes=["identity"], household=cast.household).first()


def test_the_caregiver_finds_the_pages_of_before(cast):
    before = seen(cast.rosa)
    assert asks(cast).status_code == 302
    after = seen(cast.rosa)
    for name in PAGES:
        assert after[name][0] == before[name][0], name
    referral = private(cast)
    assert Crawler(cast.rosa).client.get(f"/referrals/{referral.pk}/").status_code == 404


def test_nothing_of_it_is_in_the_database_for_her_and_all_for_the_teen(cast):
    asks(cast)
    referral = private(cast)
    with everything():
        assert referral.state == "sent" and referral.need.person == cast.people["nayeli"]
        kept = set(Withholding.objects.values_list("work", "kind", "evidence"))
        text = ("minor's own service", "A.R.S. § 44-132.01")
        assert kept == {(referral.need_id, *text), (referral.pk, *text)}
    teen = Actor(
        "family", cast.people["nayeli"].pk, cast.household.pk, "family member", cast.community.pk
    )
    for actor, sees in ((cast.rosa, False), (teen, True), (cast.ana, True), (cast.ben, True)):
        with acting_as(actor):
            assert Referral.objects.filter(pk=referral.pk).exists() is sees, actor
            assert ReferralSubject.objects.filter(referral=referral).exists() is sees
            assert ReferralEvent.objects.filter(referral=referral).exists() is sees
    with acting_as(cast.rosa):
        works = (referral.pk, referral.need_id)
        assert not Need.objects.filter(pk=referral.need_id).exists()
        assert not AuditEntry.objects.filter(target_id__in=works).exists()
        assert not AuditEntry.objects.filter(verb="access.open_tie", details__kind="link").exists()
        ties = AuditEntry.objects.filter(verb="access.open_tie", details__kind="referral")
        assert ties.count() == 1, "of the family's own referral, not of this one"
    for actor in (cast.cruz, cast.cora, cast.dana):
        with acting_as(actor):
            assert not Need.objects.filter(pk=referral.need_id).exists()


def test_who_opens_it_is_no_line_of_the_trail_for_her(cast):
    """That an office has looked, on such a day, would tell that there is something to look at."""

    def trail() -> set:
        with acting_as(cast.rosa):
            return set(AuditEntry.objects.values_list("verb", "actor_id", "at"))

    before, shown = trail(), seen(cast.rosa)
    asks(cast)
    referral = private(cast)
    for name in ("ana", "ben"):
        path = f"/referrals/{referral.pk}/"
        assert browser(cast, name).get(path).status_code == 200
    with acting_as(cast.ben):
        at = timezone.now()
        referrals.accept(referral=referral, by=cast.ben, at=at)
        referrals.schedule(referral=referral, starts_at=at + timedelta(days=3), by=cast.ben, at=at)
    assert {verb for verb, _who, _at in trail() - before} == set()
    after = seen(cast.rosa)
    assert all(after[name][0] == shown[name][0] for name in PAGES)


def test_no_news_go_home_not_even_later(cast):
    asks(cast)
    referral = private(cast)
    with acting_as(cast.ben):
        at = timezone.now()
        referrals.accept(referral=referral, by=cast.ben, at=at)
        referrals.schedule(referral=referral, starts_at=at + timedelta(days=3), by=cast.ben, at=at)
    with everything():
        assert not Message.objects.filter(about=referral.pk).exists()
    with acting_as(clock(referral.pk, cast.community.pk)):
        assert Referral.objects.get(pk=referral.pk).state == "scheduled"


def test_the_receiver_learns_the_name_alone(cast):
    asks(cast)
    shown = Crawler(cast.ben).client.get(f"/referrals/{private(cast).pk}/").content.decode()
    assert "Nayeli" in shown


def test_pressed_twice_is_once_and_an_open_need_of_the_home_stays_its_own(cast):
    home = casting.need(cast, code=NEED)
    form_id = "8c0a8a3e-6f4b-4a52-9f6e-4a3a44e0d001"
    for _time in range(2):
        asks(cast, **{"alone-form_id": form_id})
    with everything():
        made = Referral.objects.filter(classes=["identity"])
        assert made.count() == 1 and made.get().need_id != home.pk
        assert Need.objects.get(pk=home.pk).state == "open"


@pytest.mark.parametrize("need", ["home-visiting", "diapers", "mental-health", "dental-care"])
def test_not_offered_where_no_text_answers_the_need(cast, need):
    """In Arizona nobody of this age has counseling alone; a dentist only on a condition."""
    shown = page(cast, need=need)
    assert (OFFERED in shown) is (need == "dental-care")


def test_not_offered_for_small_children_nor_in_another_state(cast):
    here = page(cast)
    assert FORM in here and "§ 44-132" in here
    with everything():
        Community.objects.filter(pk=cast.community.pk).update(state="NV")
    elsewhere = page(cast)  # the nation's text alone
    assert "§ 44-132" not in elsewhere and elsewhere.count('name="alone-which"') == 1
    with everything():
        Community.objects.filter(pk=cast.community.pk).update(state="AZ")
        Person.objects.filter(pk=cast.people["nayeli"].pk).update(birth_date=date(2020, 1, 1))
    assert OFFERED not in page(cast)
    answer = asks_anyway(cast)
    assert answer.status_code == 200 and private(cast) is None


def asks_anyway(cast):
    told = {"deed": "alone", "need": NEED, "alone-which": f"{cast.people['nayeli'].pk}:2"}
    return browser(cast, "ana").post(where(cast), told | {"alone-wishes": "on"})


def test_without_a_yes_that_stands_the_teen_gets_the_number(cast):
    shown = page(cast, service="bloom_visits")
    assert OFFERED in shown and FORM not in shown and "phone number" in shown
    told = {"deed": "alone", "need": NEED, "alone-which": choice(cast), "alone-wishes": "on"}
    browser(cast, "ana").post(where(cast, "bloom_visits"), told)
    assert private(cast) is None


@pytest.mark.parametrize(
    "said",
    [
        {"alone-wishes": ""},
        {"alone-which": ""},
        {"alone-which": "x:1"},
        {"alone-which": "condition"},
    ],
)
def test_what_is_missing_is_asked_and_nothing_is_sent(cast, said):
    if said.get("alone-which") == "condition":  # the first line of Arizona's: on their own
        said = {"alone-which": choice(cast, "44-132)")}
    answer = asks(cast, **said)
    assert answer.status_code == 200 and "usa-error-message" in answer.content.decode()
    assert private(cast) is None
    with everything():
        assert not Withholding.objects.exists() and not Need.objects.filter(code=NEED).exists()


def declined(cast) -> Referral:
    asks(cast)
    referral, at = private(cast), timezone.now()
    with acting_as(cast.ben):
        return referrals.decline(referral=referral, reason="no room", by=cast.ben, at=at)


def hidden_from_her(cast, row: Referral) -> None:
    with acting_as(cast.rosa):
        assert not Referral.objects.filter(pk=row.pk).exists()
        assert not AuditEntry.objects.filter(target_id=row.pk).exists()
        assert not Consent.objects.filter(agency=cast.agencies["bloom"], recorded_by=None).exists()
    with everything():
        assert not Message.objects.filter(about=row.pk).exists()


@pytest.mark.parametrize("agreed", [True, False])
def test_at_the_next_door_it_is_still_kept_and_no_new_yes_is_written_down(cast, agreed):
    if agreed:
        casting.consent(cast, "bloom", by=cast.ana)
    before, row = seen(cast.rosa), declined(cast)
    with acting_as(cast.ana):
        yeses = Consent.objects.count()
    path = f"/referrals/{row.pk}/next/{cast.services['bloom_visits'].pk}/"
    told = PAPER | {"given_by": cast.people["rosa"].pk, "form_id": new_id()}
    form = browser(cast, "ana").get(path)
    assert form.status_code == 200, form.content.decode()
    page = browser(cast, "ana").post(path, told)
    with everything():
        new = Referral.objects.filter(previous=row).first()
    assert (new is not None and new.state == "sent") is agreed, page.content.decode()
    assert agreed or "Give the teen the phone number" in page.content.decode()
    with acting_as(cast.ana):
        assert Consent.objects.count() == yeses
    if agreed:
        assert new.classes == ["identity"]
        hidden_from_her(cast, new)
    after = seen(cast.rosa)
    for name in PAGES:
        assert after[name][0] == before[name][0], name


def test_sent_another_way_it_is_still_kept(cast):
    asks(cast)
    row, at = private(cast), timezone.now()
    with acting_as(cast.cora):
        new = referrals.reroute(
            referral=row, service=cast.services["bloom_visits"], by=cast.cora, at=at
        )
    with acting_as(cast.ana):
        asked = Referral.objects.get(pk=new.pk)
    assert asked.state == "awaiting consent"
    page = browser(cast, "ana").get(f"/households/{cast.household.pk}/ask/?about={new.pk}")
    assert page.status_code == 404  # a parent would read the question
    hidden_from_her(cast, asked)


def test_at_the_next_door_it_goes_to_nobody_who_has_signed_nothing(cast):
    """A link would open how to reach the home."""
    row = declined(cast)
    path = f"/referrals/{row.pk}/next/{cast.services['diapers'].pk}/"
    told = PAPER | {"given_by": cast.people["rosa"].pk, "form_id": new_id()}
    browser(cast, "ana").post(path, told)
    with everything():
        assert not Referral.objects.filter(previous=row).exists()


def test_a_request_of_the_home_answers_no_need_that_one_of_them_has_alone(cast):
    asks(cast)
    alone = private(cast)
    told = PAPER | {"need": NEED, "given_by": cast.people["rosa"].pk}
    told |= {"subjects": [cast.people["lucia"].pk], "urgency": "routine", "form_id": new_id()}
    browser(cast, "ana").post(where(cast), told)
    with everything():
        made = Referral.objects.filter(need_code=NEED).exclude(pk=alone.pk).get()
    assert made.need_id != alone.need_id
    with acting_as(cast.rosa):
        assert Referral.objects.filter(pk=made.pk).exists()
