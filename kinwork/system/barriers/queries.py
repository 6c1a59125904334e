"""Reads of barriers, and what the community's released numbers say about why help did not come."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from kinwork.common.models import Community
from kinwork.family.referrals.codes import DECLINE_REASONS
from kinwork.system.barriers.models import Barrier, BarrierEvent
from kinwork.system.barriers.rules import LIFE, PUT
from kinwork.system.loop.models import ReleaseTables

NEWEST = 2  # released half years to choose from: older numbers are no evidence of today


@dataclass(frozen=True)
class Count:
    """How many referrals ended for this reason in these days; None: too few to be told."""

    reason: str
    starts: date
    ends: date
    n: int | None


def listed() -> QuerySet[Barrier]:
    """Those that the reader may see, the rows themselves say which: what is open first, and of that
    what is due first."""
    over = Case(
        When(state__in=LIFE.ends, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    found = Barrier.objects.select_related("community", "result")
    return found.order_by(over, F("due_on").asc(nulls_last=True), "-noted_at", "pk")


def wanted(said: dict[str, Any], today: date) -> QuerySet[Barrier]:
    """Those that fit the filter."""
    found = listed()
    for name in ("state", "kind", "level"):
        if said.get(name):
            found = found.filter(**{name: said[name]})
    return found.filter(state=PUT, due_on__lt=today) if said.get("late") else found


def events(barrier: Barrier) -> list[BarrierEvent]:
    return list(barrier.events.select_related("said_by").order_by("number"))


def last_put(barrier: Barrier) -> BarrierEvent | None:
    return barrier.events.filter(verb="put").order_by("-number").first()


def counts(place: Community) -> dict[str, Count]:
    """What can stand as counted evidence, by the key that a form sends: the release, the reason.

    Only from releases that are open to the reader: counted once for a whole half year, so that two
    answers never differ by one family, and with every small number already kept back.
    """
    found = ReleaseTables.objects.filter(release__community=place).select_related("release")
    told: dict[str, Count] = {}
    for row in found.order_by("-release__starts")[:NEWEST]:
        shown = row.body["reasons"]["groups"]
        for reason in [*shown, *(one for one in DECLINE_REASONS if one not in shown)]:
            one = Count(reason, row.release.starts, row.release.ends, shown.get(reason))
            told[key_of(row.release_id, reason)] = one
    return told


def key_of(release: UUID, reason: str) -> str:
    return f"{release}:{reason}"
