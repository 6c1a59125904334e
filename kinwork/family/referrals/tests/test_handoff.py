"""Warm handoffs: who may write them down, who reads them, and what people type wrongly."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.referrals.models import Handoff, Referral
from kinwork.family.referrals.tests.deeds import do
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

SAID = {"way": "three-way call", "met": "Ben, intake", "family_present": True}


def test_it_is_read_by_both_offices_and_the_family_and_nobody_else(cast):
    row = casting.sent(cast)
    made = do(cast, "ana", "record_handoff", row, 2, **SAID)
    assert made.introduced_by_id == cast.users["ana"].id
    assert made.introduced_for_id == cast.agencies["library"].id
    readers = set()
    for name in ("ana", "ben", "rosa", "cruz", "cora", "dana", "sam", "eve"):
        with acting_as(cast.actors[name], now=cast.later(hours=3)):
            if Handoff.objects.exists():
                readers.add(name)
    assert readers == {"ana", "ben", "rosa"}
    with everything():
        assert AuditEntry.objects.get(verb="referrals.record_handoff").details == {
            "way": "three-way call"
        }


@pytest.mark.parametrize("name", ["ben", "bea", "rosa", "cruz", "cora", "dana", "sam", "eve"])
def test_only_who_sent_it_writes_it_down(cast, name):
    row = casting.sent(cast)
    with pytest.raises((Refused, Referral.DoesNotExist)):
        do(cast, name, "record_handoff", row, 2, **SAID)


def test_the_same_form_twice_is_one(cast):
    row, form = casting.sent(cast), new_id()
    for hours in (2, 3):
        do(cast, "ana", "record_handoff", row, hours, form_id=form, **SAID)
    with everything():
        assert Handoff.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"way": "pigeon"}, "choose"),
        ({"met": "  "}, "whom"),
        ({"when": casting.BEGAN + timedelta(days=9)}, "not come yet"),
    ],
)
def test_what_cannot_be(cast, said, words):
    row = casting.sent(cast)
    with pytest.raises(Refused, match=words):
        do(cast, "ana", "record_handoff", row, 2, **{**SAID, **said})


def test_what_was_never_sent_introduces_nobody(cast):
    with pytest.raises(Refused, match="not sent"):
        do(cast, "ana", "record_handoff", casting.draft(cast), 2, **SAID)


def test_the_database_keeps_times_in_order(cast):
    row = casting.sent(cast)
    made = do(cast, "ana", "record_handoff", row, 2, **SAID)
    with pytest.raises(IntegrityError), acting_as(cast.ana), transaction.atomic():
        Handoff.objects.create(
            referral=row,
            at=made.at,
            way="video",
            introduced_by=cast.users["ana"],
            introduced_for=cast.agencies["library"],
            met="Ben",
            family_present=True,
            recorded_at=made.at - timedelta(days=1),
        )


def test_the_page_asks_for_the_day_and_both_read_it(cast):
    row = casting.sent(cast)
    page = reverse("referrals:introduce", args=[row.pk])
    ana = browser_of(cast, "ana")
    told = {"way": "in person", "met": "the intake nurse", "present": "yes"}
    day = {"day_month": "3", "day_day": "2", "day_year": "2026"}
    tomorrow = {**day, "day_year": "2101"}
    answer = ana.post(page, {**told, **tomorrow})
    assert answer.status_code == 200
    assert "the intake nurse" in answer.content.decode()  # nothing typed is lost
    assert ana.post(page, {**told, **day}).status_code == 302
    for name in ("ana", "ben", "rosa"):
        said = browser_of(cast, name).get(f"/referrals/{row.pk}/").content.decode()
        assert "the intake nurse" in said, name
    assert page not in browser_of(cast, "ben").get(f"/referrals/{row.pk}/").content.decode()
