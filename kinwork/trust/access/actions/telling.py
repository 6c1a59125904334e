"""Who hears of a broken glass: owner, reviewers and family; again when nobody reviewed it in time.

By a job that is asked for in the transaction that breaks it: nothing is opened without it, and a try
that opens nothing asks for the same, so that neither takes longer.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kinwork.accounts.actions import queue_mail
from kinwork.accounts.models import AgencyCommunity, Membership
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.consequences import follow
from kinwork.common.jobs import later
from kinwork.trust.access import mails
from kinwork.trust.access.actions.desks import open_work_item
from kinwork.trust.access.models import Glass

OPENED, REVIEW, OVERDUE = "glass opened", "glass review", "glass review overdue"


def tell_glass(*, glass: Glass, by: Actor, at: datetime) -> Glass:
    """Owner, reviewers and family, as the glass's own clock, which sees no more than it. What is
    unusual about it is marked first. Told once, however often it runs."""
    require(by)
    if glass.family_told_at is not None:
        return glass
    marks = _ask("SELECT kw_mark_glass(%s)", glass.pk)
    said = {"community": glass.community_id, "target": glass.pk, "at": at}
    if glass.owner_id and glass.owner_id != glass.agency_id:
        open_work_item(agency=glass.owner_id, kind=OPENED, due_at=None, **said)
    _mail(_supervisors(glass), mails.glass_opened, glass, by, at)
    _ask("SELECT kw_told_of_glass(%s, %s)", glass.pk, "owner")
    for agency in reviewers(glass):
        open_work_item(agency=agency, kind=REVIEW, due_at=glass.review_due_at, **said)
    _mail(_officers(glass), mails.glass_to_review, glass, by, at)
    later("access.glass_overdue", glass.pk, at=glass.review_due_at)
    follow("access.break_glass", glass, by=by, at=at)
    _ask("SELECT kw_told_of_glass(%s, %s)", glass.pk, "family")
    audit.record("access.tell_glass", glass, by=by, at=at, marks=marks or [])
    glass.refresh_from_db()
    return glass


def glass_overdue(*, glass: Glass, by: Actor, at: datetime) -> None:
    """Nobody reviewed it in time: a line on the convening agency's worklist, and its officers hear
    of it again. Running it twice lays no second line."""
    require(by)
    if glass.reviewed_at or glass.review_due_at > at:
        return
    said = {"community": glass.community_id, "target": glass.pk, "at": at}
    for agency in reviewers(glass):
        open_work_item(agency=agency, kind=OVERDUE, due_at=glass.review_due_at, **said)
    _mail(_officers(glass), mails.glass_to_review, glass, by, at)
    audit.record("access.glass_overdue", glass, by=by, at=at)


def reviewers(glass: Glass) -> list[UUID]:
    """The agencies that convene, but not the one that broke it; else the owner."""
    owner = glass.owner_id if glass.owner_id != glass.agency_id else None
    return conveners(glass.community_id, glass.agency_id) or ([owner] if owner else [])


def conveners(community: UUID, but_not: UUID) -> list[UUID]:
    found = AgencyCommunity.objects.filter(community=community, convenes=True)
    return [one.agency_id for one in found.exclude(agency=but_not)]


def _supervisors(glass: Glass) -> list[tuple[str, str]]:
    """Of the agency that recorded the family, and of the one that opened it."""
    told = {glass.owner_id, glass.agency_id}
    return people("supervisor", told, glass.opened_at, but_not=glass.user_id)


def _officers(glass: Glass) -> list[tuple[str, str]]:
    told = set(reviewers(glass))
    return people("privacy officer", told, glass.opened_at, but_not=glass.user_id)


def people(
    role: str, agencies: set[UUID | None], at: datetime, *, but_not: UUID
) -> list[tuple[str, str]]:
    """Address and language of those in `role` at `agencies`, but not of the one whom it is about."""
    live = Membership.objects.filter(
        Q(ends=None) | Q(ends__gt=at), role=role, agency__in=agencies - {None}
    ).exclude(user=but_not)
    live = live.filter(starts__lte=at, user__is_active=True)
    return sorted(set(live.values_list("user__email", "user__language")))


def _mail(to: Iterable[tuple[str, str]], words, glass: Glass, by: Actor, at: datetime) -> None:
    for address, language in to:
        subject, body = words(glass, language)
        queue_mail(to=address, subject=subject, body=body, by=by, at=at)


def _ask(sql: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]
