"""Reads of agreements: lists, one with its parties and versions, and what may be counted."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kinwork.accounts.models import Agency
from kinwork.common.actor import Actor
from kinwork.trust.agreements.models import Agreement, Party
from kinwork.trust.agreements.rules import CONVENERS, RENEWAL_DAYS

FIRST_CELL = 11


def in_force(at: datetime) -> Q:
    """What the database's rule counts at `at`."""
    ends = Q(ends=None) | Q(ends__gt=at)
    return Q(state="in force", suspended_at=None, starts__lte=at) & ends


def readable(actor: Actor) -> QuerySet[Agreement]:
    """Those an actor may read: whoever convenes, all of its community; else what one is party to."""
    found = Agreement.objects.filter(community=actor.community) if actor.community else None
    found = Agreement.objects.all() if found is None else found
    if actor.role not in (*CONVENERS, "coordinator", "privacy officer"):
        found = found.filter(parties__agency=actor.agency, parties__ends=None).distinct()
    return found


def listed(
    actor: Actor, *, kind: str = "", state: str = "", now: datetime | None = None
) -> QuerySet[Agreement]:
    """Newest first; state "renewal due": in force, with an end that is near."""
    now = now or timezone.now()
    found = readable(actor)
    if kind:
        found = found.filter(kind=kind)
    if state == "renewal due":
        near = now + timedelta(days=RENEWAL_DAYS)
        found = found.filter(state="in force", ends__lte=near)
    elif state:
        found = found.filter(state=state)
    return found.prefetch_related("parties__agency").order_by("-pk")


def parties(agreement: Agreement) -> list[Party]:
    found = agreement.parties.select_related("agency")
    return list(found.order_by("role", "agency__name"))


def versions(agreement: Agreement) -> list[Agreement]:
    return list(Agreement.objects.filter(series=agreement.series).order_by("-version"))


def has_live(agency: UUID, purpose: str, at: datetime) -> bool:
    """Is `agency` a live party of an agreement in force that names `purpose`?"""
    found = Agreement.objects.filter(in_force(at), purposes__contains=[purpose])
    live = Q(parties__ends=None) | Q(parties__ends__gt=at)
    return found.filter(live, parties__agency=agency, parties__starts__lte=at).exists()


def may_count(steward: UUID | None, purpose: str, at: datetime) -> bool:
    """May rows that `steward` answers for enter figures beyond it? A sovereign nation's only under
    a live agreement for that purpose with the nation; everybody else's as the rules of figures say."""
    nation = Agency.objects.filter(pk=steward, is_sovereign_nation=True) if steward else None
    return nation is None or not nation.exists() or has_live(steward, purpose, at)


def least_cell(stewards) -> int:
    """The smallest number that may be shown of rows of these stewards: the highest of what they ask."""
    found = Agency.objects.filter(pk__in=list(stewards)).values_list("least_cell", flat=True)
    return max([FIRST_CELL, *found])
