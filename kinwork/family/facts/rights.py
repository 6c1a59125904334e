"""Who may say and correct a family's facts."""

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right

WORKERS = ("intake worker", "navigator", "caseworker", "provider staff", "supervisor")


def is_told_or_typed(actor: Actor, record) -> bool:
    """The family itself can say this, or a worker who is with it."""
    return actor.kind in ("family", "staff")


declare(
    "facts",
    {
        "say": right(kinds=("family",), roles=WORKERS, when=(is_told_or_typed,)),
        "correct": right(kinds=("family",), roles=WORKERS, when=(is_told_or_typed,)),
    },
)
