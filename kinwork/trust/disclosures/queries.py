"""Reads of the trail and of odd views; row-level security lets through what the reader answers for."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from kinwork.accounts.models import Agency, User
from kinwork.common.models import AuditEntry
from kinwork.trust.disclosures.models import OddView, Seal


def head() -> Seal | None:
    """The newest seal."""
    return Seal.objects.order_by("-number").first()


def rows_to(number: int) -> int:
    """How many rows the seals up to this one cover."""
    return Seal.objects.filter(number__lte=number).aggregate(all=Sum("rows"))["all"] or 0


def odd_views(*, week: date | None = None, reason: str = "", state: str = "") -> QuerySet[OddView]:
    """Odd views, the newest first. state: "open" (nobody said what it was), or a verdict."""
    found = OddView.objects.select_related("agency", "user", "reviewed_by")
    if week:
        found = found.filter(week=week)
    if reason:
        found = found.filter(reasons__contains=[reason])
    if state:
        found = found.filter(verdict="" if state == "open" else state)
    return found.order_by("-at", "-id")


def weeks() -> list[date]:
    """The Mondays of the weeks that have odd views, the newest first; a year of them."""
    return list(OddView.objects.order_by("-week").values_list("week", flat=True).distinct()[:53])


def trail(
    *,
    user: UUID | None = None,
    household: UUID | None = None,
    verb: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[AuditEntry]:
    """Deeds of agencies, the newest first. What a family does on its own page is not among them."""
    found = AuditEntry.objects.filter(actor_kind__in=("staff", "machine"), hat__isnull=False)
    told = {"actor_id": user, "household_id": household, "at__gte": since, "at__lt": until}
    found = found.filter(**{name: value for name, value in told.items() if value is not None})
    if verb:
        found = found.filter(verb__startswith=verb)
    return found.order_by("-at", "-id")


def after(found: QuerySet, key: str) -> QuerySet:
    """Those that stand behind the row with this id; from the beginning where there is none."""
    try:
        last = found.model.objects.filter(pk=UUID(key)).first() if key else None
    except ValueError:
        last = None
    if last is None:
        return found
    return found.filter(Q(at__lt=last.at) | Q(at=last.at, id__lt=last.pk))


def names(rows: list[AuditEntry]) -> dict[UUID, str]:
    """The names of the workers and agencies of these rows."""
    users = User.objects.filter(pk__in={row.actor_id for row in rows})
    agencies = Agency.objects.filter(pk__in={row.hat for row in rows})
    return {one.pk: one.name for found in (users, agencies) for one in found}


def who_saw(household: UUID, since: datetime | None = None) -> QuerySet[Any]:
    """Every deed about a household that was done (for the operator; all rows), the oldest first."""
    found = AuditEntry.objects.filter(household_id=household, outcome="done")
    if since:
        found = found.filter(at__gte=since)
    return found.order_by(F("at"), "id")
