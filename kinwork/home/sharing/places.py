"""The agencies that a family of this community can say yes or no to."""

from kinwork.accounts.models import Agency
from kinwork.people.models import Household


def agencies_of(row: Household) -> list[Agency]:
    """A victim service provider has no rows here, and nothing to close or open."""
    found = Agency.objects.filter(communities=row.community_id, active=True)
    return list(found.exclude(is_victim_service_provider=True).order_by("name"))
