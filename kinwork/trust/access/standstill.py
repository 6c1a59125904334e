"""What failed by itself and stands still: later work that nothing tries again, clocks that keep failing.
Names, numbers and kinds of errors; of no family."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet

from kinwork.common import jobs
from kinwork.trust.access.models import Due

CLOCKS, JOBS = "clock", "job"
FROM = 3  # failures in a row, from which a clock is told


@dataclass(frozen=True)
class Standing:
    """So many of one name failed with the same kind of error, the first of them then."""

    kind: str
    name: str
    error: str
    count: int
    since: datetime | None


def failing() -> QuerySet[Due]:
    """Clocks that keep failing."""
    return Due.objects.filter(failures__gte=FROM)


def standing() -> list[Standing]:
    """Jobs first, then clocks, by name."""
    found = failing().values("clock", "error").order_by("clock", "error")
    told = found.annotate(count=Count("id"), since=Min("failing_since"))
    return [
        *(Standing(JOBS, *one) for one in jobs.failed()),
        *(Standing(CLOCKS, one["clock"], one["error"], one["count"], one["since"]) for one in told),
    ]
