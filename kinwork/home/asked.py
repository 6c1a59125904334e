"""Answers to questions that went out as links, on the desk of who asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from kinwork.common.actor import Actor
from kinwork.trust.access.actions import close_work_items
from kinwork.trust.access.models import WorkItem
from kinwork.trust.consent.actions.asking import ANSWERED, CAME_TO_NOTHING
from kinwork.trust.consent.models import ConsentAsk
from kinwork.trust.consent.words import asked_state

KINDS = (ANSWERED, CAME_TO_NOTHING)
MOST = 25


@dataclass(frozen=True)
class Answer:
    """What became of one question: about which agency, and the page where it stands."""

    agency: str
    tone: str
    words: Any
    url: str


def answers(actor: Actor, now: datetime) -> list[Answer]:
    """The newest first; whoever opens the page has read them."""
    found = WorkItem.objects.filter(agency=actor.agency, closed_at=None, kind__in=KINDS)
    found = found.filter(Q(assignee=actor.id) | Q(assignee=None)).order_by("-opened_at")
    targets = list(found.values_list("target", flat=True)[:MOST])
    if not targets:
        return []
    asks = ConsentAsk.objects.filter(pk__in=targets).select_related("agency")
    return [
        Answer(
            one.agency.name, *asked_state(one, now), reverse("home:ask", args=[one.household_id])
        )
        for one in asks.order_by("-answered_at")
    ]


def mark_read(asks: list[ConsentAsk], now: datetime) -> None:
    """The worker has them in front of them: the lines leave the desk."""
    done = [one.pk for one in asks if not one.waits]
    for target in WorkItem.objects.filter(
        target__in=done, closed_at=None, kind__in=KINDS
    ).values_list("target", flat=True):
        close_work_items(target=target, at=now)
