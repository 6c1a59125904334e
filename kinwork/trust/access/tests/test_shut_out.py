"""Whoever a family has shut out sets nothing down for it any more, by the database alone."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.models import Text
from kinwork.trust.access import actions as access
from kinwork.trust.access.models import Authority, Withholding
from kinwork.trust.consent.models import Consent
from tests import cast as casting


@pytest.fixture
def cast(db):
    return casting.make_cast(timezone.now())


def consent(cast):
    return Consent(
        community=cast.community, household=cast.household, given_by=cast.people["rosa"],
        agency=cast.agencies["clinic"], classes=["need"], purposes=["care"], way="on paper",
        language="en", text=Text.objects.filter(key="consent.referral").first(),
        recorded_by=cast.agencies["library"], starts=timezone.now(),
    )  # fmt: skip


def authority(cast):
    return Authority(
        person=cast.people["mateo"], holder_name="A court", kind="court", evidence="seen",
        recorded_by=cast.agencies["library"], starts=timezone.now(),
    )  # fmt: skip


def withholding(cast):
    return Withholding(
        community=cast.community, kind="court order", person=cast.people["mateo"],
        from_agency=cast.agencies["clinic"], recorded_by=cast.agencies["library"],
        starts=timezone.now(), ends=timezone.now() + timedelta(days=9),
    )  # fmt: skip


def writes(cast, make) -> bool:
    """Does the database let Ana write it? What she wrote is taken back."""
    with acting_as(cast.ana):
        row = make(cast)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
                transaction.set_rollback(True)
        except DatabaseError as why:
            assert "row-level security" in str(why)
            return False
    return True


@pytest.mark.parametrize("make", [consent, authority, withholding])
@pytest.mark.parametrize("whom", [{"agency": "library"}, {"user": "ana"}])
def test_nothing_is_set_down_by_whom_the_family_shut_out(cast, make, whom):
    assert writes(cast, make)
    said = {"agency": cast.agencies["library"]} if "agency" in whom else {"user": cast.users["ana"]}
    with acting_as(cast.rosa):
        access.block(household=cast.household, **said, by=cast.rosa, at=timezone.now())
    assert not writes(cast, make)
