"""Who may do what about a joint case conference. A docstring is the sentence shown on refusal."""

from typing import Any

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right
from kinwork.family.conferences.models import Conference, FollowUp, Invitation
from kinwork.family.teams.rights import WORKING


def called_it(actor: Actor, row: Conference | None) -> bool:
    """Only the organization that called this meeting can do this."""
    return row is None or row.called_by_id == actor.agency


def is_invited(actor: Actor, row: Invitation | None) -> bool:
    """Only whoever is invited can answer."""
    return row is None or row.agency_id == actor.agency


def is_its_family(actor: Actor, row: Any) -> bool:
    """Only the family itself can do this."""
    return row is None or row.household_id == actor.household


def is_theirs_to_do(actor: Actor, row: FollowUp | None) -> bool:
    """Only whoever promised this, or whoever wrote it down, can do this."""
    if row is None:
        return True
    if actor.is_family:
        return row.household_id == actor.household and row.whose == "family"
    return actor.agency in (row.agency_id, row.recorded_by_id)


declare(
    "conferences",
    {
        "see": right(kinds=("family",), roles=WORKING),
        "plan": right(roles=WORKING),
        "move_date": right(roles=WORKING, when=(called_it,)),
        "call_off": right(roles=WORKING, when=(called_it,)),
        "answer": right(roles=WORKING, when=(is_invited,)),
        "answer_as_family": right(kinds=("family",), when=(is_its_family,)),
        "add_item": right(kinds=("family",), roles=WORKING),
        "hold": right(roles=WORKING, when=(called_it,)),
        "write_note": right(roles=WORKING),
        "add_follow_up": right(roles=WORKING),
        "settle_follow_up": right(kinds=("family",), roles=WORKING, when=(is_theirs_to_do,)),
        "make_step": right(roles=WORKING, when=(is_theirs_to_do,)),
        "file": right(kinds=("family",), roles=WORKING),
    },
)
