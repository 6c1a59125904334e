"""My desk: what is due today, what waits for me, what waits for others, what I put off."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.models import Community
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.next_door import LINES
from kinwork.family.referrals.queries import envelopes, followed_by_nobody
from kinwork.family.referrals.rules import SENT_AND_OPEN, WORK
from kinwork.family.referrals.words import WORK_WORDS
from kinwork.home import asked, desk_handed, tasks
from kinwork.home.desk_rows import dressed
from kinwork.home.desks import PAGE, lines, page_by
from kinwork.people.rights import WORKERS
from kinwork.trust.access.models import WorkItem
from kinwork.web.pages import page, roles

WAITS_FOR_OTHERS = tuple(
    state for state in SENT_AND_OPEN if WORK.get(state, ("",))[0] in ("receiver", "coordinator")
)
# Lines that are drawn elsewhere on the page.
NO_REFERRAL = (*tasks.KINDS, *asked.KINDS, *desk_handed.KINDS)
# part of the desk -> its heading; in the address as ?show=
PARTS = {
    "due": _("Due today"),
    "me": _("Waiting for me"),
    "others": _("Waiting for others"),
    "later": _("Put off"),
}
# what is to be done -> (words, kinds of lines); in the address as ?what=
WHAT = {
    "answer": (_("Answer"), ("answer", "answer overdue", "confirm the cancellation")),
    "contact": (_("Contact the family"), ("first contact", "first contact overdue", "decide")),
    "date": (_("Dates"), ("appointment", "new date", "no new date", "date not settled")),
    "wait": (
        _("Waiting lists"),
        ("confirm the wait", "wait not confirmed", "answer the offer", "offer taken"),
    ),
    "question": (
        _("Questions"),
        ("give information", "information overdue", "the family has not answered"),
    ),
    "send": (_("Send"), ("ask consent", "ask consent again", "send", "re-route", *LINES)),
    "record": (_("Record"), ("record the outcome", "service not looked at", "closed")),
}
SINCE = {"others": "state_since"}
FEW = 10  # of each part where all of them stand together; what is due today stands there whole
WHOSE = {"mine": _("Mine only"), "team": _("Nobody's yet")}


@page(action="home.desk", classes=("identity",), who=roles(*WORKERS))
def desk(request: HttpRequest) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    wanted = wanted_of(request)
    parts = _parts(actor, now, wanted)
    found = {
        name: page_by(
            parts[name],
            wanted["after"],
            since=SINCE.get(name, "opened_at"),
            size=PAGE if name in (wanted["show"], "due") else FEW,
        )
        for name in ([wanted["show"]] if wanted["show"] else PARTS)
    }
    told = {
        "parts": _drawn(found, actor, now),
        "wanted": wanted,
        "more": {name: bool(key) for name, (_rows, key) in found.items()},
        "next_key": found[wanted["show"]][1] if wanted["show"] else "",
        "first": not wanted["after"],
        "shows": list(PARTS.items()),
        "whats": [(key, words) for key, (words, _kinds) in WHAT.items()],
        "whose": list(WHOSE.items()),
        "tasks": tasks.tasks(actor, now),
        "answers": asked.answers(actor, now),
        "handed": desk_handed.handed(actor),
        "now": now,
    }
    return render(request, "home/desk.html", told)


def wanted_of(request: HttpRequest) -> dict[str, str]:
    """The filters of the address; what nobody offers is left out."""
    asked_for = request.GET
    show, what, whose = (asked_for.get(name, "") for name in ("show", "what", "whose"))
    show = show if show in PARTS else ""
    return {
        "show": show,
        "what": what if what in WHAT else "",
        "whose": whose if whose in WHOSE else "",
        "after": asked_for.get("after", "")[:120] if show else "",
    }


def _parts(actor: Actor, now: datetime, wanted: dict[str, str]) -> dict[str, QuerySet]:
    evening = _evening(Community.objects.get(pk=actor.community), now)
    mine = WorkItem.objects.filter(agency=actor.agency, closed_at=None)
    own = {"mine": Q(assignee=actor.id), "team": Q(assignee=None)}
    mine = mine.filter(own.get(wanted["whose"]) or (Q(assignee=actor.id) | Q(assignee=None)))
    kinds = WHAT[wanted["what"]][1] if wanted["what"] else ()
    mine = mine.filter(kind__in=kinds) if kinds else mine.exclude(kind__in=NO_REFERRAL)
    awake = mine.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now))
    return {
        "due": awake.filter(due_at__lt=evening),
        "me": awake.filter(Q(due_at__gte=evening) | Q(due_at=None)),
        "others": _others(actor, wanted["whose"], kinds, now),
        "later": mine.filter(snoozed_until__gt=now).select_related("snoozed_by"),
    }


def _others(actor: Actor, whose: str, kinds: tuple[str, ...], now: datetime) -> QuerySet[Referral]:
    """What this worker sent and somebody else has to move now; or what nobody here follows."""
    if whose == "team":
        return nobodys(actor, kinds, now)
    sent = Q(followed_by=actor.id) | Q(followed_by=None, sent_by=actor.id)
    ours = WorkItem.objects.filter(agency=actor.agency, assignee=actor.id, closed_at=None)
    return _out(actor, kinds).filter(sent).exclude(pk__in=ours.values("target"))


def nobodys(actor: Actor, kinds: tuple[str, ...], now: datetime) -> QuerySet[Referral]:
    """What this agency sent, somebody else has to move, and nobody who works here follows. What has
    a line of work here stands where that line does."""
    ours = WorkItem.objects.filter(agency=actor.agency, closed_at=None)
    found = followed_by_nobody(_out(actor, kinds), actor.agency, now)
    return found.exclude(pk__in=ours.values("target"))


def _out(actor: Actor, kinds: tuple[str, ...]) -> QuerySet[Referral]:
    states = [one for one in WAITS_FOR_OTHERS if not kinds or WORK[one][1] in kinds]
    return envelopes().filter(sender=actor.agency, ended_at=None, state__in=states)


def _drawn(found: dict[str, tuple[list, str]], actor: Actor, now: datetime) -> dict[str, list]:
    """The rows of all parts in one go. Two lines of work on one referral are one card: what has to
    be done first stands on it."""
    items: dict[Any, WorkItem] = {}
    places: dict[str, list[Any]] = {}
    for name, (rows, _key) in found.items():
        places[name] = []
        for one in rows:
            target = one.pk if isinstance(one, Referral) else one.target
            if target in items or any(target in some for some in places.values()):
                continue
            places[name].append(target)
            if isinstance(one, WorkItem):
                items[target] = one
    others = [one for one in found.get("others", ([], ""))[0] if one.pk not in items]
    rows = [*envelopes().filter(pk__in=list(items)), *others]
    todo = {target: WORK_WORDS.get(one.kind, one.kind) for target, one in items.items()}
    when = {target: one.due_at for target, one in items.items()}
    drawn = dressed(lines(rows, actor, _language(), todo=todo, due=when), actor, now, items=items)
    by_id = {one.row.pk: one for one in drawn}
    return {
        name: [by_id[target] for target in targets if target in by_id]
        for name, targets in places.items()
    }


def _evening(community: Community, now: datetime) -> datetime:
    """The end of today where the community is."""
    zone = ZoneInfo(community.time_zone)
    day = datetime.combine(today(community, now), datetime.min.time(), zone)
    return day + timedelta(days=1)


def _language() -> str:
    return (get_language() or "en")[:2]
