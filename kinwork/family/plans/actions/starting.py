"""A plan begins, and somebody keeps it going."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.ids import id_of
from kinwork.common.rights import Refused, check
from kinwork.family.plans import queries
from kinwork.family.plans.actions.writing import Told, begun, may_add, save, tell
from kinwork.family.plans.models import Plan
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.people.models import Household

CLASS = "plan"


@transaction.atomic
def start(*, household: Household, by: Actor, at: datetime) -> Plan:
    """The household's plan; the one that it has, where it has one. Started by a worker, their agency
    leads it until somebody else does. Raises Refused where there is one that the worker may not see."""
    require(by)
    check(by, "plans.start", household)
    one_family_at_a_time(household.pk)
    if active := queries.of_household(household.pk, by):
        return active
    if by.is_staff and queries.exists(household.pk):
        raise Refused("plans.start", str(HAS_ONE()))
    plan = Plan(
        community_id=household.community_id,
        recorded_by_id=by.agency,
        steward_id=by.agency,
        sensitivity=CLASS,
        household=household,
        said_in=household.pk,
        started_at=at,
        lead_agency_id=by.agency,
        lead_user_id=by.id if by.is_staff else None,
        # Whoever is kept from somebody at home learns of no other plan, not by a refusal either.
        apart_for=by.id if by.is_family and not queries.shares_home(household.pk) else None,
    )
    may_add(plan, "plans.start", by)
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError:
        raise Refused("plans.start", str(HAS_ONE())) from None
    tell(plan, "start", Told(), by=by, at=at)
    return plan


def HAS_ONE() -> str:
    return _("This family has a plan. Ask the family to let you see it.")


@transaction.atomic
def lead(*, plan: Plan, agency: UUID, user: UUID | None, by: Actor, at: datetime) -> Plan:
    """Who keeps the plan going from now; reviews come due on their desk."""
    row = begun(plan, "plans.lead", by=by, home=plan.household_id)
    if (row.lead_agency_id, row.lead_user_id) == (id_of(agency), user):
        return row
    save(row, lead_agency_id=id_of(agency), lead_user_id=user)
    tell(row, "lead", Told(), by=by, at=at)
    return row
