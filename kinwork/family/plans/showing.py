"""What other pages say of a plan: the next step on the family's own page."""

from typing import Any

from kinwork.common.actor import Actor
from kinwork.family.plans import queries
from kinwork.family.plans.models import Step
from kinwork.family.plans.rules import STEP
from kinwork.family.plans.words import doer


def on_our_page(actor: Actor) -> dict[str, Any]:
    """The family's plan and its next step, in two questions."""
    plan = queries.of_household(actor.household, actor) if actor.household else None
    if plan is None:
        return {"plan": None, "plan_step": None}
    waiting = Step.objects.filter(plan=plan, state__in=STEP.open_states, goal__state="open")
    waiting = waiting.select_related("doer_person", "doer_user", "doer_agency")
    step = waiting.order_by("goal__place", "due_on", "state_since").first()
    return {"plan": plan, "plan_step": {"row": step, "doer": doer(step)} if step else None}
