"""Who opens a family's own page, and who shuts it; who may break the glass, and who reviews it."""

from typing import Any

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right
from kinwork.people.rights import WORKERS
from kinwork.trust.access.rules import GLASS_ROLES


def is_from_outside(actor: Actor, glass: Any) -> bool:
    """Somebody of another agency reviews it: a privacy officer of the agency that convenes."""
    return glass is None or (glass.agency_id != actor.agency and glass.user_id != actor.id)


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
        "glasses": right(roles=(*WORKERS, "privacy officer")),
    },
)
