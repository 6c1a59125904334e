"""Who opens a family's own page, and who shuts it; who may break the glass, and who reviews it."""

from typing import Any

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right
from kinwork.people.rights import WORKERS
from kinwork.trust.access.rules import GLASS_ROLES


def is_from_outside(actor: Actor, glass: Any) -> bool:
    """Somebody of another agency reviews it: a privacy officer of the agency that convenes."""
    return glass is None or (glass.agency_id != actor.agency and glass.user_id != actor.id)


def is_on_ones_desk(actor: Actor, line: Any) -> bool:
    """Only whoever has this line on their desk, or a supervisor, can put it off."""
    if line is None:
        return True
    own = line.assignee_id in (None, actor.id) or actor.role == "supervisor"
    return line.agency_id == actor.agency and own


DESKS = (*WORKERS, "provider staff")
PROTECTS = ("navigator", "caseworker", "supervisor")

declare(
    "access",
    {
        "first_authority": right(kinds=("family",), roles=WORKERS),
        "give_authority": right(roles=PROTECTS),
        "end_authority": right(roles=PROTECTS),
        "make_claim": right(roles=WORKERS),
        "claim_key": right(kinds=("visitor", "draft", "family", "link")),
        "end_keys": right(kinds=("family",)),
        "ask_way": right(kinds=("visitor", "draft", "family", "link")),
        "open_way": right(kinds=("visitor", "draft", "family", "link")),
        "give_way": right(kinds=("clock",)),
        "add_passkey": right(kinds=("family",)),
        "end_passkey": right(kinds=("family",)),
        "open_passkey": right(kinds=("visitor", "draft", "family", "link")),
        "withhold": right(kinds=("family",), roles=PROTECTS),
        "withhold_minors_service": right(roles=PROTECTS),
        "release": right(kinds=("family",), roles=PROTECTS),
        "block": right(kinds=("family",)),
        "unblock": right(kinds=("family",)),
        "review_protection": right(roles=("supervisor",)),
        "break_glass": right(roles=GLASS_ROLES),
        "close_glass": right(roles=GLASS_ROLES),
        "review_glass": right(roles=("privacy officer",), when=(is_from_outside,)),
        "read_alarm": right(roles=("privacy officer",)),
        "snooze": right(roles=DESKS, when=(is_on_ones_desk,)),
        "wake": right(roles=DESKS, when=(is_on_ones_desk,)),
        "standing": right(roles=("operator",)),
        "try_again": right(roles=("operator",)),
        "glasses": right(roles=(*WORKERS, "privacy officer")),
    },
)
