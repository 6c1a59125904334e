"""Who may record, correct and end what is known of people."""

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right

WORKERS = ("intake worker", "navigator", "caseworker", "supervisor")


def is_own_or_open(actor: Actor, record) -> bool:
    """Only the family itself, or a worker who is working with it, can change this."""
    household = getattr(record, "household_id", None)
    return actor.kind == "staff" or household is None or household == actor.household


declare(
    "people",
    {
        "record_household": right(kinds=("family",), roles=WORKERS),
        "add_person": right(kinds=("family",), roles=WORKERS),
        "correct_person": right(kinds=("family",), roles=WORKERS),
        "end_membership": right(kinds=("family",), roles=WORKERS, when=(is_own_or_open,)),
        "find_people": right(roles=(*WORKERS, "provider staff")),
        "link_people": right(roles=("supervisor",)),
        "unlink_people": right(roles=("supervisor",)),
        "answer_match": right(kinds=("family",)),
        "leave_match": right(roles=("supervisor",)),
    },
)
