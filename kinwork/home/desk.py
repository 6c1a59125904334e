"""My desk: what is due today, what waits for me, what waits for others."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from kinwork.common.community import today
from kinwork.common.models import Community
from kinwork.family.referrals.queries import envelopes
from kinwork.family.referrals.rules import SENT_AND_OPEN, WORK
from kinwork.family.referrals.words import WORK_WORDS
from kinwork.home.asked import answers
from kinwork.home.desks import PAGE, lines
from kinwork.home.tasks import KINDS, tasks
from kinwork.people.rights import WORKERS
from kinwork.trust.access.models import WorkItem
from kinwork.web.pages import page, roles

WAITS_FOR_OTHERS = tuple(
    state for state in SENT_AND_OPEN if WORK.get(state, ("",))[0] == "receiver"
)


@page(action="home.desk", classes=("identity",), who=roles(*WORKERS))
def desk(request: HttpRequest) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    evening = _evening(Community.objects.get(pk=actor.community), now)
    mine = WorkItem.objects.filter(agency=actor.agency, closed_at=None).exclude(kind__in=KINDS)
    mine = mine.filter(Q(assignee=actor.id) | Q(assignee=None)).order_by("due_at", "opened_at")
    items = list(mine[: 2 * PAGE])
    more = len(items) == 2 * PAGE
    # Two lines of work on one referral are one card: what has to be done first stands on it.
    items = list({one.target: one for one in reversed(items)}.values())[::-1]
    due = [one for one in items if one.due_at and one.due_at <= evening]
    rest = [one for one in items if one not in due]
    others = (
        envelopes()
        .filter(sender=actor.agency, state__in=WAITS_FOR_OTHERS)
        .exclude(pk__in=[one.target for one in items])
        .order_by("due_at", "id")[:PAGE]
    )
    rows = {one.pk: one for one in envelopes().filter(pk__in=[one.target for one in items])}
    todo = {one.target: WORK_WORDS.get(one.kind, one.kind) for one in items}
    when = {one.target: one.due_at for one in items}
    ours = [*rows.values(), *others]
    drawn = {one.row.pk: one for one in lines(ours, actor, _language(), todo=todo, due=when)}
    told: dict[str, Any] = {
        "due": [drawn[one.target] for one in due if one.target in drawn],
        "waiting": [drawn[one.target] for one in rest if one.target in drawn],
        "others": [drawn[one.pk] for one in others],
        "more": more,
        "tasks": tasks(actor, now),
        "answers": answers(actor, now),
        "now": now,
    }
    return render(request, "home/desk.html", told)


def _evening(community: Community, now: datetime) -> datetime:
    """The end of today where the community is."""
    zone = ZoneInfo(community.time_zone)
    day = datetime.combine(today(community, now), datetime.min.time(), zone)
    return day + timedelta(days=1)


def _language() -> str:
    return (get_language() or "en")[:2]
