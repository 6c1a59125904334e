"""Who may screen a household."""

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right

WORKERS = ("intake worker", "navigator", "caseworker", "provider staff", "supervisor")
# Whose word is the office's own; of which program, the action asks (ProgramOffice).
DECIDERS = ("caseworker", "provider staff", "supervisor")


def is_own_household(actor: Actor, record) -> bool:
    """Only the family itself, or a worker who is with it, can ask for this."""
    return actor.kind == "staff" or record is None or actor.household == record.pk


declare(
    "eligibility",
    {
        "screen": right(kinds=("family",), roles=WORKERS, when=(is_own_household,)),
        "decide": right(roles=DECIDERS),
    },
)
