"""Work that was handed to me, or that was mine and went on: who gave it, and with what word."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.family.referrals.actions import HANDED_ON, HANDED_OVER
from kinwork.family.referrals.queries import envelopes
from kinwork.home.desks import PAGE, lines
from kinwork.trust.access.actions import close_work_items
from kinwork.trust.access.models import Handover, WorkItem
from kinwork.web.pages import page, right

KINDS = (HANDED_OVER, HANDED_ON)
MOST = 25


@dataclass(frozen=True)
class News:
    words: Any
    url: str
    at: Any


def handed(actor: Actor) -> list[News]:
    """What I have not read yet, the newest first."""
    found = WorkItem.objects.filter(
        agency=actor.agency, assignee=actor.id, closed_at=None, kind__in=KINDS
    )
    kinds = dict(found.order_by("-opened_at").values_list("target", "kind")[:MOST])
    if not kinds:
        return []
    rows = Handover.objects.filter(pk__in=kinds).select_related("giver", "taker", "by")
    return [_news(one, kinds[one.pk]) for one in rows.order_by("-at", "id")]


def _news(row: Handover, kind: str) -> News:
    said = {"giver": row.giver.name, "taker": row.taker.name, "by": row.by.name}
    if kind == HANDED_ON:
        words = _("%(by)s gave work of yours to %(taker)s") % said
    else:
        words = _("%(by)s gave you work of %(giver)s") % said
    return News(words, reverse("home:handed", args=[row.pk]), row.at)


@page(action="referrals.see_handover", classes=("identity",), who=right("referrals.hand_over"))
def show(request: HttpRequest, handover: UUID) -> HttpResponse:
    """One handover: for both workers, whoever did it, and the supervisor. Reading it clears the line."""
    actor, now = request.actor, timezone.now()
    found = Handover.objects.select_related("giver", "taker", "by")
    row = found.filter(pk=handover, agency=actor.agency).first()
    if row is None:
        raise Http404
    for kind, user in ((HANDED_OVER, row.taker_id), (HANDED_ON, row.giver_id)):
        if user == actor.id:
            close_work_items(target=row.pk, kind=kind, at=now, whose=actor.agency)
    rows = envelopes().filter(pk__in=row.targets).order_by("due_at", "id")[:PAGE]
    told = {
        "row": row,
        "lines": lines(rows, actor, (get_language() or "en")[:2]),
        "count": len(row.targets),
        "now": now,
    }
    return render(request, "home/handed.html", told)
