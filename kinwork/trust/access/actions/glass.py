"""Breaking the glass: a record opened in an emergency, for an hour, to be read and not written.

The database decides and holds the limits (sql/glass.sql). Owner and family are told at once by the
glass's own clock, and somebody from outside reviews it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kinwork.accounts.actions import queue_mail
from kinwork.accounts.models import Agency, AgencyCommunity, Membership
from kinwork.common import audit
from kinwork.common import community as place
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.consequences import follow
from kinwork.common.ids import new_id
from kinwork.common.jobs import later
from kinwork.common.models import Community
from kinwork.common.rights import Refused, check
from kinwork.people.rules import name_keys
from kinwork.trust.access import mails, rights
from kinwork.trust.access.actions.desks import close_work_items, open_work_item
from kinwork.trust.access.models import Glass
from kinwork.trust.access.rules import GLASS_REASONS, GLASS_REVIEW_DAYS, GLASS_VERDICTS, is_a_reason

OPENED, REVIEW, OVERDUE = "glass opened", "glass review", "glass review overdue"


class NoGlass(Exception):
    """Nothing is opened, for a reason that is the worker's own: clause, open, week or tries."""

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
    A try by name is written down and counted, whether it finds anybody or not. Raises NoGlass.
    """
    require(by)
    check(by, "access.break_glass")
    if reason not in GLASS_REASONS or not is_a_reason(words):
        raise ValueError("A glass is broken for one of the coded reasons, and in a sentence.")
    glass = new_id()
    keys = [] if household else name_keys(given) + name_keys(family)
    review_by = place.due(Community.objects.get(pk=by.community), at, GLASS_REVIEW_DAYS)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kw_break_glass(%s, %s, %s, %s, %s, %s, %s, %s)",
            [glass, new_id(), household, list(dict.fromkeys(keys)), born, reason, words, review_by],
        )
        answer = cursor.fetchone()[0]
    if not household and answer in ("done", "no"):
        audit.record("access.try_glass", by=by, at=at, outcome="done")
    if answer != "done":
        audit.record("access.break_glass", by=by, at=at, outcome="refused", why=answer)
        if answer == "no":
            return None
        raise NoGlass(answer)
    made = Glass.objects.get(pk=glass)
    audit.record("access.break_glass", made, by=by, at=at, reason=reason)
    _tell(made, at)
    return made


def _tell(glass: Glass, at: datetime) -> None:
    """Owner, reviewers and family, at once; as the glass's own clock, which sees no more than it."""
    with acting_as(clock(glass.pk, glass.community_id)) as by:
        said = {"community": glass.community_id, "target": glass.pk, "at": at}
        if glass.owner_id and glass.owner_id != glass.agency_id:
            open_work_item(agency=glass.owner_id, kind=OPENED, due_at=None, **said)
        _mail(glass, _supervisors(glass), mails.glass_opened, by, at)
        _told(glass, "owner")
        for agency in _reviewers(glass):
            open_work_item(agency=agency, kind=REVIEW, due_at=glass.review_due_at, **said)
        _mail(glass, _officers(glass), mails.glass_to_review, by, at)
        later("access.glass_overdue", glass.pk, at=glass.review_due_at)
        follow("access.break_glass", glass, by=by, at=at)
        _told(glass, "family")
    glass.refresh_from_db()


def _told(glass: Glass, whom: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_told_of_glass(%s, %s)", [glass.pk, whom])


def _mail(glass: Glass, people: Iterable[tuple[str, str]], words, by: Actor, at: datetime) -> None:
    for address, language in people:
        subject, body = words(glass, language)
        queue_mail(to=address, subject=subject, body=body, by=by, at=at)


def _supervisors(glass: Glass) -> list[tuple[str, str]]:
    """Of the agency that recorded the family, and of the one that opened it."""
    return _people("supervisor", {glass.owner_id, glass.agency_id}, glass)


def _reviewers(glass: Glass) -> list[UUID]:
    """The agencies that convene, but not the one that broke it; else the owner."""
    found = AgencyCommunity.objects.filter(community=glass.community_id, convenes=True)
    agencies = [one.agency_id for one in found.exclude(agency=glass.agency_id)]
    owner = glass.owner_id if glass.owner_id != glass.agency_id else None
    return agencies or ([owner] if owner else [])


def _officers(glass: Glass) -> list[tuple[str, str]]:
    return _people("privacy officer", set(_reviewers(glass)), glass)


def _people(role: str, agencies: set[UUID | None], glass: Glass) -> list[tuple[str, str]]:
    live = Membership.objects.filter(
        Q(ends=None) | Q(ends__gt=glass.opened_at), role=role, agency__in=agencies - {None}
    ).exclude(user=glass.user_id)
    live = live.filter(starts__lte=glass.opened_at, user__is_active=True)
    return sorted(set(live.values_list("user__email", "user__language")))


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
    """What somebody from outside found. The trail keeps each verdict, not the words."""
    require(by)
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


def glass_overdue(*, glass: Glass, by: Actor, at: datetime) -> None:
    """Nobody reviewed it in time: a line on the convening agency's worklist, and its officers hear
    of it again. Running it twice lays no second line."""
    require(by)
    if glass.reviewed_at or glass.review_due_at > at:
        return
    said = {"community": glass.community_id, "target": glass.pk, "at": at}
    for agency in {one.pk for one in Agency.objects.filter(pk__in=_reviewers(glass))}:
        open_work_item(agency=agency, kind=OVERDUE, due_at=glass.review_due_at, **said)
    _mail(glass, _officers(glass), mails.glass_to_review, by, at)
    audit.record("access.glass_overdue", glass, by=by, at=at)
