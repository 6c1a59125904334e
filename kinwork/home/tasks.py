"""Work that is no referral: agreements to sign and renew, emergency openings to read and review,
records that a family says are one person, openings to say anew and places to offer.

Each line lies on an agency's desk; here it is drawn for the role that must act, with its date and
the page where it is done. The count of questions does not grow with the lines.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from kinwork.common.actor import Actor
from kinwork.common.clock import local_day
from kinwork.directory.models import Service, ServiceCapacity
from kinwork.directory.rules import FREE_PLACE, SAY_ANEW, room
from kinwork.directory.translations import service_names
from kinwork.family.complaints.models import Complaint, ComplaintAsk
from kinwork.family.conferences import words as conferences
from kinwork.family.contact.actions import delivering, endpoints
from kinwork.family.contact.laid import (
    ANSWER,
    ASKED,
    COMPLAINTS,
    CONFERENCE_PROMISE,
    LAID_FOR,
    LATE,
    TAKE,
)
from kinwork.family.plans.models import Review, Step
from kinwork.family.teams import words as teams
from kinwork.family.timelines.models import Watch
from kinwork.family.timelines.rules import reached
from kinwork.family.timelines.words import title_of
from kinwork.people.models import HouseholdMember
from kinwork.system.meetings.models import Promise
from kinwork.trust.access import actions as access
from kinwork.trust.access.actions.linking import TASK as RECORDS
from kinwork.trust.access.models import WorkItem
from kinwork.trust.access.queries import visible
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements import queries
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.agreements.rights import SIGNERS

MOST = 25
WORDS = {
    agreements.SIGN: _("Read it and sign"),
    agreements.RENEW: _("It ends soon: renew it or let it end"),
    agreements.ASKED: _("A party asks to renew it"),
    agreements.REMARKED: _("A party wants something other in it: read and answer"),
    access.OPENED: _("A family's record was opened in an emergency: read why"),
    access.REVIEW: _("Review an emergency opening"),
    access.OVERDUE: _("The review of an emergency opening is late"),
    access.ALARM: _("An alarm about emergency openings"),
    RECORDS: _("The family says two records are one person: link them or leave them"),
    access.PROMISED: _("Promised in a meeting: do it, or say what came of it"),
    access.CHILD_CLOCK: _("A date around a child comes near"),
    access.SCREENING_DUE: _("A screening is due for a child"),
    access.PLAN_STEP: _("A step of a family's plan: do it, or say how it stands"),
    access.PLAN_REVIEW: _("Look at a family's plan with the family, and write it down"),
    delivering.FAILED: _("A message to a family did not arrive"),
    delivering.LETTER: _("Print a letter and post it"),
    delivering.CALL: _("Call a family"),
    FREE_PLACE: _("Offer the free place to the next family"),
    SAY_ANEW: _("Say your openings anew"),
    TAKE: _("Take a complaint"),
    ANSWER: _("Answer a complaint"),
    LATE: _("A complaint waits too long at our office: see to it that somebody answers"),
    ASKED: _("An office asks us about a complaint"),
    endpoints.SHUT: _("The address of our system was shut, because it failed"),
    **teams.LINE_WORDS,
    **conferences.LINE_WORDS,
}
# kind of line -> (what is to be done, whose it is)
KINDS: dict[str, tuple[Any, tuple[str, ...]]] = {
    kind: (words, LAID_FOR[kind]) for kind, words in WORDS.items()
}
MESSAGES = {
    delivering.FAILED: "contact:failed_one",
    delivering.LETTER: "contact:by_hand",
    delivering.CALL: "contact:by_hand",
}
OF_ROOM = (FREE_PLACE, SAY_ANEW)
OF_CHILDREN = (access.CHILD_CLOCK, access.SCREENING_DUE)
OF_PLANS = (access.PLAN_STEP, access.PLAN_REVIEW)
# What a partner's inbox shows beside its referrals.
OF_PARTNERS = (
    *(*OF_ROOM, *OF_CHILDREN, *OF_PLANS),
    *teams.LINE_WORDS,
    *conferences.LINE_WORDS,
)
ABOUT_AGREEMENTS = (*(agreements.SIGN, agreements.RENEW, agreements.ASKED, agreements.REMARKED),)


@dataclass(frozen=True)
class Task:
    """One line: what, about what, until when, where; no address where somebody else does it. tap:
    words and address of what is done from the line itself."""

    todo: Any
    about: str
    due_at: datetime | None
    url: str
    tap: tuple[Any, str] | None = None


def tasks(actor: Actor, now: datetime, only: tuple[str, ...] = ()) -> list[Task]:
    """What waits for this role at this agency, the nearest date first; `only` these kinds."""
    kinds = [
        kind
        for kind, (_words, roles) in KINDS.items()
        if actor.role in roles and (not only or kind in only)
    ]
    found = WorkItem.objects.filter(agency=actor.agency, closed_at=None, kind__in=kinds)
    if actor.role != "supervisor":  # what a colleague looks after is not also everybody's
        found = found.filter(Q(assignee=None) | Q(assignee=actor.id))
    items = list(found.order_by("due_at", "opened_at")[:MOST])
    pacts = _agreements(items)
    rooms = _rooms(items, now) | _promises(items) | _children(items, actor, now)
    rooms |= _plans(items) | _complaints(items)
    own_way = (*OF_ROOM, *OF_CHILDREN, access.PROMISED, *COMPLAINTS)
    drawn = [
        rooms.get(one.pk) or _task(one, pacts.get(one.target), actor)
        for one in items
        if one.kind not in own_way or one.pk in rooms
    ]
    if not only and actor.role in SIGNERS and (pact := queries.to_join(actor, now)):
        words = _("Your agency does not take part yet: read it and sign")
        drawn.append(Task(words, pact.title, None, reverse("agreements:join")))
    return drawn


def _agreements(items: list[WorkItem]) -> dict[UUID, Agreement]:
    targets = [one.target for one in items if one.kind in ABOUT_AGREEMENTS]
    if not targets:
        return {}
    found = Agreement.objects.filter(pk__in=targets).prefetch_related("parties")
    return {one.pk: one for one in found}


def _rooms(items: list[WorkItem], now: datetime) -> dict[UUID, Task]:
    """Lines about openings: which service, what was said of it. A free place that somebody else took
    meanwhile is left out."""
    about = [one for one in items if one.kind in OF_ROOM]
    if not about:
        return {}
    found = Service.objects.filter(pk__in={one.target for one in about})
    services = {one.pk: one for one in found.prefetch_related("capacities")}
    called = service_names(services.values(), (get_language() or "en")[:2])
    drawn = {}
    for item in about:
        service = services.get(item.target)
        said = max(service.capacities.all(), key=_when, default=None) if service else None
        if said is None:
            continue
        number = int(said.available)
        told = ngettext("%(n)s opening", "%(n)s openings", number) % {"n": number}
        name = format_html("{} ({})", called[service.pk], told)
        if item.kind == SAY_ANEW:
            still = (_("Still so"), reverse("home:openings_still", args=[service.pk]))
            words, where = WORDS[SAY_ANEW], reverse("home:openings")
            drawn[item.pk] = Task(words, name, item.due_at, where, still)
        elif room(said.available, said.valid_until, now) == "room":
            offer = (_("Offer it now"), reverse("waiting:offer_next", args=[service.pk]))
            where = reverse("waiting:list", args=[service.pk])
            drawn[item.pk] = Task(WORDS[FREE_PLACE], name, item.due_at, where, offer)
    return drawn


def _promises(items: list[WorkItem]) -> dict[UUID, Task]:
    """Lines about what the agency promised: to whom, and in which words."""
    about = [one for one in items if one.kind == access.PROMISED]
    if not about:
        return {}
    found = Promise.objects.select_related("partnership").in_bulk([one.target for one in about])
    drawn = {}
    for item in about:
        one = found.get(item.target)
        if one is not None:
            where = reverse("meetings:one_promise", args=[one.partnership_id, one.pk])
            said = format_html("{} ({})", one.words, one.partnership.name)
            drawn[item.pk] = Task(WORDS[access.PROMISED], said, item.due_at, where)
    return drawn


def _children(items: list[WorkItem], actor: Actor, now: datetime) -> dict[UUID, Task]:
    """Lines about a child's dates: whose, and what comes. A child that is not seen any more has none."""
    about = [one for one in items if one.kind in OF_CHILDREN]
    if not about:
        return {}
    rows = Watch.objects.select_related("person").in_bulk([one.target for one in about])
    seen = {one.pk for one in visible(actor, [row.person for row in rows.values()])}
    language, drawn = (get_language() or "en")[:2], {}
    for item in about:
        row = rows.get(item.target)
        if row is not None and row.person_id in seen:
            more = len(reached(row.coming, local_day(now, row.zone))) - 1
            others = ngettext(" (and %(n)s more)", " (and %(n)s more)", more) % {"n": more}
            said = format_html(
                "{}: {}{}",
                row.person.full_name,
                title_of(row.key, language),
                others if more > 0 else "",
            )
            where = reverse("timelines:from_desk", args=[row.pk])
            drawn[item.pk] = Task(WORDS[item.kind], said, item.due_at, where)
    return drawn


def _plans(items: list[WorkItem]) -> dict[UUID, Task]:
    """Lines about families' plans: whose, as far as this worker may read it; else the line alone."""
    steps = {one.target for one in items if one.kind == access.PLAN_STEP}
    reviews = {one.target for one in items if one.kind == access.PLAN_REVIEW}
    homes: dict[UUID, UUID] = {}
    if steps:
        homes |= dict(Step.objects.filter(pk__in=steps).values_list("pk", "said_in"))
    if reviews:
        homes |= dict(Review.objects.filter(pk__in=reviews).values_list("pk", "said_in"))
    names = _names_at_home(set(homes.values()))
    drawn = {}
    for item in items:
        if item.kind in OF_PLANS:
            home = homes.get(item.target)
            where = reverse("plans:plan", args=[home]) if home else ""
            drawn[item.pk] = Task(WORDS[item.kind], names.get(home, ""), item.due_at, where)
    return drawn


def _names_at_home(homes: set[UUID]) -> dict[UUID | None, str]:
    """By whom a worker knows each family: its first caregiver."""
    found = HouseholdMember.objects.filter(household__in=homes, relation="caregiver", ends=None)
    rows = found.select_related("person").order_by("-starts") if homes else ()
    return {one.household_id: one.person.full_name for one in rows}


def _complaints(items: list[WorkItem]) -> dict[UUID, Task]:
    """Lines of complaints: drawn only for whom the complaint, or the question about it, is there. Who
    answers for the office reads that one is late, and no more."""
    about = [one for one in items if one.kind in COMPLAINTS]
    if not about:
        return {}
    targets = [one.target for one in about]
    seen = set(Complaint.objects.filter(pk__in=targets).values_list("pk", flat=True))
    waits = ComplaintAsk.objects.filter(complaint__in=targets, answered_at=None)
    asked = dict(waits.values_list("complaint_id", "pk"))
    drawn = {}
    for item in about:
        words = WORDS[item.kind]
        if item.kind == LATE:
            drawn[item.pk] = Task(words, "", item.due_at, "")
        elif item.kind == ASKED and item.target in asked:
            where = reverse("complaints:hear_agency", args=[asked[item.target]])
            drawn[item.pk] = Task(words, "", item.due_at, where)
        elif item.kind != ASKED and item.target in seen:
            where = reverse("complaints:see", args=[item.target])
            drawn[item.pk] = Task(words, "", item.due_at, where)
    return drawn


def _when(said: ServiceCapacity) -> datetime:
    return said.updated


def _task(item: WorkItem, pact: Agreement | None, actor: Actor) -> Task:
    words = KINDS[item.kind][0]
    about = pact.title if pact else ""
    return Task(words, about, item.due_at, _where(item, pact, actor))


def _where(item: WorkItem, pact: Agreement | None, actor: Actor) -> str:
    if item.kind in MESSAGES:
        return reverse(MESSAGES[item.kind], args=[item.target])
    if item.kind in conferences.LINE_WORDS:
        promised = item.kind == CONFERENCE_PROMISE
        return reverse(f"conferences:{'promised' if promised else 'see'}", args=[item.target])
    if item.kind in teams.LINE_WORDS:
        return reverse("teams:team", args=[item.target])
    if item.kind == endpoints.SHUT:
        return reverse("contact:endpoint")
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
