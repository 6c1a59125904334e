"""Work that is no referral: agreements to sign and renew, emergency openings to read and review,
records that a family says are one person.

Each line lies on an agency's desk; here it is drawn for the role that must act, with its date and
the page where it is done. The count of questions does not grow with the lines.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kinwork.common.actor import Actor
from kinwork.people.rights import WORKERS
from kinwork.trust.access import actions as access
from kinwork.trust.access.actions.linking import TASK as RECORDS
from kinwork.trust.access.models import WorkItem
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements import queries
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.agreements.rights import SIGNERS

MOST = 25
LEAD, OFFICER = "backbone lead", "privacy officer"
SUPERVISOR = ("supervisor",)
# kind of line -> (what is to be done, whose it is)
KINDS: dict[str, tuple[Any, tuple[str, ...]]] = {
    agreements.SIGN: (_("Read it and sign"), (*SIGNERS, LEAD)),
    agreements.RENEW: (_("It ends soon: renew it or let it end"), (*SIGNERS, LEAD)),
    agreements.ASKED: (_("A party asks to renew it"), (LEAD,)),
    access.OPENED: (_("A family's record was opened in an emergency: read why"), WORKERS),
    access.REVIEW: (_("Review an emergency opening"), (OFFICER,)),
    access.OVERDUE: (_("The review of an emergency opening is late"), (OFFICER, "coordinator")),
    access.ALARM: (_("An alarm about emergency openings"), (OFFICER,)),
    RECORDS: (_("The family says two records are one person: link them or leave them"), SUPERVISOR),
}
ABOUT_AGREEMENTS = (agreements.SIGN, agreements.RENEW, agreements.ASKED)


@dataclass(frozen=True)
class Task:
    """One line: what, about what, until when, where; no address where somebody else does it."""

    todo: Any
    about: str
    due_at: datetime | None
    url: str


def tasks(actor: Actor, now: datetime) -> list[Task]:
    """What waits for this role at this agency, the nearest date first."""
    kinds = [kind for kind, (_words, roles) in KINDS.items() if actor.role in roles]
    found = WorkItem.objects.filter(agency=actor.agency, closed_at=None, kind__in=kinds)
    items = list(found.order_by("due_at", "opened_at")[:MOST])
    pacts = _agreements(items)
    drawn = [_task(one, pacts.get(one.target), actor) for one in items]
    if actor.role in SIGNERS and (pact := queries.to_join(actor, now)):
        words = _("Your agency does not take part yet: read it and sign")
        drawn.append(Task(words, pact.title, None, reverse("agreements:join")))
    return drawn


def _agreements(items: list[WorkItem]) -> dict[UUID, Agreement]:
    targets = [one.target for one in items if one.kind in ABOUT_AGREEMENTS]
    if not targets:
        return {}
    found = Agreement.objects.filter(pk__in=targets).prefetch_related("parties")
    return {one.pk: one for one in found}


def _task(item: WorkItem, pact: Agreement | None, actor: Actor) -> Task:
    words = KINDS[item.kind][0]
    about = pact.title if pact else ""
    return Task(words, about, item.due_at, _where(item, pact, actor))


def _where(item: WorkItem, pact: Agreement | None, actor: Actor) -> str:
    if item.kind == RECORDS:
        return reverse("same:records")
    if item.kind == access.ALARM:
        return reverse("access:emergencies")
    if item.kind in (access.OPENED, access.REVIEW, access.OVERDUE):
        return "" if actor.role == "coordinator" else reverse("access:glass", args=[item.target])
    if item.kind != agreements.SIGN:
        return reverse("agreements:renew", args=[item.target])
    mine = [one for one in (pact.parties.all() if pact else ()) if one.agency_id == actor.agency]
    if mine:
        return reverse("agreements:sign", args=[item.target, mine[0].pk])
    return reverse("agreements:see", args=[item.target])
