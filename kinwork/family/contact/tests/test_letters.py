"""E-mail by a real server: once, with a way to end it, permanent and passing troubles told apart."""

import pytest

from kinwork.family.contact import jobs, rules
from kinwork.family.contact.models import Message
from kinwork.family.contact.tests import scenes
from tests import cast as casting
from tests.seeing import everything, unsigned

pytestmark = pytest.mark.django_db


def test_one_letter_with_its_number_and_a_way_out(mailbox):
    cast = casting.make_cast()
    message = scenes.told(cast)
    jobs.send(message.pk)
    jobs.send(message.pk)
    (letter,) = mailbox.letters
    assert str(scenes.line(message).key) in letter["Message-ID"]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = letter["List-Unsubscribe"].strip(" <>")
    assert link in letter.get_content() and "rosa" not in unsigned(link).casefold()
    assert letter["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("reply", "state", "why"),
    [
        ("550 5.1.1 no such user", "failed", "no such mailbox"),
        ("450 4.2.0 greylisted", "waiting", "busy"),
    ],
)
def test_a_mailbox_that_is_not_there_is_told_from_one_that_is_busy(mailbox, reply, state, why):
    cast = casting.make_cast()

    async def handle_RCPT(self, server, session, envelope, address, options):
        return reply

    type(mailbox).handle_RCPT = handle_RCPT
    try:
        message = scenes.told(cast)
        jobs.send(message.pk)
    finally:
        del type(mailbox).handle_RCPT
    row = scenes.line(message)
    assert (row.state, row.why, len(mailbox)) == (state, why, 0)


def test_every_message_has_a_reason_that_is_known():
    """What referrals tell families by which key is known here, with the verb that causes it."""
    from kinwork.family.referrals.rules import LIFE, NOTICES

    verbs = {one.verb for one in LIFE.moves}
    for _verb, key in NOTICES.items():
        assert rules.reason(key).partition(".")[2] in verbs, key
    assert set(rules.WORTH_A_CALL) <= set(rules.REASONS)


def test_what_was_told_keeps_its_deed_and_its_record(mailbox):
    cast = casting.make_cast()
    referral = casting.accepted(cast)
    with everything():
        told = set(Message.objects.filter(about=referral.pk).values_list("deed", flat=True))
    assert told == {"referrals.send", "referrals.accept"}
