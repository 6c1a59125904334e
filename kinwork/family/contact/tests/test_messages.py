"""Notices leave by real mail, say nothing, and only go where it is safe."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.family.contact import actions, jobs, queries
from kinwork.family.contact.models import ContactPoint, Message
from tests import cast as casting
from tests.seeing import everything, unsigned

pytestmark = pytest.mark.django_db


def test_one_neutral_line_in_the_familys_language(mailbox):
    cast = casting.make_cast()
    referral = casting.sent(cast)
    with everything():
        message = Message.objects.get(about=referral.pk)
    for _time in range(2):  # delivered twice by the queue
        jobs.send(message.pk)
    assert len(mailbox) == 1
    letter = mailbox[0]
    assert letter["To"] == "rosa@example.org"
    words = str(letter["Subject"]) + letter.get_content()
    for secret in ("Rosa", "Luna", "Clinic", "Home visits", "Mesquite"):
        assert secret not in unsigned(words)
    assert "/ours/" in words
    with everything():
        assert Message.objects.get(pk=message.pk).state == "sent"


def test_an_address_that_is_no_longer_safe_gets_nothing(mailbox):
    cast = casting.make_cast()
    referral = casting.sent(cast)
    with acting_as(cast.ana, now=cast.later(hours=1)):
        point = ContactPoint.objects.get(channel="email")
        actions.end_contact(point=point, by=cast.ana, at=cast.later(hours=1))
    with everything():
        message = Message.objects.get(about=referral.pk)
    jobs.send(message.pk)
    assert len(mailbox) == 0
    with everything():
        assert Message.objects.get(pk=message.pk).state == "not safe"


@pytest.mark.parametrize(("name", "seen"), [("ana", 2), ("rosa", 2), ("ben", 2), ("cruz", 0)])
def test_who_sees_how_to_reach_the_family(name, seen):
    cast = casting.make_cast()
    casting.sent(cast)
    with acting_as(cast.actors[name], now=cast.later(hours=1)):
        assert len(queries.points(cast.household.id)) == seen
