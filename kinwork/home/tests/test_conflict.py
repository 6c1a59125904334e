"""Two holders of authority disagree: the worker reads that they do, not who and not why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.people.models import Person
from kinwork.trust.consent.tests.deeds import co_parent, deny
from tests import cast as casting
from tests.guards.crawling import Crawler
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
SAID = "Consent conflict"


def disagree(cast, father) -> str:
    """Rosa says yes to the clinic, Mateo's father says no. His name."""
    deny(cast, father, "development")
    with acting_as(father):
        return Person.objects.get(pk=father.id).given_name


def test_the_worker_reads_that_they_disagree_and_nothing_more():
    cast = casting.make_cast(timezone.now() - timedelta(hours=3))
    casting.accepted(cast)
    casting.consent(cast, classes=("development",))
    page = f"/households/{cast.household.pk}/"
    assert SAID not in browser_of(cast, "ben").get(page).content.decode()
    name = disagree(cast, co_parent(cast))
    shown = browser_of(cast, "ben").get(page).content.decode()
    assert SAID in shown
    assert name not in shown


def test_a_referral_says_so_to_both_ends_and_leads_to_the_family():
    """Only where it shares what they disagree about; the coordinator, and the family, read nothing."""
    cast = casting.make_cast(timezone.now() - timedelta(hours=3))
    casting.consent(cast, classes=("development",))
    asks = casting.accepted(cast, classes=(*casting.SHARED, "development"))
    other = casting.accepted(cast)
    page, beside = f"/referrals/{asks.pk}/", f"/referrals/{other.pk}/"
    browsers = {name: Crawler(cast.actors[name]) for name in ("ana", "ben", "cora", "rosa")}

    def read(name: str, path: str) -> str:
        return browsers[name].client.get(path).content.decode()

    father = co_parent(cast)
    before = {name: read(name, page) for name in browsers}
    assert not [name for name in browsers if SAID in before[name]]
    name = disagree(cast, father)
    where = f'href="/households/{cast.household.pk}/#consents"'
    for worker in ("ana", "ben"):
        shown = read(worker, page)
        assert SAID in shown and where in shown, worker
        assert shown.count(name) == before[worker].count(name), "the page does not say who"
        assert SAID not in read(worker, beside), "what it shares, nobody has refused"
    assert SAID not in read("cora", page) and SAID not in read("rosa", page)
