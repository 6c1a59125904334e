"""A yes to substance use treatment, or about safety, tells as much as the referral to it: colleagues
who may not read the one do not read the other."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.accounts import actions as accounts
from kinwork.accounts.models import Agency, Membership
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.models import Text
from kinwork.trust.consent import actions
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.texts import REFERRAL
from tests import cast as casting
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """Abe is Ana's colleague at the library, and works with Rosa's family too."""
    cast = casting.make_cast(timezone.now() - timedelta(hours=3))
    place, library = cast.community, cast.agencies["library"]
    with acting_as(casting.OPERATOR, now=cast.at):
        said = {"by": casting.OPERATOR, "at": cast.at}
        user = accounts.create_user(email="abe@example.org", name="Abe", **said)
        accounts.add_membership(
            user=user, agency=library, community=place, role="supervisor", **said
        )
    cast.users["abe"] = user
    cast.actors["abe"] = Actor("staff", user.id, library.id, "supervisor", place.id)
    return cast


def yes(cast, **how) -> Consent:
    """Ana writes down what Rosa said to the clinic."""
    with acting_as(cast.ana):
        return actions.give(
            household=cast.household,
            given_by=cast.people["rosa"],
            agency=cast.agencies["clinic"],
            text=Text.objects.get(key=REFERRAL, language="es", community=None),
            language="es",
            recorded_by=cast.agencies["library"],
            by=cast.ana,
            at=cast.at,
            **how,
        )


def readers(cast, one: Consent, *names: str) -> list[str]:
    found = []
    for name in names:
        with acting_as(cast.actors[name]):
            if Consent.objects.filter(pk=one.pk).exists():
                found.append(name)
    return found


def part_2_staff(cast, name: str) -> None:
    with acting_as(casting.OPERATOR):
        Membership.objects.filter(user=cast.users[name]).update(is_part_2_staff=True)


def test_a_yes_to_treatment_is_read_by_part_2_staff_and_who_wrote_it_down(cast):
    one = yes(cast, classes=["sud"], part_2=True, records="all", way="on paper")
    assert readers(cast, one, "ana", "abe", "ben", "bea") == ["ana"]
    for name in ("abe", "ben"):
        part_2_staff(cast, name)
    assert readers(cast, one, "ana", "abe", "ben", "bea") == ["ana", "abe", "ben"]


def test_a_yes_to_a_part_2_program_says_it_whatever_it_names(cast):
    with acting_as(casting.OPERATOR):
        Agency.objects.filter(pk=cast.agencies["clinic"].pk).update(is_part_2=True)
    one = yes(cast, classes=["identity", "contact"])
    assert readers(cast, one, "ana", "abe", "ben") == ["ana"]
    page = f"/households/{cast.household.pk}/"
    name = cast.agencies["clinic"].name
    assert name in browser_of(cast, "ana").get(page).content.decode()
    assert name not in browser_of(cast, "abe").get(page).content.decode()


def test_a_yes_about_safety_is_read_by_whom_it_names_and_who_wrote_it_down(cast):
    one = yes(cast, classes=["safety"], named_user=cast.users["ben"])
    part_2_staff(cast, "abe")
    assert readers(cast, one, "ana", "abe", "ben", "bill", "bea") == ["ana", "ben"]


def test_every_other_yes_and_a_no_to_everything_are_the_agencies_to_read(cast):
    one = yes(cast, classes=["identity", "health"])
    assert readers(cast, one, "ana", "abe", "ben", "cruz") == ["ana", "abe", "ben"]
    with acting_as(cast.rosa):
        no = actions.deny(
            household=cast.household,
            given_by=cast.people["rosa"],
            agency=cast.agencies["clinic"],
            classes=["identity", "sud", "safety"],
            language="es",
            by=cast.rosa,
            at=timezone.now(),
        )
    assert readers(cast, no, "ana", "ben", "bea") == ["ben", "bea"]
