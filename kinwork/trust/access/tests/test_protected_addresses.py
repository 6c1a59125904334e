"""Addresses of a protected branch, asked for by whom it is held against."""

import re

import pytest

from kinwork.common.ids import new_id
from kinwork.family.contact.models import ContactPoint
from kinwork.trust.access.models import FamilyClaim, Withholding
from kinwork.trust.access.tests.test_protections import live_on, protect, with_father
from kinwork.trust.consent.models import Consent
from tests.guards.crawling import PAGES, Crawler, address, arguments
from tests.seeing import everything

pytestmark = pytest.mark.django_db


def bare(answer, values: dict[str, str]) -> str:
    """An answer without the numbers that it was asked for and what differs at every look."""
    words = re.sub(r'value="[^"]{20,}"|nonce-\S+', "", answer.content.decode())
    for one in values.values():
        words = words.replace(one, "")
    return words


def test_an_address_of_hers_is_to_him_as_one_that_somebody_made_up():
    """Her referral, its dates and their calendar file, her yes and its receipt, her ways: each with
    its number, and with a number that nobody has."""
    cast = with_father()
    protect(cast)
    referral = live_on(cast)
    with everything():
        hers = {
            "referral": referral.pk,
            "consent": Consent.objects.get().pk,
            "claim": FamilyClaim.objects.get().pk,
            "protection": Withholding.objects.get().pk,
            "point": ContactPoint.objects.filter(person=cast.people["rosa"]).get().pk,
        }
    crawler, missing = Crawler(cast.pablo), set()
    for where, _view in PAGES:
        names = set(arguments(where))
        if not names & set(hers) or names - set(hers) - {"verb"}:
            continue
        for method in ("get", "post"):
            said = []
            for known in (hers, {name: new_id() for name in hers}):
                values = {name: str(one) for name, one in known.items()} | {"verb": "withdraw"}
                answer = crawler.send(address(where, values), method)
                said.append((answer.status_code, bare(answer, values)))
            assert said[0] == said[1], (method, where)
            if said[0][0] == 404:
                missing.add(where)
    assert {"dates/<uuid:referral>/calendar/", "referrals/<uuid:referral>/"} <= missing
    assert "ours/who/<uuid:consent>/receipt/" in missing
