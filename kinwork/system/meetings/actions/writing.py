"""Minutes are corrected with a reason while nobody approved them, and published for whom the charter says."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.actions.mailing import queue_mail
from kinwork.common.actor import Actor
from kinwork.system.meetings import letters, queries, rules, words
from kinwork.system.meetings.actions.shared import again, changed, kept, refused, said
from kinwork.system.meetings.models import Correction, Minutes


@transaction.atomic
def correct(*, minutes: Minutes, text: str, why: str, by: Actor, at: datetime) -> Minutes:
    """Another text, and why; what stood there before is kept. What was written is never changed for
    contradicting itself: rules.other_days only says that it does."""
    verb = "correct"
    row = again(verb, minutes, by)
    if row.state != rules.MINUTES.first:
        raise refused(verb, words.APPROVED)
    text = said(verb, text.replace("\r\n", "\n"))
    if text == row.text.strip():
        return row
    Correction.objects.create(
        partnership=row.partnership, minutes=row, before=row.text, why=said(verb, why), made_at=at
    )
    changed(row, text=text)
    kept(verb, row.partnership, by, at, minutes=str(row.pk))
    return row


@transaction.atomic
def publish(*, minutes: Minutes, by: Actor, at: datetime) -> Minutes:
    """They go to every seat; to everybody, where the charter says so, once they are approved."""
    verb = "publish"
    row = again(verb, minutes, by)
    whom = queries.said_by_charter(row.partnership)["minutes_for"]
    readers = whom if row.state == "approved" else "members"
    if row.readers in (readers, "everybody"):
        raise refused(verb, _("They are published already."))
    if not row.readers:
        for email, language in queries.written_to(row.partnership, at):
            subject, body, _file = letters.minutes(row, at, language)
            queue_mail(to=email, subject=subject, body=body, by=by, at=at)
    changed(row, readers=readers, published_at=row.published_at or at)
    kept(verb, row.partnership, by, at, minutes=str(row.pk), readers=readers)
    return row
