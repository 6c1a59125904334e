"""What was recalled: its receiver reads so and nothing more; nobody else learns that it was there."""

import pytest
from django.test import Client

from kinwork.accounts.models import User
from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.family.referrals import links
from kinwork.family.referrals.tests.deeds import do
from kinwork.trust.access.actions import block
from tests import cast as casting
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
FAMILY = ("Rosa", "Luna", "Mateo", "Lucía", "rosa@example.org", "555-0142", "isit", "Library")


def looked(browser, path):
    answer = browser.get(path)
    return answer.status_code, answer.content.decode()


def main_of(text):
    return text.split("<main", 1)[1].split("</main>", 1)[0]


@pytest.mark.parametrize("name", ["ben", "bill", "bea"])
def test_the_receivers_people_read_that_it_was_taken_back(cast, name):
    referral = casting.sent(cast)
    do(cast, "ana", "recall", referral, hours=0.1)
    browser = browser_of(cast, name)
    for path in ("", "accept/"):
        status, text = looked(browser, f"/referrals/{referral.pk}/{path}")
        assert status == 410 and "Nothing of it is here any more" in text
        assert not [word for word in FAMILY if word in main_of(text)]
    assert browser.post(f"/referrals/{referral.pk}/accept/", {}).status_code == 410


@pytest.mark.parametrize("name", ["cruz", "cora", "dana", "sam", "eve"])
def test_nobody_else_learns_that_it_was_there(cast, name):
    referral = casting.sent(cast)
    before = looked(browser_of(cast, "cruz"), f"/referrals/{referral.pk}/")[0]
    do(cast, "ana", "recall", referral, hours=0.1)
    status, text = looked(browser_of(cast, name), f"/referrals/{referral.pk}/")
    if name == "cora":  # the coordinator keeps its envelope
        assert status == 200 and "Nothing of it is here" not in text
    else:
        never = looked(browser_of(cast, name), f"/referrals/{new_id()}/")[0]
        assert status == never and "taken back" not in text and before == 404
    assert Client().get(f"/referrals/{referral.pk}/").status_code != 410


def test_whom_the_family_shut_out_learns_nothing(cast):
    referral = casting.sent(cast)
    do(cast, "ana", "recall", referral, hours=0.1)
    with acting_as(cast.rosa, now=cast.at):
        user = User.objects.get(pk=cast.ben.id)
        block(household=cast.household, user=user, by=cast.rosa, at=cast.at)
    assert looked(browser_of(cast, "ben"), f"/referrals/{referral.pk}/")[0] == 404


def test_the_link_of_what_was_taken_back(cast):
    referral = casting.sent(cast, "diapers")
    holder, other = Client(), casting.sent(cast, "diapers")
    do(cast, "ana", "recall", referral, hours=0.1)
    answer = holder.get(f"/referrals/link/{links.token(referral.pk)}/", follow=True)
    text = answer.content.decode()
    assert answer.status_code == 410 and "Nothing of it is here any more" in text
    assert not [word for word in (*FAMILY, "iaper") if word in main_of(text)]
    assert looked(holder, f"/referrals/{other.pk}/")[0] == 404
    do(cast, "ana", "recall", other, hours=0.1)
    assert looked(holder, f"/referrals/{other.pk}/")[0] == 404


def test_what_still_stands_is_not_called_taken_back(cast):
    referral = casting.sent(cast)
    do(cast, "rosa", "withdraw", referral)
    status, text = looked(browser_of(cast, "ben"), f"/referrals/{referral.pk}/")
    assert status == 200 and "taken back" not in main_of(text).lower().replace(
        "was taken back by", ""
    )
