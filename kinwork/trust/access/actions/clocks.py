"""What a clock has to look at, and when."""

from datetime import datetime
from uuid import UUID

from kinwork.trust.access.models import Due


def set_due(*, target: UUID, clock: str, at: datetime) -> None:
    """Set or move one clock of one record."""
    Due.objects.bulk_create(
        [Due(target=target, clock=clock, at=at)],
        update_conflicts=True,
        unique_fields=["target", "clock"],
        update_fields=["at"],
    )


def clear_due(*, target: UUID, clock: str | None = None) -> None:
    found = Due.objects.filter(target=target)
    (found.filter(clock=clock) if clock else found).delete()
