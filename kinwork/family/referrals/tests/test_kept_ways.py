"""Something of the home is kept from one of two caregivers: who receives a referral for the other reads
neither that one's phone nor one that both may answer, with an account and by a link."""

import pytest

from kinwork.family.contact.tests.test_kept_ways import HERS, HIS, HOME, end, kept_apart
from kinwork.family.contact.tests.test_pages import page
from kinwork.family.referrals.tests.deeds import state_of
from kinwork.family.referrals.tests.test_link import hidden, opened
from kinwork.family.referrals.tests.test_link import page as link_page
from tests import cast as casting

pytestmark = pytest.mark.django_db


def test_who_receives_reads_her_own_phone_alone():
    cast, hers = kept_apart()
    referral = casting.accepted(cast)
    path = f"/referrals/{referral.pk}/"
    status, text = page(cast, "ben", path)
    assert status == 200 and HERS in text
    assert HIS not in text and HOME not in text and "rosa@example.org" not in text
    end(cast, hers)
    text = page(cast, "ben", path)[1]
    for value in (HIS, HERS, HOME, "rosa@example.org"):
        assert value not in text


def test_who_holds_the_link_reads_her_own_phone_alone():
    cast, _hers = kept_apart()
    referral = casting.sent(cast, "diapers")
    phone = opened(referral)
    phone.post(f"/referrals/{referral.pk}/accept/", hidden(link_page(phone, referral), "accept"))
    text = link_page(phone, referral)
    assert state_of(referral) == "accepted" and HERS in text
    assert HIS not in text and HOME not in text and "rosa@example.org" not in text
