"""What was stopped by its sender, as the family and the coordinator read it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kinwork.accounts import actions as accounts
from kinwork.common.acting import acting_as
from kinwork.family.referrals.tests.deeds import do
from tests import cast as casting
from tests.cast import OPERATOR
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.make_cast(timezone.now() - timedelta(hours=8))


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def cancelled(cast, reason):
    row = do(cast, "ana", "ask_cancellation", casting.accepted(cast), 2, reason=reason)
    return do(cast, "ben", "cancel", row, 3)


def mistaken(cast, reason):
    return do(cast, "ana", "enter_in_error", casting.sent(cast), 2, reason=reason)


def pages(cast, row) -> tuple[str, str]:
    rosa = browser_of(cast, "rosa")
    return words(rosa.get(reverse("referrals:referral", args=[row.pk]))), words(rosa.get("/ours/"))


@pytest.mark.parametrize(
    ("stop", "said"), [(cancelled, "We look for another place."), (mistaken, "the right place.")]
)
def test_the_family_reads_that_it_stopped_and_what_happens_now(cast, stop, said):
    row = stop(cast, "wrong place")
    for page in pages(cast, row):
        assert said in page
        assert "Find another place" in page
        assert "the wrong place" not in page  # the sender's reason is no word of the place's
    door = browser_of(cast, "rosa").get(reverse("home:next_door", args=[row.pk]))
    assert door.status_code == 200


@pytest.mark.parametrize("stop", [cancelled, mistaken])
def test_or_that_nothing_has_to_be_done(cast, stop):
    row = stop(cast, "never needed")
    one, ours = pages(cast, row)
    assert "It has stopped. You do not have to do anything." in one
    for page in (one, ours):
        assert "Find another place" not in page


def test_the_coordinator_sees_what_nobody_follows_any_more(cast):
    casting.sent(cast)
    with acting_as(OPERATOR, now=cast.later(hours=2)):
        accounts.close_agency(agency=cast.agencies["library"], by=OPERATOR, at=cast.later(hours=2))
    page = words(browser_of(cast, "cora").get("/worklist/?show=sender"))
    assert "Whoever sent them works here no more." in page
    assert "look after it" in page
    assert "Send it to another place" in page
    assert "Rosa" not in page
    assert "look after it" not in words(browser_of(cast, "cora").get("/worklist/?show=stuck"))
