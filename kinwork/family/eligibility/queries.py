"""The newest determination of each program, as the viewer may see it."""

from uuid import UUID

from kinwork.family.eligibility.models import Determination


def latest(household: UUID) -> list[Determination]:
    """One a program, the newest. Empty when nobody has screened this household yet."""
    found = Determination.objects.filter(household=household)
    return list(found.order_by("program", "-made_at").distinct("program"))
