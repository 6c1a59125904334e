"""Who may read the family's plan, as the family is told."""

from dataclasses import dataclass
from uuid import UUID

from kinwork.accounts.models import Agency
from kinwork.family.plans import queries
from kinwork.family.plans.models import Goal, Plan, Step
from kinwork.trust.consent import queries as allowed

CLASS = "plan"


@dataclass(frozen=True)
class Reader:
    """One partner: whether the family lets it see the plan, whether it wrote in it, whether it was told
    no."""

    agency: Agency
    allowed: bool
    wrote: bool
    refused: bool

    @property
    def sees(self) -> bool:
        return (self.allowed or self.wrote) and not self.refused


def readers(plan: Plan | None, household: UUID) -> list[Reader]:
    """Everybody who works with the family, wrote in its plan, or was told yes or no about it."""
    live = [one for one in allowed.live(household) if CLASS in one.classes]
    yes = {one.agency_id for one in live if not one.deny}
    no = {one.agency_id for one in live if one.deny}
    wrote = wrote_in(plan) if plan else set()
    found = {one.pk: one for one in queries.working_with(household)}
    found |= {one.agency_id: one.agency for one in live}
    missing = wrote - found.keys()
    found |= {one.pk: one for one in Agency.objects.filter(pk__in=missing)}
    return [
        Reader(one, one.pk in yes, one.pk in wrote, one.pk in no)
        for one in sorted(found.values(), key=lambda agency: agency.name)
    ]


def wrote_in(plan: Plan) -> set[UUID]:
    rows = set(Goal.objects.filter(plan=plan).values_list("recorded_by", flat=True))
    rows |= set(Step.objects.filter(plan=plan).values_list("recorded_by", flat=True))
    return (rows | {plan.recorded_by_id}) - {None}
