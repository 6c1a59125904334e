"""A page that somebody has open while the family's yes ends by its date, or is overruled by a no."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from kinwork.family.referrals.models import Referral
from kinwork.trust.consent import jobs
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.tests.deeds import permit
from tests import cast as casting
from tests.guards.crawling import Crawler, text_of
from tests.guards.crowd import opened, real
from tests.seeing import everything
from tests.signing import browser_of

TELLS = ("Rosa", "Luna Ortega", "Mateo", "Lucía", "rosa@example.org", "520-555-0142")


@pytest.fixture
def cast(db):
    return casting.make_cast(timezone.now() - timedelta(hours=3))


def told(page) -> set[str]:
    return {word for word in TELLS if word in text_of(page)}


def ask(browser, when: datetime, path: str, data=None):
    """One request while the database's clock says `when`; this machine's clock says something else."""
    with acting_as(VISITOR, now=when):
        return browser.get(path) if data is None else browser.post(path, data)


def hidden(page) -> dict[str, str]:
    text = page.content.decode()
    return {
        name: re.search(rf'name="{name}" value="([^"]*)"', text)[1]
        for name in ("form_id", "version")
    }


def test_from_its_last_instant_an_open_page_shows_nothing_more(cast):
    """Rosa has said yes once more on her page, to the end of a day where she lives. What is still
    sent from an old page shows nothing either, and the clock closes the referral."""
    referral, old = casting.accepted(cast), permit(cast)
    browser_of(cast, "rosa").post(f"/ours/who/{old.pk}/renew/")
    ends = permit(cast).ends
    there = ends.astimezone(ZoneInfo(cast.community.time_zone))
    assert (there.hour, there.minute, there.second) == (23, 59, 59)
    assert ends - timezone.now() > timedelta(days=1), "this machine's clock is another"
    ben, before = browser_of(cast, "ben"), ends - timedelta(seconds=1)
    home, page = f"/households/{cast.household.pk}/", f"/referrals/{referral.pk}/"
    assert told(ask(ben, before, home)) and told(ask(ben, before, page))
    in_hand = ask(ben, before, f"{page}schedule/")
    days = re.findall(r'name="(day_[^"]*)"', in_hand.content.decode())
    form = hidden(in_hand) | dict(zip(days, ("6", "1", str(ends.year)), strict=True))
    assert ask(ben, ends, home).status_code == 404
    for path in (page, "/inbox/", "/desk/people/"):
        assert not told(ask(ben, ends, path)), path
    sent = ask(ben, ends, f"{page}schedule/", form | {"hour": "9:30"})
    assert not told(sent) and not told(ask(ben, ends, page))
    jobs.run_due(ends)
    with everything():
        assert Referral.objects.get(pk=referral.pk).state == "consent ended"


def test_a_no_to_one_agency_beats_a_yes_to_every_one(cast):
    """On all pages about the family, in files, lists and the search; the others go on."""
    made = casting.accepted(cast)
    other = casting.sent(cast, "bloom_visits")
    for key in ("library", "backbone"):
        casting.consent(cast, key)
    rosa, clinic = browser_of(cast, "rosa"), cast.agencies["clinic"]
    ben, cruz = Crawler(cast.ben), Crawler(cast.cruz)
    search = {"given": "Rosa", "family": "Luna Ortega"}
    assert told(ben.send("/desk/people/", "post", data=search))
    assert rosa.post(f"/ours/who/{clinic.pk}/no/").status_code == 302
    casting.consent(cast)  # said after the no, and by the same mouth
    with everything():
        assert Consent.objects.filter(deny=False, ended_at=None).count() >= 4
    found = {
        path
        for where, path in opened(real(cast, made), "ben")
        if not where.startswith("gallery/") and told(ben.send(path))
    }
    found |= {path for path in ("/inbox/", "/desk/") if told(ben.send(path))}
    assert found == set()
    assert not told(ben.send("/desk/people/", "post", data=search)) - set(search.values())
    assert told(cruz.send(f"/referrals/{other.pk}/"))
