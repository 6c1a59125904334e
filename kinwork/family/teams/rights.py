"""Who may do what on a family's care team. A docstring is the sentence that is shown on refusal."""

from typing import Any

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right
from kinwork.family.teams.models import Lead, LeadHandover, Member

# Whoever may hold what is of class plan.
WORKING = ("navigator", "caseworker", "provider staff", "supervisor")
SEEING = ("intake worker", *WORKING)


def leads_it(actor: Actor, row: Lead | None) -> bool:
    """Only the organization that leads this family's team can do this."""
    return row is None or (row.ends is None and row.agency_id == actor.agency)


def is_asked_to_lead(actor: Actor, row: LeadHandover | None) -> bool:
    """Only the organization that is asked to lead can answer."""
    return row is None or row.taker_id == actor.agency


def asked_for_it(actor: Actor, row: LeadHandover | None) -> bool:
    """Only the organization that asked can take this back."""
    return row is None or row.giver_id == actor.agency


def is_on_the_team(actor: Actor, row: Member | None) -> bool:
    """Only an organization that sent the family somewhere can leave the team; whoever serves it ends
    the work first, or hands it over."""
    return row is None or (row.agency_id == actor.agency and row.side == "sender")


def is_its_family(actor: Actor, row: Any) -> bool:
    """Only the family itself can do this."""
    return row is None or getattr(row, "household_id", row.pk) == actor.household


declare(
    "teams",
    {
        "keep_team": right(kinds=("clock",)),
        "see": right(kinds=("family",), roles=SEEING),
        "remove": right(kinds=("family",), when=(is_its_family,)),
        "write": right(kinds=("family",), when=(is_its_family,)),
        "answer": right(roles=WORKING, when=(leads_it,)),
        "take_lead": right(roles=WORKING),
        "hand_over": right(roles=WORKING, when=(leads_it,)),
        "take_back": right(roles=WORKING, when=(asked_for_it,)),
        "answer_handover": right(roles=WORKING, when=(is_asked_to_lead,)),
        "leave": right(roles=WORKING, when=(is_on_the_team,)),
    },
)
