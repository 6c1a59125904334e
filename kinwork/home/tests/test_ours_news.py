"""News on our page: in words, newest first, read by pressing alone, and never of what is kept."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.ids import new_id
from kinwork.family.contact import rules
from kinwork.family.contact.actions import tell_family
from kinwork.family.contact.models import Message
from kinwork.family.referrals.rules import NOTICES
from kinwork.home.ours_news import FIRST, MOST, news
from kinwork.home.ours_words import OF_A_REQUEST, OF_THE_HOME, event_words, news_words
from kinwork.trust.access.actions import withhold
from kinwork.trust.consent.tests.deeds import co_parent
from tests import cast as casting
from tests.guards.crawling import Crawler
from tests.seeing import everything

pytestmark = pytest.mark.django_db
HEADING, BUTTON, SAID_YES = "<h2>News</h2>", "I have read this", "Saguaro Wash Clinic said yes"


@pytest.fixture
def cast(db):
    return casting.make_cast(timezone.now() - timedelta(hours=3))


def browser(actor):
    client = Crawler(actor).client
    client.cookies["django_language"] = "en"
    return client


def text(client) -> str:
    page = client.get("/ours/")
    assert page.status_code == 200
    return page.content.decode()


def unread() -> int:
    with everything():
        return Message.objects.filter(read_at=None).count()


def ids(cast) -> list[str]:
    with everything():
        found = Message.objects.filter(household=cast.household)
        return [str(pk) for pk in found.values_list("pk", flat=True)]


def tell(cast, key="consent.ends_soon", *, about=None, minutes=0) -> None:
    with acting_as(clock(cast.household.pk, cast.community.pk)) as by:
        tell_family(
            household=cast.household.pk,
            community=cast.community.pk,
            key=key,
            about=about or cast.household.pk,
            by=by,
            at=cast.later(minutes=minutes),
        )


def test_what_the_mail_hints_at_is_said_newest_first_and_leads_there(cast):
    made = casting.accepted(cast)
    rosa = browser(cast.rosa)
    words = text(rosa)
    top = words.index(HEADING)
    assert words.index("What happens next") < top < words.index("Your requests")
    assert top < words.index(SAID_YES) < words.index("Sent to Saguaro Wash Clinic")
    assert words.count("Not read yet") == 2
    assert f'<a href="/referrals/{made.pk}/">{SAID_YES}' in words
    assert rosa.get(f"/referrals/{made.pk}/").status_code == 200


def test_looking_reads_nothing_pressing_does_and_what_came_since_stays_new(cast):
    casting.sent(cast)
    rosa = browser(cast.rosa)
    text(rosa)
    shown = ids(cast)
    assert unread() == 1 and rosa.get("/ours/news/").status_code == 405 and unread() == 1
    tell(cast, minutes=30)
    for _time in range(2):
        assert rosa.post("/ours/news/", {"read": [*shown, "nonsense"]}).url == "/ours/"
        assert unread() == 1
    with everything():
        first = Message.objects.get(pk=shown[0]).read_at
    words = text(rosa)
    assert words.count("Not read yet") == 1 and "Something that you share ends soon" in words
    rosa.post("/ours/news/", {"read": ids(cast)})
    assert unread() == 0
    words = text(rosa)
    assert BUTTON not in words and "News that you have read" in words
    with everything():
        assert Message.objects.get(pk=shown[0]).read_at == first


def test_another_familys_news_stay_theirs(cast):
    casting.sent(cast)
    other = casting.make_cast(cast.at)
    assert HEADING not in text(browser(other.rosa))
    browser(other.rosa).post("/ours/news/", {"read": ids(cast)})
    assert unread() == 1
    assert browser(cast.ana).post("/ours/news/", {"read": ids(cast)}).status_code in (302, 403)
    assert unread() == 1


def test_the_other_parent_reads_them_until_something_is_kept_from_him(cast):
    father = co_parent(cast)
    casting.accepted(cast)
    tell(cast, "people.find_match")
    assert SAID_YES in text(browser(father))
    with acting_as(cast.rosa):
        withhold(
            kind="protected branch",
            community=cast.community.pk,
            person=cast.rosa.id,
            from_person=father.id,
            evidence="said by oneself",
            by=cast.rosa,
            at=timezone.now(),
        )
    his = browser(father)
    words = text(his)
    for said in ("News", "We asked you one question", SAID_YES, "Saguaro Wash Clinic"):
        assert said not in words, said
    his.post("/ours/news/", {"read": ids(cast)})
    assert unread() == 3
    words = text(browser(cast.rosa))
    assert SAID_YES in words and "We asked you one question" in words


def test_of_what_a_young_person_has_alone_there_is_no_line_not_even_a_neutral_one(cast):
    """Told before it was kept: the notice stays written down, and says nothing to the parent."""
    made = casting.accepted(cast)
    assert SAID_YES in text(browser(cast.rosa))
    with acting_as(cast.bea):
        withhold(
            kind="minor's own service",
            community=cast.community.pk,
            person=cast.people["mateo"].pk,
            work=made.pk,
            evidence="A.R.S. § 44-132.01",
            by=cast.bea,
            at=timezone.now(),
        )
    words = text(browser(cast.rosa))
    assert "News" not in words and BUTTON not in words and "Not read yet" not in words


def test_an_emergency_is_told_where_its_record_is_seen_alone(cast):
    tell(cast, "access.break_glass", about=new_id())
    assert HEADING not in text(browser(cast.rosa))


def test_few_are_on_top_older_behind_one_tap_and_the_questions_do_not_grow(cast):
    casting.sent(cast)
    rosa = browser(cast.rosa)
    text(rosa)
    with CaptureQueriesContext(connection) as one:
        text(rosa)
    for number in range(MOST + 3):
        tell(cast, minutes=number)
    with CaptureQueriesContext(connection) as many:
        words = text(rosa)
    # the sending is no longer among the newest, and asks for no referral
    assert len(many) <= len(one)
    assert words.count("Something that you share ends soon") == MOST
    assert "Older news" in words and words.count('name="read"') == MOST
    with acting_as(cast.rosa):
        told = news(cast.household.pk, timezone.now())
        assert len(told["lines"]) == FIRST
        assert not news(cast.household.pk, timezone.now() + timedelta(days=91))["lines"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_notice_has_its_own_words(language):
    with translation.override(language):
        unknown = event_words("?", "Bloom")
        for key, deed in rules.REASONS.items():
            if key in OF_THE_HOME:
                assert str(OF_THE_HOME[key][0])
            else:
                words = news_words(key, deed, "Bloom")
                assert "Bloom" in words and words != unknown, key
        for verb in NOTICES:
            assert event_words(verb, "Bloom") != unknown, verb
    assert not set(OF_THE_HOME) & set(OF_A_REQUEST)
    assert set(OF_THE_HOME) | set(OF_A_REQUEST) <= set(rules.REASONS)
