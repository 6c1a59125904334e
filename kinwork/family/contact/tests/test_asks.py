"""A birth date is little to know somebody by: an answer by a link is told on another safe way."""

import pytest
from django.test import Client

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.family.contact import actions, jobs, queries
from kinwork.family.contact.models import Message
from kinwork.trust.consent.tests.deeds import as_rosa, asked, words
from tests import cast as casting
from tests.posting import post
from tests.seeing import everything, unsigned

pytestmark = pytest.mark.django_db
LINKED, OTHER = "rosa@example.org", "rosa.two@example.org"


def also(cast, value=OTHER, **said):
    with acting_as(cast.ana, now=cast.at):
        actions.record_contact(
            household=cast.household,
            channel="email",
            value=value,
            recorded_by=cast.agencies["library"],
            by=cast.ana,
            at=cast.at,
            **said,
        )


def answered(cast, way="e-mail", yes=True) -> Message:
    """Rosa's link is answered, twice; what the family was told of it, once."""
    link = asked(cast, way=way)
    if way == "e-mail":
        post(link.ask.pk, kind="ask", at=cast.at)
    for _time in range(2):
        as_rosa(cast, "answer_ask", ask=link.ask.pk, yes=yes, text=words())
    with everything():
        return Message.objects.get(key="consent.answer_ask")


@pytest.mark.parametrize("yes", [True, False])
def test_the_other_address_hears_of_it_and_of_nothing_else(mailbox, yes):
    cast = casting.make_cast()
    also(cast)
    message = answered(cast, yes=yes)
    jobs.send(message.pk)
    assert [one["To"] for one in mailbox.letters] == [LINKED, OTHER]
    letter = mailbox[1]
    said = str(letter["Subject"]) + letter.get_content()
    for secret in ("Rosa", "Luna", "Clinic", "Library", "Saguaro", "Mesquite", "consent", "Sí"):
        assert secret not in unsigned(said), secret
    assert "/ours/" in said


def test_whoever_reads_the_linked_mailbox_is_not_told(mailbox):
    cast = casting.make_cast()
    also(cast, LINKED.upper())
    also(cast, is_safe=False)
    message = answered(cast)
    assert (message.channel, message.address, message.state) == ("page", "", "sent")
    jobs.send(message.pk)
    assert [one["To"] for one in mailbox.letters] == [LINKED], "the link itself, and no more"


def test_a_card_went_to_no_address(mailbox):
    cast = casting.make_cast()
    message = answered(cast, way="card")
    jobs.send(message.pk)
    assert [one["To"] for one in mailbox.letters] == [LINKED]


def test_a_question_can_be_ended_by_one_click_and_its_link_says_nothing(mailbox):
    cast = casting.make_cast()
    post(asked(cast, way="e-mail").ask.pk, kind="ask", at=cast.at)
    letter = mailbox[0]
    assert letter["To"] == LINKED
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = letter["List-Unsubscribe"].strip(" <>")
    for secret in ("rosa", str(cast.household.pk), str(cast.people["rosa"].pk)):
        assert secret not in unsigned(link).casefold(), secret
    assert Client().get(link).status_code == 200
    with acting_as(clock(cast.household.pk, cast.community.pk)):
        assert queries.safe_email_of(cast.household.pk, cast.people["rosa"].pk)
    assert Client().post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    with acting_as(clock(cast.household.pk, cast.community.pk)):
        assert queries.safe_email_of(cast.household.pk, cast.people["rosa"].pk) is None
