"""What a clock has to look at, and when."""

from datetime import datetime
from uuid import UUID

from kinwork.trust.access.models import Due


def set_due(*, target: UUID, clock: str, at: datetime) -> None:
    """Set or move one clock of one record."""
    Due.objects.update_or_create(target=target, clock=clock, defaults={"at": at})


def clear_due(*, target: UUID, clock: str | None = None) -> None:
    found = Due.objects.filter(target=target)
    (found.filter(clock=clock) if clock else found).delete()
