"""Alarms: what somebody tried with a glass that a privacy officer should know, though nothing opened.

A line on the officer's desk, one a worker, and a letter; what was tried stands in the trail and on the
page of emergencies. It never says of which family.
"""

from datetime import datetime, timedelta
from uuid import UUID

from kinwork.accounts.actions import queue_mail
from kinwork.common import audit
from kinwork.common import community as place
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.models import AuditEntry, Community
from kinwork.common.rights import check
from kinwork.trust.access import mails
from kinwork.trust.access.actions.desks import close_work_items, open_work_item
from kinwork.trust.access.actions.telling import conveners, people
from kinwork.trust.access.rules import GLASS_REVIEW_DAYS, sounds

ALARM = "glass alarm"


def sound(by: Actor, at: datetime, why: str) -> bool:
    """After a refusal was written down: does it sound? The first of a limit, the third without a
    reason, and every tenth of the day. True when it did."""
    verbs = ("access.break_glass", "access.review_glass")
    today = AuditEntry.objects.filter(actor_id=by.id, verb__in=verbs, outcome="refused")
    times = today.filter(at__gt=at - timedelta(days=1), details__why=why).count()
    if not sounds(why, times):
        return False
    agencies = conveners(by.community, by.agency) or [by.agency]
    due = place.due(Community.objects.get(pk=by.community), at, GLASS_REVIEW_DAYS)
    with acting_as(clock(by.id, by.community)) as itself:
        for agency in agencies:
            open_work_item(
                agency=agency, community=by.community, kind=ALARM, target=by.id, due_at=due, at=at
            )
        for address, language in people("privacy officer", set(agencies), at, but_not=by.id):
            subject, body = mails.glass_alarm(language)
            queue_mail(to=address, subject=subject, body=body, by=itself, at=at)
        audit.record("access.sound_alarm", by=itself, at=at, why=why, times=times)
    return True


def read_alarm(*, worker: UUID, by: Actor, at: datetime) -> None:
    """A privacy officer has looked at what this worker tried: the line leaves the desk."""
    require(by)
    check(by, "access.read_alarm")
    close_work_items(target=worker, kind=ALARM, at=at)
    audit.record("access.read_alarm", by=by, at=at, of=str(worker))
