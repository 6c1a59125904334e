"""The family's page: what happens next first; who sees what; ending it; putting the story right."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kinwork.accounts.current import FAMILY
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.family.eligibility.models import Determination
from kinwork.family.facts.models import Fact
from kinwork.family.intake.tests.walking import Walk, story, to_the_end
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Referral
from kinwork.home import ours_looked
from kinwork.trust.access.queries import opened
from kinwork.trust.consent.models import Consent
from tests.seeing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(town) -> Walk:
    """A family that has asked Desert Bloom for WIC."""
    walk = Walk(Client())
    story(walk)
    walk.get("/start/questions/receives/")
    walk.post("/start/questions/receives/", answer0=["none"])
    to_the_end(walk, [town.service["bloom_visits"]])
    walk.post("/start/send/")
    walk.get("/ours/")
    return walk


def household_of(walk: Walk) -> str:
    with everything():
        return walk.client.session[FAMILY][1]


def test_what_happens_next_comes_first(family):
    words = family.text
    assert "Desert Bloom Family Center reads it and answers you." in words
    assert words.index("What happens next") < words.index("Your requests")


def test_who_can_see_what_and_two_taps_to_end(family):
    family.get("/ours/who/")
    assert "Desert Bloom Family Center" in family.text and "the money that comes in" in family.text
    with everything():
        consent = Consent.objects.get(household=household_of(family))
    family.get(f"/ours/who/{consent.pk}/end/")
    with everything():
        assert Consent.objects.get(pk=consent.pk).ended_at is None
    family.post(f"/ours/who/{consent.pk}/end/")
    assert family.here == "/ours/who/" and "Nobody but you" in family.text
    with everything():
        assert Consent.objects.get(pk=consent.pk).ended_at is not None
        assert Referral.objects.get(household=household_of(family)).state == "consent ended"


def test_another_familys_things_do_not_exist(family, town):
    """E2: consent and referral of another family are 404, and nothing changes."""
    other = Walk(Client())
    story(other)
    to_the_end(other, [town.service["bloom_visits"]])
    other.post("/start/send/")
    with everything():
        theirs = Referral.objects.get(household=household_of(other))
        consent = Consent.objects.get(household=household_of(other))
    for path in (f"/ours/referral/{theirs.pk}/withdraw/", f"/ours/who/{consent.pk}/end/"):
        assert family.client.post(path).status_code == 404
    family.get(f"/eligibility/{household_of(other)}/")
    assert family.page.status_code == 404
    with everything():
        assert Referral.objects.get(pk=theirs.pk).state == "sent"


def test_withdraw_says_what_happens_then_does_it(family):
    with everything():
        one = Referral.objects.get(household=household_of(family))
    family.get(f"/ours/referral/{one.pk}/withdraw/")
    assert "is told that you do not want it" in family.text
    family.post(f"/ours/referral/{one.pk}/withdraw/")
    assert "You took it back" in family.text


def test_the_story_is_put_right_and_checked_again(family):
    family.get("/ours/story/")
    assert "None of these" in family.text
    with everything():
        before = Determination.objects.filter(household=household_of(family)).count()
    family.get("/ours/story/receives/")
    family.post("/ours/story/receives/", answer0=["snap"])
    assert "SNAP (food stamps)" in family.text and "What you said before" in family.text
    with everything():
        facts = Fact.objects.filter(household=household_of(family), key="receives")
        assert [one.value for one in facts.order_by("said_at")] == [[], ["snap"]]
        assert facts.order_by("said_at").last().replaces_id == facts.order_by("said_at").first().pk
        assert Determination.objects.filter(household=household_of(family)).count() > before


def test_who_has_looked_and_the_timeline(family, town):
    with everything():
        one = Referral.objects.get(household=household_of(family))
    cruz = town.cast.cruz  # he works at Desert Bloom, which the family has asked
    helper = Actor("staff", cruz.id, cruz.hat, cruz.role, cruz.community)
    at = timezone.now() + timedelta(minutes=5)
    with acting_as(helper):
        referrals.accept(referral=one, by=helper, at=at)
    family.get("/ours/looked/")
    assert "Desert Bloom Family Center" in family.text
    assert "Said yes to your request. Their role: Caseworker." in family.text
    assert "They could because you" in family.text
    family.get("/ours/timeline/")
    words = family.text
    assert words.index("You told your story") < words.index("Sent to Desert Bloom")
    assert words.index("Sent to Desert Bloom") < words.index("Desert Bloom Family Center said yes")


def test_nobody_who_looked_long_ago_is_left_out(family, town, monkeypatch):
    """More than a page of looks: each is found by "Show more", once, and nobody else's ever."""
    cruz, home = town.cast.cruz, household_of(family)
    helper = Actor("staff", cruz.id, cruz.hat, cruz.role, cruz.community)
    monkeypatch.setattr(ours_looked, "PAGE", 2)
    with acting_as(helper):
        for day in range(5):
            opened(
                by=helper, household=home, classes=["identity"], page="referrals",
                at=timezone.now() - timedelta(days=day),
            )  # fmt: skip
    family.get("/ours/looked/")
    pages = [family.text]
    while (found := re.search(r'href="\?after=([0-9a-f-]+)"', family.text)) and len(pages) < 9:
        family.get(f"/ours/looked/?after={found[1]}")
        pages.append(family.text)
    assert sum(page.count("Desert Bloom Family Center") for page in pages) == 5
    assert "You made this card" not in pages[-1]
    with everything():
        strange = AuditEntry.objects.exclude(household_id=home).first()
    for after in (strange.pk, new_id(), "x"):
        assert family.client.get(f"/ours/looked/?after={after}").status_code == 404


def test_a_copy_is_a_file_with_a_neutral_name(family):
    answer = family.client.get("/ours/copy/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="page.html"'
    assert "Desert Bloom" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_what_they_may_get(family):
    family.get(f"/eligibility/{household_of(family)}/")
    assert "It looks like" in family.text or "Maybe" in family.text
    assert family.text.count("<article") >= 8


@pytest.mark.parametrize("path", ["", "who/", "looked/", "story/", "timeline/", "copy/", "code/"])
def test_a_stranger_is_asked_for_the_code(town, path):
    assert Client().get(f"/ours/{path}").headers["Location"] == "/ours/enter/"


def test_leaving_signs_out(family):
    family.client.post("/leave/")
    assert family.client.get("/ours/").headers["Location"] == "/ours/enter/"


def test_the_first_page_sends_everybody_home(family, town):
    assert family.client.get("/").headers["Location"] == "/ours/"
    visitor = Client().get("/")
    assert visitor.status_code == 200 and "I need it right now" in visitor.content.decode()
