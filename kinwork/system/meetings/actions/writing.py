"""Minutes are corrected with a reason while nobody approved them, and published for whom the charter says."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.actions.mailing import queue_mail
from kinwork.common.actor import Actor
from kinwork.system.meetings import letters, queries, rules, words
from kinwork.system.meetings.actions.shared import again, changed, kept, refused, said
from kinwork.system.meetings.models import Correction, Minutes
from kinwork.system.partnerships.rules import EVERYBODY_READS, MEMBERS_READ


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
    _corrected(row, text, said(verb, why), at)
    kept(verb, row.partnership, by, at, minutes=str(row.pk))
    return row


@transaction.atomic
def publish(*, minutes: Minutes, full_names: bool = False, by: Actor, at: datetime) -> Minutes:
    """They go to every seat; to everybody, where the charter says so, once they are approved. Names of
    residents and caregivers that still stand in full, perhaps of a time when only members read along,
    become initials then, unless they agreed to `full_names`; what stood there is kept for members."""
    verb = "publish"
    row = again(verb, minutes, by)
    whom = queries.said_by_charter(row.partnership)["minutes_for"]
    readers = whom if row.state == "approved" else MEMBERS_READ
    if row.readers in (readers, EVERYBODY_READS):
        raise refused(verb, _("They are published already."))
    if not row.readers:
        for email, language in queries.written_to(row.partnership, at):
            subject, body, _file = letters.minutes(row, at, language)
            queue_mail(to=email, subject=subject, body=body, by=by, at=at)
    text = row.text
    if readers == EVERYBODY_READS and not full_names:
        text = rules.with_initials(text, queries.family_names(row.meeting))
    if text != row.text:
        why = _("Residents and caregivers stand with their initials, for everybody reads this now.")
        _corrected(row, text, why, at)
    changed(row, readers=readers, published_at=row.published_at or at)
    told = {"readers": readers, "full_names": full_names}
    kept(verb, row.partnership, by, at, minutes=str(row.pk), **told)
    return row


def _corrected(row: Minutes, text: str, why: str, at: datetime) -> None:
    Correction.objects.create(
        partnership=row.partnership, minutes=row, before=row.text, why=why, made_at=at
    )
    changed(row, text=text)
