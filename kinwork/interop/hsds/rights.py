"""Who may put right what an import set aside."""

from typing import Any

from kinwork.accounts import queries
from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right

KEEPERS = ("account administrator", "operator")


def convenes_here(actor: Actor, _row: Any) -> bool:
    """The directory is kept by the agency that convenes the community. Ask its administrator."""
    return actor.role == "operator" or queries.convenes(actor.agency, actor.community)


declare(
    "hsds",
    {
        "import": right(roles=("operator",)),
        "quarantine": right(roles=KEEPERS, when=(convenes_here,)),
        "mend": right(roles=KEEPERS, when=(convenes_here,)),
        "dismiss": right(roles=KEEPERS, when=(convenes_here,)),
    },
)
