"""Reads of holds and of the clock's plan; row-level security lets through what the reader answers for."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from kinwork.trust.retention.models import Hold, Term


def holds(now: datetime) -> QuerySet[Hold]:
    """Those that still count, the newest first."""
    live = Hold.objects.filter(Q(until=None) | Q(until__gte=now.date()), ended_at=None)
    return live.select_related("agency", "made_by").order_by("-made_at", "-id")


def home_to_hold(household: UUID) -> UUID | None:
    """The community of this family, for whoever may hold its record; None: there is no such family."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_home_to_hold(%s)", [household])
        return cursor.fetchone()[0]


def homes_to_keep(after: UUID | None, many: int) -> list[UUID]:
    """For the clock: the next homes that it has to look at."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_homes_to_keep(%s, %s)", [after, many])
        return [row[0] for row in cursor.fetchall()]


def months() -> list[tuple[str, int]]:
    """For the operator: in which month how many records come to a day."""
    found = Term.objects.filter(next_on__isnull=False).annotate(month=TruncMonth("next_on"))
    counted = found.values("month").annotate(homes=Count("pk")).order_by("month")
    return [(row["month"].strftime("%Y-%m"), row["homes"]) for row in counted]


def finished() -> int:
    """For the operator: how many records are gone."""
    return Term.objects.filter(finished_at__isnull=False).count()
