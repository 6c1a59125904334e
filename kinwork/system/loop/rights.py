"""Who counts, who reads, who comments."""

from typing import Any

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right

OWN = ("intake worker", "navigator", "caseworker", "provider staff", "supervisor")
ACROSS = ("coordinator", "backbone lead", "analyst", "evaluator", "state viewer")


def is_about_own_agency(actor: Actor, page: Any) -> bool:
    """Only the organization that these numbers are about says something about them."""
    return page is None or page.agency_id == actor.agency


declare(
    "loop",
    {
        "own": right(roles=OWN),
        "read": right(roles=(*ACROSS, "supervisor")),
        "comment": right(roles=("supervisor",), when=(is_about_own_agency,)),
        "report": right(roles=("operator",)),
        "release": right(kinds=("report",)),
    },
)
