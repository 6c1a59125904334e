"""Records of treatment for drugs or alcohol carry the notice of 42 CFR 2.32 wherever they are read."""

import pytest
from django.utils import timezone

from kinwork.accounts.models import Membership
from kinwork.common.acting import acting_as
from kinwork.common.models import Text
from kinwork.family.facts.models import Fact
from kinwork.family.referrals.models import Referral
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.texts import REDISCLOSURE, REFERRAL
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

MARK = "42 CFR 2.32"


@pytest.fixture
def cast(db):
    made = casting.make_cast(timezone.now())
    made.plain = casting.accepted(made)
    return made


def treated(cast) -> Referral:
    """Another referral, to a program for treatment, at which Ben and Ana may read such records."""
    made = casting.sent(cast, answers=casting.need(cast))
    with everything():
        Membership.objects.filter(user__in=[cast.users["ana"], cast.users["ben"]]).update(
            is_part_2_staff=True
        )
        Referral.objects.filter(pk=made.pk).update(
            sensitivity="sud", classes=["identity", "contact", "sud"]
        )
    return made


def allowed(cast, classes, **more) -> Consent:
    at = timezone.now()
    with acting_as(cast.rosa):
        return consents.give(
            household=cast.household,
            given_by=cast.people["rosa"],
            agency=cast.agencies["clinic"],
            classes=classes,
            text=Text.objects.get(key=REFERRAL, language="en", community=None),
            language="en",
            by=cast.rosa,
            at=at,
            **more,
        )


def text(page) -> str:
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize("name", ["ana", "ben"])
def test_a_referral_for_treatment_carries_it_and_no_other(cast, name):
    there, worker = treated(cast), browser_of(cast, name)
    assert MARK in text(worker.get(f"/referrals/{there.pk}/"))
    assert MARK not in text(worker.get(f"/referrals/{cast.plain.pk}/"))
    verb = "recall" if name == "ana" else "accept"
    page = worker.get(f"/referrals/{there.pk}/{verb}/")
    assert page.status_code == 302 or MARK in text(page)
    other = worker.get(f"/referrals/{cast.plain.pk}/{'withdraw' if name == 'ana' else 'serve'}/")
    assert other.status_code == 302 or MARK not in text(other)


def test_a_familys_page_at_the_desk_carries_it_while_it_shows_such_a_record(cast):
    where, ana = f"/households/{cast.household.pk}/", browser_of(cast, "ana")
    assert MARK not in text(ana.get(where))
    treated(cast)
    assert MARK in text(ana.get(where))


def test_a_fact_alone_is_enough(cast):
    where, ana = f"/households/{cast.household.pk}/", browser_of(cast, "ana")
    with everything():
        Membership.objects.filter(user=cast.users["ana"]).update(is_part_2_staff=True)
        Fact.objects.create(
            community=cast.community,
            owner=cast.agencies["library"],
            sensitivity="sud",
            person=cast.people["rosa"],
            said_in=cast.household.pk,
            key="treatment",
            value="weekly",
            said_at=timezone.now(),
        )
    page = text(ana.get(where))
    assert "weekly" in page and MARK in page


def test_a_receipt_carries_it_on_paper_and_as_data(cast):
    rosa = browser_of(cast, "rosa")
    plain = allowed(cast, ["identity"])
    sud = allowed(cast, ["identity", "sud"], part_2=True, records="Treatment plan of May")
    for one, carries in ((plain, False), (sud, True)):
        page = text(rosa.get(f"/ours/who/{one.pk}/receipt/"))
        file = rosa.get(f"/ours/who/{one.pk}/receipt/file/").json()["pii_processing"]
        assert (MARK in page) is carries
        assert bool(file["redisclosure"]) is carries
    assert file["redisclosure"]["key"] == REDISCLOSURE and file["redisclosure"]["version"] == 1
