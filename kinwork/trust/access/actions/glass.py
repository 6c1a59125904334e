"""Breaking the glass: a record opened in an emergency, for an hour, to be read and not written.

The database decides and holds the limits (sql/glass.sql). Owner, reviewers and family are told by the
glass's own clock (telling.py), and somebody from outside reviews it.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import connection

from kinwork.common import audit
from kinwork.common import community as place
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.ids import new_id
from kinwork.common.jobs import later
from kinwork.common.models import Community
from kinwork.common.rights import Refused, check
from kinwork.people.rules import name_keys
from kinwork.trust.access import rights
from kinwork.trust.access.actions.alarms import sound
from kinwork.trust.access.actions.desks import close_work_items
from kinwork.trust.access.actions.telling import OPENED, OVERDUE, REVIEW
from kinwork.trust.access.models import Glass
from kinwork.trust.access.rules import GLASS_REASONS, GLASS_REVIEW_DAYS, GLASS_VERDICTS, is_a_reason

OWN = "own review"


class NoGlass(Exception):
    """Nothing is opened, for a reason that is the worker's own: clause, open, week, tries, or no
    reason at all."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


def break_glass(
    *,
    reason: str,
    words: str,
    household: UUID | None = None,
    given: str = "",
    family: str = "",
    born: date | None = None,
    by: Actor,
    at: datetime,
) -> Glass | None:
    """Open a family's record for an hour, to read it; None whatever the reason with the family.

    `household`: of an envelope that `by` sees; else the exact name and birth date of somebody in it.
    A try by name is written down and counted, whether it finds anybody or not, and asks the database
    the same questions. Raises NoGlass.
    """
    require(by)
    check(by, "access.break_glass")
    if reason not in GLASS_REASONS:
        raise ValueError(f"{reason!r} is no reason")
    if not is_a_reason(words):
        raise refused(by, at, "no reason")
    glass = new_id()
    keys = [] if household else name_keys(given) + name_keys(family)
    review_by = place.due(Community.objects.get(pk=by.community), at, GLASS_REVIEW_DAYS)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kw_break_glass(%s, %s, %s, %s, %s, %s, %s, %s)",
            [glass, new_id(), household, list(dict.fromkeys(keys)), born, reason, words, review_by],
        )
        answer = cursor.fetchone()[0]
    if answer not in ("done", "no"):
        raise refused(by, at, answer)
    if not household:
        audit.record("access.try_glass", by=by, at=at, outcome="done")
    made = Glass.objects.filter(pk=glass).first()
    done = {"reason": reason} if made else {"outcome": "refused", "why": answer}
    audit.record("access.break_glass", made, by=by, at=at, **done)
    later("access.tell_glass", glass)
    return made


def refused(by: Actor, at: datetime, why: str) -> NoGlass:
    """Written down, and the alarm sounds where it is one; what to raise."""
    audit.record("access.break_glass", by=by, at=at, outcome="refused", why=why)
    sound(by, at, why)
    return NoGlass(why)


def close_glass(*, glass: Glass, by: Actor, at: datetime) -> Glass:
    """Done before the hour is over: it shows nothing more from now on."""
    require(by)
    check(by, "access.close_glass", glass)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_close_glass(%s)", [glass.pk])
        if cursor.fetchone()[0]:
            audit.record("access.close_glass", glass, by=by, at=at)
    glass.refresh_from_db()
    return glass


def review_glass(*, glass: Glass, verdict: str, words: str, by: Actor, at: datetime) -> Glass:
    """What somebody from outside found. The trail keeps each verdict, not the words. Whoever tries to
    review their own opening, under whatever hat, sounds an alarm: NoGlass."""
    require(by)
    if glass.user_id == by.id:
        audit.record("access.review_glass", glass, by=by, at=at, outcome="refused", why=OWN)
        sound(by, at, OWN)
        raise NoGlass(OWN)
    check(by, "access.review_glass", glass)
    if verdict not in GLASS_VERDICTS:
        raise ValueError(f"{verdict!r} is no verdict")
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_review_glass(%s, %s, %s)", [glass.pk, verdict, words])
        if not cursor.fetchone()[0]:
            raise Refused("access.review_glass", rights.is_from_outside.__doc__ or "")
    audit.record("access.review_glass", glass, by=by, at=at, verdict=verdict)
    with acting_as(clock(glass.pk, glass.community_id)):
        close_work_items(target=glass.pk, kind=REVIEW, at=at)
        close_work_items(target=glass.pk, kind=OVERDUE, at=at)
    glass.refresh_from_db()
    return glass


def read_glass(*, glass: Glass, by: Actor, at: datetime) -> None:
    """The agency that recorded the family has read that it was opened: the line leaves its desk."""
    require(by)
    check(by, "access.glasses")
    close_work_items(target=glass.pk, kind=OPENED, at=at)
    audit.record("access.read_glass", glass, by=by, at=at)
