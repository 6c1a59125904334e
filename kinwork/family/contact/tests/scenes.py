"""What tests of messages begin with: a family, its ways, a gateway that sends nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from kinwork.common.acting import acting_as
from kinwork.config.sms_sink import Phone, sms_sink
from kinwork.family.contact import actions, jobs, providers
from kinwork.family.contact.models import ContactPoint, Delivery, Message
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.seeing import everything

KEYS = {"key": "our-key", "signing_key": "a-signing-key-for-tests-of-texts"}
NUMBER = "520-555-0177"


@contextmanager
def gateway(folder, settings, calls: str = "") -> Iterator[Phone]:
    """A real server on this machine; the site's settings lead there."""
    with sms_sink(folder, calls=calls, **KEYS) as (address, phone):
        settings.SMS_URL, settings.SMS_KEY = address, KEYS["key"]
        settings.SMS_SIGNING_KEY, settings.SMS_FROM = KEYS["signing_key"], "520-555-0100"
        yield phone


def reach(cast, channel: str = "text", value: str = NUMBER, **said) -> ContactPoint:
    """Rosa's other ways end; this one is hers from now on."""
    with acting_as(cast.ana, now=cast.at):
        for old in ContactPoint.objects.filter(ended_at=None):
            actions.end_contact(point=old, by=cast.ana, at=cast.at)
        return actions.record_contact(
            household=cast.household,
            channel=channel,
            value=value,
            is_preferred=True,
            recorded_by=cast.agencies["library"],
            by=cast.ana,
            at=cast.at,
            **said,
        )


def told(cast, **said) -> Message:
    """A referral was sent: Rosa has one message."""
    referral = casting.sent(cast, **said)
    with everything():
        return Message.objects.get(about=referral.pk)


def line(message: Message) -> Delivery:
    with everything():
        return Delivery.objects.get(pk=message.pk)


def try_at(message: Message, at: datetime) -> str:
    """The job, with this clock; the state afterwards."""
    with acting_as(jobs.clock(message.pk)) as by:
        parcel = actions.claim(delivery=message.pk, by=by, at=at)
    if parcel is not None:
        answer = providers.send(parcel)
        with acting_as(jobs.clock(message.pk)) as by:
            actions.settle_delivery(parcel=parcel, answer=answer, by=by, at=at)
    return line(message).state


def lines_of(kind: str) -> list[WorkItem]:
    with everything():
        return list(WorkItem.objects.filter(kind=kind, closed_at=None))
