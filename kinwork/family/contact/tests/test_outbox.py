"""One line for one message, tried until it gets through or a person decides."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.models import AuditEntry
from kinwork.common.moves import WrongState
from kinwork.common.rights import Refused
from kinwork.family.contact import actions, jobs, queries, rules
from kinwork.family.contact.models import Delivery, Message
from kinwork.family.contact.tests import scenes
from kinwork.trust.access.actions import close_ties, open_tie
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_server(settings) -> None:
    """Nobody listens at the tests' mail port."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def test_the_line_is_written_with_the_deed_and_says_nothing():
    cast = casting.make_cast()
    message = scenes.told(cast)
    row = scenes.line(message)
    assert (message.deed, message.key) == ("referrals.send", "referral.sent")
    assert (row.state, row.kind, row.agency_id) == (
        "waiting",
        "notice",
        cast.agencies["library"].pk,
    )
    assert row.follower_id == cast.users["ana"].pk
    said = " ".join(str(getattr(row, one.attname)) for one in row._meta.concrete_fields)
    assert (
        "rosa" not in said.casefold() and "referral" not in said and str(message.about) not in said
    )


@pytest.mark.parametrize("field", ["key", "deed"])
def test_no_message_without_a_reason(field):
    cast = casting.make_cast()
    message = scenes.told(cast)
    with everything(), pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**{field: "because"})


def test_a_busy_server_is_tried_again_and_again_then_a_person_sees_it(no_server):
    cast = casting.make_cast()
    message, at = scenes.told(cast), cast.at
    waits = []
    for _try in range(len(rules.WAITS) + 1):
        state = scenes.try_at(message, at)
        row = scenes.line(message)
        if state == "waiting":
            waits.append(row.next_at - at)
            assert scenes.try_at(message, at) == "waiting", "not before its time"
            assert scenes.line(message).tries == row.tries
            at = row.next_at
    assert len(waits) == len(rules.WAITS) and waits == sorted(waits)
    assert (row.state, row.why) == ("failed", "no answer")
    (task,) = scenes.lines_of("message failed")
    assert (task.agency_id, task.assignee_id) == (cast.agencies["library"].pk, cast.ana.id)
    with everything():
        assert Message.objects.get(pk=message.pk).state == "failed"


def fails(cast, **said):
    message = scenes.told(cast, **said)
    with everything():
        Delivery.objects.filter(pk=message.pk).update(tries=len(rules.WAITS))
    assert scenes.try_at(message, cast.at) == "failed"
    return message


def do(cast, name, verb, message, **said):
    with acting_as(cast.actors[name], now=cast.at) as by:
        row = Delivery.objects.get(pk=message.pk)
        return getattr(actions, verb)(delivery=row, by=by, at=cast.at, **said)


def test_sent_once_more_by_a_person_it_arrives(mailbox, settings):
    cast = casting.make_cast()
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    message = fails(cast)
    settings.EMAIL_PORT = port
    do(cast, "ana", "retry", message)
    assert scenes.lines_of("message failed") == []
    jobs.send(message.pk)
    assert scenes.line(message).state == "sent" and len(mailbox) == 1
    with pytest.raises(WrongState):
        do(cast, "ana", "retry", message)
    with everything():
        assert AuditEntry.objects.filter(verb="contact.retry", actor_id=cast.ana.id).count() == 1


def test_given_up_with_a_reason(no_server):
    cast = casting.make_cast()
    message = fails(cast)
    do(cast, "ana", "give_up", message, words="Told her  at the visit")
    row = scenes.line(message)
    assert (row.state, row.words) == ("given up", "Told her at the visit")
    assert scenes.lines_of("message failed") == []
    with everything(), pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=message.pk).update(words="")


@pytest.mark.parametrize("verb", ["retry", "give_up"])
@pytest.mark.parametrize("name", ["ben", "bea", "cruz", "cora", "dana", "sam", "eve", "rosa"])
def test_nobody_else_sees_to_it(verb, name, no_server):
    cast = casting.make_cast()
    message = fails(cast)
    said = {"words": "no"} if verb == "give_up" else {}
    with pytest.raises((Refused, Delivery.DoesNotExist)):
        do(cast, name, verb, message, **said)
    assert scenes.line(message).state == "failed"


def test_a_claim_holds_until_it_runs_out():
    cast = casting.make_cast()
    message = scenes.told(cast)

    def claim(at):
        with acting_as(clock(message.pk)) as by:
            return actions.claim(delivery=message.pk, by=by, at=at)

    first = claim(cast.at)
    assert claim(cast.at + timedelta(seconds=80)) is None
    with acting_as(clock(message.pk)):
        assert queries.forgotten(cast.at + timedelta(seconds=80)) == []
        assert queries.forgotten(cast.at + timedelta(seconds=91)) == [message.pk]
    second = claim(cast.at + timedelta(seconds=91))
    assert second.key == first.key and second.tries == 2, "the same message for the provider"


def test_a_late_no_of_an_old_claim_undoes_nothing_and_a_late_yes_counts():
    cast = casting.make_cast()
    message = scenes.told(cast)
    with acting_as(clock(message.pk)) as by:
        old = actions.claim(delivery=message.pk, by=by, at=cast.at)
        new = actions.claim(delivery=message.pk, by=by, at=cast.later(minutes=2))
        for parcel, answer, state in (
            (old, "permanent", "sending"),
            (old, "accepted", "sent"),
            (new, "temporary", "sent"),
        ):
            from kinwork.family.contact.parcels import Answer

            told = actions.settle_delivery(
                parcel=parcel, answer=Answer(answer, "busy"), by=by, at=cast.later(minutes=3)
            )
            assert told == state


def test_what_comes_too_late_is_not_sent(mailbox):
    cast = casting.make_cast()
    message = scenes.told(cast)
    with everything():
        Delivery.objects.filter(pk=message.pk).update(good_until=cast.later(hours=1))
    assert scenes.try_at(message, cast.later(hours=2)) == "failed"
    assert scenes.line(message).why == "too late" and len(mailbox) == 0


def test_whoever_follows_now_gets_the_task(no_server):
    """Between writing and failing Ana left the family to Cruz's agency."""
    cast = casting.make_cast()
    message = scenes.told(cast)
    with acting_as(cast.ana, now=cast.at):
        open_tie(
            community=cast.community,
            kind="team",
            agency=cast.agencies["library"],
            household=cast.household.pk,
            user=None,
            by=cast.ana,
            at=cast.at,
        )
        close_ties(work=cast.household.pk, by=cast.ana, at=cast.at)
    with everything():
        Delivery.objects.filter(pk=message.pk).update(tries=len(rules.WAITS))
    assert scenes.try_at(message, timezone.now()) == "failed"
    (task,) = scenes.lines_of("message failed")
    assert (task.agency_id, task.assignee_id) == (cast.agencies["library"].pk, None)


def test_the_sweeper_asks_again_for_what_was_lost(mailbox):
    cast = casting.make_cast()
    message = scenes.told(cast)
    with acting_as(clock(message.pk)):
        assert queries.forgotten(cast.later(minutes=4)) == []
        assert queries.forgotten(cast.later(minutes=6)) == [message.pk]
