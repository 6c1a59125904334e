"""Two mails opened in two tabs of one browser: each keeps its own page, and opens nothing else."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from kinwork.accounts.current import LINKS
from kinwork.common.acting import acting_as
from kinwork.family.referrals import links
from kinwork.family.referrals.models import Referral
from tests import cast as casting
from tests.cast import OPERATOR
from tests.seeing import everything
from tests.signing import keep


def two(cast):
    rows = []
    for _each in "ab":
        answers = casting.need(cast, code="diapers")
        rows.append(casting.sent(cast, "diapers", answers=answers))
    return rows


def opened(row, browser):
    return browser.get(f"/referrals/link/{links.token(row.pk)}/", follow=True)


def test_each_tab_keeps_its_page_and_answers_its_own(db):
    cast = casting.make_cast(timezone.now() - timedelta(hours=1))
    (one, other), browser = two(cast), Client()
    for row in (one, other):
        assert opened(row, browser).status_code == 200
    for row in (one, other):
        assert browser.get(f"/referrals/{row.pk}/").status_code == 200
    assert browser.post(f"/referrals/{one.pk}/accept/", {"version": one.version}).status_code == 302
    with everything():
        assert Referral.objects.get(pk=one.pk).state == "accepted"
        assert Referral.objects.get(pk=other.pk).state == "sent"


def test_what_was_not_opened_stays_shut(db):
    cast = casting.make_cast(timezone.now() - timedelta(hours=1))
    (one, other), browser = two(cast), Client()
    opened(one, browser)
    assert browser.get(f"/referrals/{other.pk}/").status_code == 404


def test_each_closes_when_its_own_link_does(db):
    cast = casting.make_cast(timezone.now() - timedelta(hours=1))
    (one, other), browser = two(cast), Client()
    for row in (one, other):
        opened(row, browser)
    with acting_as(OPERATOR):
        held = browser.session[LINKS]
    keep(browser, LINKS, {**held, str(one.pk): timezone.now().timestamp() - 1})
    assert browser.get(f"/referrals/{one.pk}/").status_code == 404
    assert browser.get(f"/referrals/{other.pk}/").status_code == 200
