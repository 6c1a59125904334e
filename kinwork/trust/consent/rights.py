"""Who may record a family's consent, and who may end it."""

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right


def is_own_household(actor: Actor, record) -> bool:
    """Only the family itself, or a worker who is with it, can say this."""
    household = getattr(record, "household_id", None) or getattr(record, "pk", None)
    return actor.kind == "staff" or actor.household == household


WORKERS = ("intake worker", "navigator", "caseworker", "supervisor")

declare(
    "consent",
    {
        "give": right(kinds=("family",), roles=WORKERS, when=(is_own_household,)),
        "deny": right(kinds=("family",), roles=WORKERS, when=(is_own_household,)),
        "end": right(kinds=("family",), roles=WORKERS, when=(is_own_household,)),
        "narrow": right(kinds=("family",), roles=WORKERS, when=(is_own_household,)),
        "renew": right(kinds=("family",), when=(is_own_household,)),
        "expire": right(kinds=("clock",)),
        "ask_renewal": right(kinds=("clock",)),
        "ask": right(roles=WORKERS, when=(is_own_household,)),
        "recall_ask": right(roles=WORKERS, when=(is_own_household,)),
        "prove_ask": right(kinds=("visitor", "draft", "family", "link", "staff")),
        "answer_ask": right(kinds=("family",), when=(is_own_household,)),
        "lapse_ask": right(kinds=("clock",)),
        "close_ask": right(kinds=("clock",)),
        "mark_sent": right(kinds=("clock",)),
        "leave": right(kinds=("family",)),
        "stay": right(kinds=("family",), when=(is_own_household,)),
        "destroy": right(kinds=("clock",)),
    },
)
