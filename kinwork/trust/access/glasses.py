"""Reads about broken glasses; row-level security lets through what the reader answers for."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from kinwork.accounts.models import Agency, User
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.models import AuditEntry
from kinwork.common.rights import may
from kinwork.trust.access.models import Glass, WorkItem
from kinwork.trust.access.rules import GLASS_ROLES
from kinwork.trust.access.words import (
    ALARM_WORDS,
    MARK_WORDS,
    REASON_TO_FAMILY,
    REASON_WORDS,
    TONES,
    VERDICT_WORDS,
)


@dataclass(frozen=True)
class Line:
    """One opening, as pages show it."""

    row: Glass
    reason: Any
    tone: str
    state: Any
    is_mine: bool
    is_open: bool
    is_late: bool
    marks: list[Any] = field(default_factory=list)


@dataclass
class Alarm:
    """What one worker tried in the last 30 days that was refused: words and how often."""

    worker: UUID
    name: str
    agency: str
    last: datetime
    tried: list[tuple[Any, int]]
    is_open: bool


def known() -> QuerySet[Glass]:
    return Glass.objects.select_related("user", "agency", "owner", "report", "reviewed_by")


def page_of(after: str, size: int) -> tuple[list[Glass], bool]:
    """Those that wait for a review first, the newest on top; and whether there are more."""
    found = known().order_by("-opened_at", "-id")
    try:
        last = Glass.objects.filter(pk=UUID(after)).first() if after else None
    except ValueError:
        last = None
    if last:
        same = Q(opened_at=last.opened_at, id__lt=last.pk)
        found = found.filter(Q(opened_at__lt=last.opened_at) | same)
    rows = list(found[: size + 1])
    return rows[:size], len(rows) > size


def line(row: Glass, actor: Actor, now: datetime) -> Line:
    return Line(
        row=row,
        reason=REASON_WORDS[row.reason],
        tone=TONES[row.verdict],
        state=VERDICT_WORDS.get(row.verdict),
        is_mine=row.user_id == actor.id,
        is_open=row.closed_at is None and row.ends_at > now,
        is_late=row.reviewed_at is None and row.review_due_at < now,
        marks=[MARK_WORDS[one] for one in row.marks] if may(actor, "access.read_alarm") else [],
    )


def reviews(row: Glass) -> bool:
    """May whoever acts review this one?"""
    with connection.cursor() as cursor:
        told = [row.agency_id, row.owner_id, row.community_id]
        cursor.execute("SELECT kw_reviews_glass(%s, %s, %s)", told)
        return bool(cursor.fetchone()[0])


def alarms(actor: Actor, now: datetime) -> list[Alarm]:
    """For a privacy officer: refused tries of those they answer for, the newest first. Row-level
    security lets through no others."""
    found = AuditEntry.objects.filter(
        verb__in=("access.break_glass", "access.review_glass"),
        outcome="refused",
        at__gt=now - timedelta(days=30),
        details__why__in=list(ALARM_WORDS),
    )
    tried: dict[tuple[UUID, UUID], list[AuditEntry]] = {}
    for entry in found.exclude(actor_id=actor.id).order_by("-at")[:500]:
        tried.setdefault((entry.actor_id, entry.hat), []).append(entry)
    users = User.objects.in_bulk([worker for worker, _hat in tried])
    agencies = Agency.objects.in_bulk([hat for _worker, hat in tried])
    desk = WorkItem.objects.filter(agency=actor.agency, kind="glass alarm", closed_at=None)
    waiting = set(desk.values_list("target", flat=True)[:500])
    return [
        Alarm(
            worker=worker,
            name=users[worker].name if worker in users else "",
            agency=agencies[hat].name if hat in agencies else "",
            last=entries[0].at,
            tried=_counted(entries),
            is_open=worker in waiting,
        )
        for (worker, hat), entries in tried.items()
    ]


def _counted(entries: list[AuditEntry]) -> list[tuple[Any, int]]:
    whys = [entry.details["why"] for entry in entries]
    return [(words, whys.count(why)) for why, words in ALARM_WORDS.items() if why in whys]


def lies_on_desk(row: Glass, agency: UUID) -> bool:
    items = WorkItem.objects.filter(target=row.pk, agency=agency, kind="glass opened")
    return items.filter(closed_at=None).exists()


def of_household(household: UUID) -> list[tuple[Glass, Any]]:
    """For the family: each opening and its reason in plain words, the newest first."""
    found = Glass.objects.filter(household=household).select_related("agency")
    return [(one, REASON_TO_FAMILY[one.reason]) for one in found.order_by("-opened_at")[:20]]


def open_now(actor: Actor, now: datetime) -> Glass | None:
    """The record that this worker has open in an emergency; there is never more than one."""
    if not actor.is_staff or actor.role not in GLASS_ROLES:
        return None
    found = Glass.objects.filter(user=actor.id, agency=actor.agency, closed_at=None)
    return found.filter(ends_at__gt=now).first()


def band(request: HttpRequest) -> dict[str, Any]:
    """For every page: the open record, with the whole minutes that are left."""
    from django.utils import timezone
    from django.utils.functional import SimpleLazyObject

    def found() -> dict[str, Any]:
        now = timezone.now()
        glass = open_now(getattr(request, "actor", VISITOR), now)
        if glass is None:
            return {}
        return {
            "glass": glass,
            "minutes": max(1, -int(-(glass.ends_at - now).total_seconds() // 60)),
        }

    return {"open_glass": SimpleLazyObject(found)}
