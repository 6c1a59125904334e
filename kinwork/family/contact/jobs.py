"""What contact does later: one neutral line by mail, if the address is still safe."""

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext, override

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.jobs import job
from kinwork.family.contact import actions, queries
from kinwork.family.contact.models import Message
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent import links
from kinwork.trust.consent.models import ConsentAsk


@job("contact.send")
def send(message_id: UUID) -> None:
    """Send one notice over SMTP. Its row stays locked meanwhile; a second delivery finds it sent."""
    with acting_as(clock(message_id)) as by:
        message = Message.objects.select_for_update().filter(pk=message_id, state="waiting").first()
        if message is None:
            return
        if not actions.still_safe(message):
            actions.settle(message=message, state="not safe", by=by, at=timezone.now())
            return
        subject, body = neutral(message.language)
        EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [message.address]).send()
        actions.settle(message=message, state="sent", by=by, at=timezone.now())


@job("contact.send_ask")
def send_ask(ask_id: UUID) -> None:
    """Send the link of one question to the caregiver's own safe address, looked up now. Without one
    nothing leaves, and the worker who asked hears of it."""
    with acting_as(clock(ask_id)) as by:
        waiting = ConsentAsk.objects.filter(sent_at=None, answered_at=None, ended_at=None)
        ask = waiting.select_for_update().filter(pk=ask_id).first()
        if ask is None:
            return
        with acting_as(clock(ask.household_id, ask.community_id)):
            point = queries.safe_email_of(ask.household_id, ask.person_id)
        if point is None:
            consents.close_ask(ask=ask, by=by, at=timezone.now())
            return
        subject, body = question(ask.language, links.address(ask.pk))
        EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [point.value]).send()
        consents.mark_sent(ask=ask, by=by, at=timezone.now())


def question(language: str, link: str) -> tuple[str, str]:
    """Subject and body of a link: it names nobody, and no kind of help."""
    with override(language):
        subject = gettext("There is something for you to read")
        body = gettext("Please read it and answer. This opens for three days:")
        end = gettext("If you did not expect this, you can delete it.")
        return subject, f"{body}\n\n{link}\n\n{end}\n"


def neutral(language: str) -> tuple[str, str]:
    """Subject and body: no name, no service, no organization; whoever reads it learns nothing."""
    with override(language):
        subject = gettext("There is news on your page")
        body = gettext("There is something new for you. You can read it here:")
        end = gettext("If you did not expect this, you can delete it.")
        return subject, f"{body}\n\n{settings.SITE_ADDRESS.rstrip('/')}/ours/\n\n{end}\n"
