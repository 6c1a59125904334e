"""A family keeps one worker out, or says no to the agency that typed its story."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kinwork.accounts.current import FAMILY
from kinwork.accounts.models import User
from kinwork.common.acting import acting_as
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Appointment, Referral
from kinwork.people.models import Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.models import Block, WorkItem
from kinwork.trust.consent.models import Consent
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of, keep

pytestmark = pytest.mark.django_db
OUT = "/ours/out/"


@pytest.fixture
def cast(db):
    return casting.make_cast(timezone.now())


def names_seen(actor) -> set[str]:
    with acting_as(actor):
        return set(Person.objects.values_list("given_name", flat=True))


def called(cast, who: str, name: str) -> None:
    with everything():
        User.objects.filter(pk=cast.users[who].pk).update(name=name)


def text(page) -> str:
    assert page.status_code == 200
    return page.content.decode()


def test_only_you_is_not_said_where_a_desk_typed_the_story(cast):
    """No referral yet: the library wrote it down, and sees it. The page says so."""
    words = text(browser_of(cast, "rosa").get("/ours/who/"))
    assert "Mesquite Flats Library" in words and "Only you can see your answers" not in words


def test_a_no_closes_what_the_desk_typed_and_can_be_taken_back(cast):
    rosa, path = browser_of(cast, "rosa"), f"/ours/who/{cast.agencies['library'].pk}/no/"
    assert "Rosa" in names_seen(cast.ana)
    assert "Say no to Mesquite Flats Library?" in text(rosa.get(path))
    assert "Rosa" in names_seen(cast.ana), "looking closes nothing"
    assert rosa.post(path).url == "/ours/who/"
    assert not names_seen(cast.ana)
    with acting_as(cast.ana), pytest.raises(access.NoClaim):  # nor opens the family's page
        said = {"household": cast.household, "person": cast.rosa.id}
        access.make_claim(**said, by=cast.ana, at=timezone.now())
    words = text(rosa.get("/ours/who/"))
    assert "sees nothing. You said no." in words and "They wrote down your story" not in words
    with everything():
        no = Consent.objects.get(household=cast.household, deny=True)
    rosa.post(f"/ours/who/{no.pk}/end/")
    assert "Rosa" in names_seen(cast.ana)


def test_one_worker_is_kept_out_and_a_colleague_helps(cast):
    made = casting.accepted(cast)
    at = timezone.now()
    with acting_as(cast.bea):
        referrals.assign(referral=made, user=cast.users["ben"], by=cast.bea, at=at)
    rosa = browser_of(cast, "rosa")
    browser_of(cast, "ben").get(f"/referrals/{made.pk}/")
    assert "Ben, Saguaro Wash Clinic" in text(rosa.get(OUT))
    rosa.post(OUT, {"whom": str(cast.users["ben"].pk)})
    assert "sees nothing about you" in text(rosa.get(OUT))
    assert not names_seen(cast.ben) and "Rosa" in names_seen(cast.bill)
    with everything():
        assert Referral.objects.get(pk=made.pk).assigned_to is None
        lines = WorkItem.objects.filter(target=made.pk, closed_at=None)
        assert lines and not any(one.assignee_id == cast.users["ben"].pk for one in lines)
    rosa.post(f"{OUT}back/", {"whom": str(cast.users["ben"].pk)})
    assert "Rosa" in names_seen(cast.ben)


def test_a_name_is_answered_alike_whether_somebody_has_it(cast):
    """Bill has not looked; nothing on the page tells whether he works here."""
    called(cast, "bill", "Guillermo Núñez Ríos")
    casting.accepted(cast)
    rosa, pages = browser_of(cast, "rosa"), []
    for name in ("Nobody Herenow", "nunez rios GUILLERMO"):
        rosa.post(OUT, {"whom": "somebody else", "name": name})
        page = text(rosa.get(OUT))
        pages.append(page[page.index("<h1") : page.index("<form class=")].count("<"))
        assert "If somebody with this name works here" in page and name not in page
    assert pages[0] == pages[1] and not names_seen(cast.bill)
    rosa.post(f"{OUT}back/")
    assert "Rosa" in names_seen(cast.bill)
    assert "If somebody with this name" not in text(rosa.get(OUT))


def test_a_first_name_alone_keeps_nobody_out(cast):
    page = browser_of(cast, "rosa").post(OUT, {"whom": "somebody else", "name": "Ben"})
    assert "Write the first and the last name." in text(page)
    with everything():
        assert not Block.objects.exists()


def test_whoever_something_is_kept_from_stops_nobodys_help(cast):
    """He is told what everybody is told, and the worker goes on helping."""
    called(cast, "bill", "Guillermo Rios")
    casting.accepted(cast)
    him, place = cast.people["mateo"], cast.community.pk
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
    his.post(OUT, {"whom": "somebody else", "name": "Guillermo Rios"})
    assert "If somebody with this name works here" in text(his.get(OUT))
    with everything():
        assert not Block.objects.exists()
    assert "Rosa" in names_seen(cast.bill)


def test_when_and_where_is_for_the_parties_own_people(cast):
    """A date may be at the family's home: no coordinator reads it, and nobody who is shut out."""
    made = casting.accepted(cast)
    at = timezone.now()
    with acting_as(cast.ben):
        referrals.schedule(
            referral=made,
            starts_at=at + timedelta(days=1),
            place="7 Cactus Wren Lane",
            by=cast.ben,
            at=at,
        )

    def places(actor) -> list[str]:
        with acting_as(actor):
            return list(Appointment.objects.values_list("place", flat=True))

    for actor in (cast.rosa, cast.ana, cast.ben, cast.bill):
        assert places(actor) == ["7 Cactus Wren Lane"], actor.role
    for actor in (cast.cora, cast.dana, cast.cruz):
        assert places(actor) == [], actor.role
    with acting_as(cast.rosa):
        access.block(household=cast.household, user=cast.users["bill"], by=cast.rosa, at=at)
    assert places(cast.bill) == [] and places(cast.ben) == ["7 Cactus Wren Lane"]
