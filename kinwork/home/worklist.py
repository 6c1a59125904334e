"""The coordinator's worklist: envelopes that nobody moves in time, families without a next place, and
referrals whose receiver takes part no more. Parties, state and clocks, no content."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common.actor import Actor
from kinwork.common.rights import may
from kinwork.family.referrals import showing
from kinwork.family.referrals.actions.laying import REROUTE
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.next_door import DISPUTED, FIND, STILL_NONE
from kinwork.family.referrals.queries import envelopes
from kinwork.family.referrals.rules import OPEN
from kinwork.family.referrals.views import deed_url
from kinwork.family.referrals.words import VERB_WORDS, WORK_WORDS
from kinwork.home import asked, desk_handed
from kinwork.home.desks import PAGE, Line, lines, page_by
from kinwork.home.tasks import KINDS, tasks
from kinwork.home.team import DAYS, stuck_after
from kinwork.trust.access.models import WorkItem
from kinwork.web.pages import page, right

REVIEW = "review the decline"
PARTS = {
    "review": gettext_lazy("Declines to look at"),
    "door": gettext_lazy("No next place yet"),
    "reroute": gettext_lazy("To be sent another way"),
    "sender": gettext_lazy("Nobody here follows them any more"),
    "overdue": gettext_lazy("Overdue"),
    "stuck": gettext_lazy("Stuck"),
}
REVIEWS = ("uphold_decline", "return_decline", "end_search")
SINCE = {"door": "next_door_due"}
# A draft is nobody's to hurry yet; what waits for a family's yes has a clock.
MOVING = tuple(state for state in OPEN if state != "draft")
MOST = 500  # lines of work that are looked at for their words


@page(action="referrals.worklist", who=right("referrals.worklist"))
def worklist(request: HttpRequest) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    told_us = _told_us(actor)
    wanted = _wanted(request)
    parts = _parts(actor, wanted, told_us, now)
    found = {
        name: page_by(parts[name], wanted["after"], since=SINCE.get(name, "state_since"))
        for name in ([wanted["show"]] if wanted["show"] else PARTS)
    }
    disputes = [target for target, kind in told_us.items() if kind == DISPUTED]
    disputed = list(envelopes().filter(pk__in=disputes).order_by("-ended_at", "id")[:PAGE])
    rows = [row for some, _key in found.values() for row in some]
    todo = {target: WORK_WORDS.get(kind, kind) for target, kind in told_us.items()}
    due = {row.pk: row.next_door_due for row in (*rows, *disputed) if row.next_door_due}
    drawn = lines([*rows, *disputed], actor, _language(), todo=todo, due=due)
    drawn = {one.row.pk: _with_deeds(one, actor) for one in drawn}
    told = {
        "lists": [
            (name, PARTS[name], [drawn[row.pk] for row in some], bool(key))
            for name, (some, key) in found.items()
        ],
        "wanted": wanted,
        "next_key": found[wanted["show"]][1] if wanted["show"] else "",
        "first": not wanted["after"],
        "shows": list(PARTS.items()),
        "days": sorted({*DAYS, wanted["days"]}),
        "places": _places(actor),
        "tasks": tasks(actor, now),
        "disputes": [drawn[row.pk] for row in disputed],
        "now": now,
    }
    return render(request, "home/worklist.html", told)


def _told_us(actor: Actor) -> dict[UUID, str]:
    """What lies on the coordinator's desk: referral -> kind; a receiver that is gone comes first."""
    others = (*KINDS, *asked.KINDS, *desk_handed.KINDS)
    items = WorkItem.objects.filter(agency=actor.agency, closed_at=None).exclude(kind__in=others)
    pairs = list(items.order_by("opened_at", "id").values_list("target", "kind")[:MOST])
    pairs.sort(key=lambda one: one[1] == REROUTE)
    return dict(pairs)


def _wanted(request: HttpRequest) -> dict[str, Any]:
    show, days = request.GET.get("show", ""), request.GET.get("days", "")
    show = show if show in PARTS else ""
    return {
        "show": show,
        "days": int(days) if days in map(str, DAYS) else stuck_after(request.actor),
        "of": _id(request.GET.get("of", "")),
        "after": request.GET.get("after", "")[:120] if show else "",
    }


def _parts(
    actor: Actor, wanted: dict[str, Any], told_us: dict[UUID, str], now: datetime
) -> dict[str, QuerySet[Referral]]:
    found = envelopes().filter(community=actor.community, ended_at=None, state__in=MOVING)
    if wanted["of"]:
        found = found.filter(receiver=wanted["of"])
    stranded = [target for target, kind in told_us.items() if kind == REROUTE]
    reviewed = [target for target, kind in told_us.items() if kind == REVIEW]
    rest = found.exclude(pk__in=[*stranded, *reviewed])
    # Asked first, and alone: through the envelopes it would read every one of them for none.
    closed = list(Agency.objects.filter(active=False).values_list("id", flat=True))
    orphans = rest.filter(sender__in=closed)
    rest = rest.exclude(sender__in=closed)
    in_time = rest.filter(Q(due_at__gte=now) | Q(due_at=None))
    doors = [target for target, kind in told_us.items() if kind in (FIND, STILL_NONE)]
    ended = envelopes().filter(community=actor.community, next_door_due__isnull=False)
    if wanted["of"]:
        ended = ended.filter(receiver=wanted["of"])
    return {
        "review": found.filter(pk__in=reviewed),
        "door": ended.filter(pk__in=doors),
        "reroute": found.filter(pk__in=stranded),
        "sender": orphans,
        "overdue": rest.filter(due_at__lt=now),
        "stuck": in_time.filter(state_since__lt=now - timedelta(days=wanted["days"])),
    }


def _places(actor: Actor) -> list[Agency]:
    """Which receivers can be looked at alone: the agencies of this community, by name."""
    return list(Agency.objects.filter(communities=actor.community).order_by("name", "id")[:200])


def _with_deeds(line: Line, actor: Actor) -> Line:
    """What a coordinator may do with it, its next step first."""
    found = showing.verbs(line.row, actor)
    deeds = [(VERB_WORDS[verb][0], deed_url(line.row, verb)) for verb in found if verb in REVIEWS]
    if "reroute" in found:
        deeds.append((VERB_WORDS["reroute"][0], reverse("home:reroute", args=[line.row.pk])))
    if may(actor, "referrals.propose_next", line.row):
        deeds.insert(0, (_("Propose a place"), reverse("home:reroute", args=[line.row.pk])))
    return replace(line, deeds=deeds)


def _id(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None


def _language() -> str:
    return (get_language() or "en")[:2]
