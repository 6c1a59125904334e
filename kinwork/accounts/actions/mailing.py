"""Mail that accounts send: queued with the change that speaks of it."""

from datetime import datetime
from uuid import UUID

from kinwork.accounts.models import Mail
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.jobs import later


def queue_mail(
    *, to: str, subject: str, body: str, calendar: str = "", by: Actor, at: datetime
) -> Mail:
    """Send this as soon as the change that speaks of it is committed. calendar: a file of one event."""
    require(by)
    mail = Mail.objects.create(
        to=to, subject=subject[:255], body=body, calendar=calendar, queued_at=at
    )
    later("accounts.send_mail", mail.id)
    return mail


def mail_sent(*, mail_id: UUID, by: Actor, at: datetime) -> None:
    """It left: keep that it did, wipe its words and links."""
    require(by)
    Mail.objects.filter(pk=mail_id).update(sent_at=at, body="", calendar="")
