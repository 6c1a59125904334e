"""The supervisor's team page: overdue, nobody's, sent and followed by nobody, stuck, put off; by worker,
by clock."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kinwork.accounts.models import User
from kinwork.accounts.queries import staff
from kinwork.common.actor import Actor
from kinwork.common.community import setting
from kinwork.common.models import Community
from kinwork.common.rights import Refused, check
from kinwork.family.referrals import actions
from kinwork.family.referrals.actions.handing import hat_of
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.queries import envelopes
from kinwork.family.referrals.words import WORK_WORDS
from kinwork.home import asked, desk_handed
from kinwork.home.desk import SINCE, nobodys
from kinwork.home.desk_rows import dressed
from kinwork.home.desks import PAGE, Line, lines, page_by
from kinwork.home.tasks import KINDS, tasks
from kinwork.trust.access.models import WorkItem
from kinwork.web.pages import page, right, roles

DAYS = (3, 7, 14, 30)  # without a move
NOBODY = "nobody"
FEW = 10  # of each part where all of them stand together
PARTS = {
    "overdue": gettext_lazy("Overdue"),
    "unassigned": gettext_lazy("Nobody looks after it"),
    "others": gettext_lazy("Waiting for others, and nobody here follows it"),
    "stuck": gettext_lazy("Stuck"),
    "later": gettext_lazy("Put off"),
}
MANY = [("assign", gettext_lazy("Give to somebody"))]


@page(action="home.team", classes=("identity",), who=roles("supervisor"))
def team(request: HttpRequest) -> HttpResponse:
    """Each referral once, in the first part that it belongs to. Lines of work first; of the
    referrals only those that are shown are read."""
    actor, now = request.actor, timezone.now()
    people = people_of(actor, now)
    wanted = _wanted(request, people)
    parts = _parts(actor, wanted, now)
    found = {
        name: page_by(
            parts[name],
            wanted["after"],
            since=SINCE.get(name, "opened_at"),
            size=PAGE if wanted["show"] else FEW,
        )
        for name in ([wanted["show"]] if wanted["show"] else PARTS)
    }
    drawn = _drawn({name: rows for name, (rows, _key) in found.items()}, actor, now)
    told = {
        "lists": [
            (name, PARTS[name], drawn[name], bool(key)) for name, (_rows, key) in found.items()
        ],
        "any": any(drawn.values()),
        "wanted": wanted,
        "next_key": found[wanted["show"]][1] if wanted["show"] else "",
        "first": not wanted["after"],
        "shows": list(PARTS.items()),
        "days": sorted({*DAYS, wanted["days"]}),
        "people": people,
        "load": load_of(actor, people, now),
        "deeds": MANY,
        "tasks": tasks(actor, now),
        "now": now,
    }
    return render(request, "home/team.html", told)


def stuck_after(actor: Actor) -> int:
    """After how many days without a step something counts as stuck, where nobody chose."""
    return setting(Community.objects.filter(pk=actor.community).first(), "stuck_days")


def _wanted(request: HttpRequest, people: list[User]) -> dict[str, Any]:
    show, days = request.GET.get("show", ""), request.GET.get("days", "")
    who = request.GET.get("who", "")
    known = {str(one.pk) for one in people} | {NOBODY}
    show = show if show in PARTS else ""
    return {
        "show": show,
        "days": int(days) if days in map(str, DAYS) else stuck_after(request.actor),
        "who": who if who in known else "",
        "after": request.GET.get("after", "")[:120] if show else "",
    }


def _parts(actor: Actor, wanted: dict[str, Any], now: datetime) -> dict[str, QuerySet]:
    others = (*KINDS, *asked.KINDS, *desk_handed.KINDS)
    items = WorkItem.objects.filter(agency=actor.agency, closed_at=None).exclude(kind__in=others)
    if wanted["who"]:
        items = items.filter(assignee=None if wanted["who"] == NOBODY else wanted["who"])
    awake = items.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now))
    in_time = awake.filter(Q(due_at__gte=now) | Q(due_at=None))
    out = nobodys(actor, (), now)
    stuck = in_time.filter(opened_at__lt=now - timedelta(days=wanted["days"]))
    return {
        "overdue": awake.filter(due_at__lt=now),
        "unassigned": in_time.filter(assignee=None),
        "others": out if wanted["who"] in ("", NOBODY) else out.none(),
        "stuck": stuck.filter(assignee__isnull=False),
        "later": items.filter(snoozed_until__gt=now).select_related("snoozed_by"),
    }


def _drawn(
    found: dict[str, list[WorkItem | Referral]], actor: Actor, now: datetime
) -> dict[str, list[Line]]:
    items: dict[UUID, WorkItem] = {}
    places: dict[str, list[UUID]] = {"others": [one.pk for one in found.get("others", [])]}
    for name, some in found.items():
        if name == "others":
            continue
        fresh = {one.target: one for one in reversed(some) if one.target not in items}
        places[name] = [one.target for one in some if fresh.get(one.target) is one]
        items |= fresh
    todo = {target: WORK_WORDS.get(one.kind, one.kind) for target, one in items.items()}
    due = {target: one.due_at for target, one in items.items()}
    rows = envelopes().filter(pk__in=[*items, *places["others"]])
    shown = dressed(lines(rows, actor, _language(), todo=todo, due=due), actor, now, items=items)
    by_id = {one.row.pk: _for_team(one) for one in shown}
    return {name: [by_id[target] for target in places[name] if target in by_id] for name in found}


def _for_team(line: Line) -> Line:
    """A supervisor gives it to somebody; trying and putting off is for whoever has it."""
    deeds = [(_("Give it to somebody"), reverse("home:assign", args=[line.row.pk]))]
    if line.tried and line.tried.is_enough:
        deeds.insert(0, (_("Decide"), reverse("home:decide", args=[line.row.pk])))
    later = line.later if line.asleep else ""
    return replace(line, deeds=deeds, ways=[], later=later, tick=True)


def load_of(actor: Actor, people: list[User], now: datetime) -> list[dict[str, Any]]:
    """What each has open on their desk, of it late, of it put off; counted in the database."""
    items = WorkItem.objects.filter(agency=actor.agency, closed_at=None)
    counted = items.values("assignee").annotate(
        open=Count("id"),
        late=Count("id", filter=Q(due_at__lt=now)),
        asleep=Count("id", filter=Q(snoozed_until__gt=now)),
    )
    held = {one["assignee"]: one for one in counted}
    nothing = {"open": 0, "late": 0, "asleep": 0}
    return [
        {"user": one, **{name: held.get(one.pk, nothing)[name] for name in nothing}}
        for one in people
    ]


def people_of(actor: Actor, now: datetime) -> list[User]:
    """Who works for this agency here, by name, each once."""
    hats = staff(actor.agency, actor.community, now)
    return list(dict.fromkeys(hat.user for hat in hats))


@page(action="referrals.assign", classes=("identity",), who=right("referrals.assign"))
def assign(request: HttpRequest, referral: UUID) -> HttpResponse:
    """Second tap: one button a colleague, with what each has in hand."""
    actor, now = request.actor, timezone.now()
    ours = Q(receiver=actor.agency) | Q(sender=actor.agency)
    row = envelopes().filter(ours, pk=referral).first()
    if row is None:
        raise Http404
    check(actor, "referrals.assign", row)
    people = [one for one in people_of(actor, now) if hat_of(one, actor, now)]
    if actor.role != "supervisor":
        people = [one for one in people if one.pk == actor.id]
    wrong = ""
    if request.method == "POST":
        chosen = next((one for one in people if str(one.pk) == request.POST.get("user")), None)
        if chosen is None:
            wrong = _("Choose somebody who works for your agency.")
        else:
            try:
                actions.assign(referral=row, user=chosen, by=actor, at=now)
            except Refused as refused:
                wrong = refused.sentence
            else:
                messages.success(request, _("%(name)s looks after it now.") % {"name": chosen.name})
                return redirect("home:team" if actor.role == "supervisor" else "home:desk")
    (line,) = lines([row], actor, _language())
    told = {"line": line, "load": load_of(actor, people, now), "wrong": wrong}
    return render(request, "home/assign.html", told)


def _language() -> str:
    return (get_language() or "en")[:2]
