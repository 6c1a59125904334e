"""What families say, counted by everybody who might try; topics, their proposal, what is told."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.rights import Refused
from kinwork.family.complaints.tests import scenes as complaining
from kinwork.family.followup import actions as followup
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Referral
from kinwork.system.loop.rules import Period
from kinwork.system.meetings.models import Proposal
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.tests import scenes as joined
from kinwork.system.voice import actions, queries, telling
from kinwork.system.voice.models import Topic, VoiceRelease
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 8, 15, 16, tzinfo=UTC)


@pytest.fixture
def worded():
    """One referral, served, with Rosa's word."""
    cast = casting.make_cast()
    row = casting.accepted(cast)
    at = cast.later(days=1)
    with acting_as(cast.ben, now=at):
        told = {"received": "Two visits", "need_met": "fully"}
        row = referrals.serve(referral=row, **told, by=cast.ben, at=at)
    at = cast.later(days=20)
    with acting_as(cast.rosa, now=at):
        row = Referral.objects.get(pk=row.pk)
        said = {"got_it": True, "helped": "yes", "difference": "partly", "times_told": "once"}
        followup.say(referral=row, **said, by=cast.rosa, at=at)
    return cast


def period(cast) -> Period:
    return Period(cast.at.date(), cast.later(days=30).date())


def counted(cast, by: Actor, agency=None):
    with acting_as(by, now=cast.later(days=21)):
        now = cast.later(days=21)
        return queries.words(by, cast.community, period(cast), agency=agency, now=now)


def report(cast) -> Actor:
    return Actor("report", community=cast.community.pk, purpose="statistics")


def test_both_agencies_and_the_report_count_it_and_nobody_else(worded):
    cast = worded
    for name in ("ana", "ben", "bea"):
        (one,) = counted(cast, cast.actors[name], cast.actors[name].hat)
        assert (one.said, one.got_it, one.helped, one.difference) == (True, True, "yes", "partly")
    assert len(counted(cast, report(cast))) == 1
    assert counted(cast, cast.cruz, cast.cruz.hat) == []
    for name in ("cora", "dana", "sam", "eve", "rosa"):
        assert counted(cast, cast.actors[name], cast.actors[name].hat) == []
    assert counted(cast, cast.ana, cast.ben.hat) == []
    assert counted(cast, VISITOR) == []


@pytest.mark.parametrize("name", ["ana", "ben", "bea", "cora", "dana", "eve", "rosa"])
def test_no_agency_counts_complaints(worded, name):
    cast = worded
    complaining.made(cast)
    by = cast.actors[name]
    with acting_as(by):
        assert queries.complaints(by, cast.community, period(cast), cast.later(days=21)) == {}
    with acting_as(report(cast)) as by:
        told = queries.complaints(by, cast.community, period(cast), cast.later(days=21))
        assert told == {"language": 1}


def test_what_is_about_safety_or_taken_back_is_counted_nowhere(worded):
    cast = worded
    complaining.made(cast, is_about_safety=True)
    complaining.do(cast, "rosa", "withdraw", complaining.made(cast))
    with acting_as(report(cast)) as by:
        assert queries.complaints(by, cast.community, period(cast), cast.later(days=21)) == {}


def test_an_agencys_own_numbers_are_whole_and_a_release_tells_no_small_one(worded):
    cast = worded
    whole = telling.whole(counted(cast, cast.ana, cast.ana.hat))
    assert whole["total"]["confirmed"][:2] == [1, 1]
    complaining.made(cast)
    with acting_as(report(cast), now=LATER) as by:
        made = actions.release(community=cast.community, by=by, at=LATER)
        assert actions.release(community=cast.community, by=by, at=LATER) is None
    assert made.body["total"]["confirmed"] == [None, None, None, None]
    assert made.body["complaints"] == {"groups": {}, "kept_back": 1, "total": None}
    assert "referrals" in made.body and made.body["referrals"] is None


@pytest.mark.parametrize("name", ["ana", "ben", "cora", "dana", "rosa"])
def test_only_the_report_releases(worded, name):
    by = worded.actors[name]
    with acting_as(by, now=LATER), pytest.raises(Refused):
        actions.release(community=worded.community, by=by, at=LATER)


# Topics ----------------------------------------------------------------------------------------


@pytest.fixture
def said():
    """A released half year in which 14 families complained of their language, and 12 of waiting."""
    cast = casting.make_cast()
    joined.started(cast, "Together")
    with everything():
        VoiceRelease.objects.create(
            community=cast.community,
            starts="2026-01-01",
            ends="2026-06-30",
            made_at=LATER,
            least=11,
            body=telling.released([], 11)
            | {"complaints": {"groups": {"language": 14, "waited": 12}, "kept_back": 0}},
        )
        row = Partnership.objects.get(community=cast.community)
    return cast, row


KEY = "complaint:2026-01-01:language"


def raised(cast, row, name="dana", key=KEY):
    by = cast.actors[name]
    with acting_as(by, now=LATER):
        return actions.raise_topic(partnership=row, key=key, by=by, at=LATER)


def test_one_tap_makes_one_proposal(said):
    cast, row = said
    topic = raised(cast, row)
    assert raised(cast, row).pk == topic.pk
    with everything():
        (proposal,) = Proposal.objects.all()
    assert proposal.from_family and "14" in proposal.title and "my language" in proposal.title
    assert topic.proposal_id == proposal.pk


@pytest.mark.parametrize("key", ["", "complaint:2026-01-01:money", "need:1:x", KEY + "x"])
def test_what_was_not_released_is_no_topic(said, key):
    cast, row = said
    with pytest.raises(Refused), transaction.atomic():
        raised(cast, row, key=key)
    with everything():
        assert not Proposal.objects.exists()


@pytest.mark.parametrize("name", ["ana", "ben", "bea", "cora", "sam", "eve", "rosa"])
def test_only_who_leads_puts_it_forward_or_tells(said, name):
    cast, row = said
    with pytest.raises(Refused):
        raised(cast, row, name)
    topic, by = raised(cast, row), cast.actors[name]
    with acting_as(by, now=LATER), pytest.raises(Refused):
        actions.tell(topic=topic, english="Yes.", spanish="Sí.", by=by, at=LATER)


def test_what_was_done_is_read_by_everybody_in_both_languages(said):
    cast, row = said
    topic = raised(cast, row)
    page = reverse("voice:you_said")
    assert "Nothing is told here yet" in Client().get(page).content.decode()
    with acting_as(VISITOR):
        assert not Topic.objects.exists()
    with acting_as(cast.dana, now=LATER):
        with pytest.raises(Refused, match="both languages"), transaction.atomic():
            actions.tell(topic=topic, english="Yes.", spanish=" ", by=cast.dana, at=LATER)
        told = {
            "english": "Every place has a Spanish speaker.",
            "spanish": "Hay quien habla español.",
        }
        actions.tell(topic=topic, **told, by=cast.dana, at=LATER)
    assert told["english"] in Client().get(page).content.decode()
    spanish = Client(headers={"accept-language": "es"}).get(page).content.decode()
    assert told["spanish"] in spanish and "Usted dijo, nosotros hicimos" in spanish


# Pages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "own", "together"),
    [
        ("ana", 200, 403),
        ("bea", 200, 200),
        ("cora", 403, 200),
        ("dana", 403, 200),
        ("eve", 403, 200),
        ("rosa", 403, 403),
    ],
)
def test_who_opens_which_page(worded, name, own, together):
    browser = browser_of(worded, name)
    for address, expected in (("/voice/", own), ("/voice/file.csv", own)):
        assert browser.get(address).status_code == expected
    assert browser.get("/voice/together/").status_code == together


def test_the_lead_taps_on_the_page(said):
    cast, row = said
    dana = browser_of(cast, "dana")
    page = dana.get("/voice/together/").content.decode()
    assert "Not in my language" in page and "Propose it to" in page
    for _n in range(2):
        dana.post("/voice/raise/", {"key": KEY, "partnership": str(row.pk)})
    with everything():
        assert Topic.objects.count() == 1
    assert "Waits for an agenda" in dana.get("/voice/together/").content.decode()
    assert "Propose it to" not in browser_of(cast, "cora").get("/voice/together/").content.decode()
    with everything():
        release = VoiceRelease.objects.get()
    for by in ("", "?by=partner", "?by=nothing"):
        assert dana.get(f"/voice/together/{release.pk}/{by}").status_code == 200
    assert dana.get(f"/voice/together/{release.pk}/file.csv").status_code == 200


def test_bad_days_are_asked_back(worded):
    ana = browser_of(worded, "ana")
    for query in ("since=2026-13-01", "until=1e9", "since=2026-02-01&until=2026-01-01", "by=zip"):
        assert ana.get(f"/voice/?{query}").status_code == 200
