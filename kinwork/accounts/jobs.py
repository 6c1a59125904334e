"""What accounts do later: sending mail."""

from email.mime.text import MIMEText
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from kinwork.accounts import actions
from kinwork.accounts.models import Mail
from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.jobs import job


def _dated(calendar: str) -> MIMEText:
    """The file as a part that says what it is for (RFC 6047): else a program shows it as a mere file."""
    part = MIMEText(calendar, "calendar", "utf-8")
    method = calendar.partition("METHOD:")[2].split("\r\n")[0]
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename="invitation.ics")
    return part


@job("accounts.send_mail")
def send_mail(mail_id: UUID) -> None:
    """Send one message over SMTP. An error leaves it queued: the worker tries again later.

    Its row stays locked while it is sent, so two workers do not send it twice.
    """
    with acting_as(clock(mail_id)) as by:
        mail = Mail.objects.select_for_update().filter(pk=mail_id, sent_at=None).first()
        if mail is None:
            return
        letter = EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to])
        if mail.calendar:
            letter.attach(_dated(mail.calendar))
        letter.send()
        actions.mail_sent(mail_id=mail.id, by=by, at=timezone.now())
