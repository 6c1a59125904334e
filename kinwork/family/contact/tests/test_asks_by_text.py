"""A question goes out as a text: to the caregiver's own safe number, by day, once; never where they
want no texts."""

from datetime import timedelta

import pytest

from kinwork.common.acting import acting_as
from kinwork.config.sms_sink import texts
from kinwork.family.contact import actions, wire, words
from kinwork.family.contact.models import ContactPoint
from kinwork.family.contact.tests import scenes
from kinwork.trust.access.models import WorkItem
from kinwork.trust.consent import links
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.tests import deeds
from kinwork.trust.consent.tests.deeds import as_rosa, ask_now, asked
from tests import cast as casting
from tests.posting import post
from tests.seeing import everything, unsigned

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(tmp_path, settings):
    with scenes.gateway(tmp_path / "texts", settings) as phone:
        yield phone


@pytest.fixture
def cast(phone):
    made = casting.make_cast()
    scenes.reach(made)
    return made


def sent(cast, at=None):
    link = asked(cast, way="text")
    return link, post(link.ask.pk, kind="ask", at=at or cast.at)


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_two_segments_at_most(language, settings):
    settings.SITE_ADDRESS = "https://page.saguaro-county.example"
    link = links.address(casting.make_cast().household.pk)
    alphabet, _length, many = wire.segments(words.asked(language, link))
    assert (alphabet, many <= 2) == ("GSM-7", True)


def test_the_link_goes_to_her_number_once_and_says_nothing(cast, phone):
    link, states = sent(cast)
    assert states == ["sent"] and post(link.ask.pk, kind="ask", at=cast.at) == ["sent"]
    (text,) = texts(phone.folder)
    assert text["to"] == "+15205550177" and links.token(link.ask.pk)[:20] in text["text"]
    for said in ("Rosa", "Clinic", "Library", "Biblioteca", "Mateo", "Kinwork", "ayuda"):
        assert said not in unsigned(text["text"]), said
    assert ask_now(link).sent_at


def test_at_night_it_waits_for_the_day(cast, phone):
    night = cast.at + timedelta(hours=(30 - cast.at.hour) % 24)  # six by UTC: eleven at night there
    _link, states = sent(cast, night)
    assert states == ["waiting"] and texts(phone.folder) == []


@pytest.mark.parametrize("what", ["unsafe", "stopped", "no gateway"])
def test_where_no_text_may_go_nothing_leaves_and_the_worker_hears(cast, phone, settings, what):
    with everything():
        number = ContactPoint.objects.get(channel="text", ended_at=None)
    if what == "unsafe":
        with everything():
            ContactPoint.objects.filter(pk=number.pk).update(is_safe=False)
    if what == "stopped":
        with acting_as(cast.rosa):
            its = wire.address_hash("text", number.value)
            actions.stop(channel="text", address_hash=its, way="page", by=cast.rosa, at=cast.at)
    if what == "no gateway":
        settings.SMS_URL = ""
    link, _states = sent(cast)
    assert texts(phone.folder) == [] and ask_now(link).ended_why == "no safe address"
    with everything():
        assert WorkItem.objects.filter(target=link.ask.pk, kind="consent not answered").exists()


def test_the_yes_says_that_it_was_by_text_and_the_number_is_not_told(cast, phone):
    link, _states = sent(cast)
    as_rosa(cast, "answer_ask", ask=link.ask.pk, yes=True, text=deeds.words())
    with everything():
        assert Consent.objects.get().way == "by text"
    assert len(texts(phone.folder)) == 1
