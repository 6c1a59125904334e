"""Who may say and correct a family's facts."""

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right

WORKERS = ("intake worker", "navigator", "caseworker", "provider staff", "supervisor")


def is_told_or_typed(actor: Actor, record) -> bool:
    """The family itself can say this, or a worker who is with it."""
    return actor.kind in ("family", "staff")


def is_theirs(actor: Actor, record) -> bool:
    """The family takes its paper away, or the agency that added it."""
    return record is None or actor.is_family or record.recorded_by_id == actor.agency


declare(
    "facts",
    {
        "say": right(kinds=("family",), roles=WORKERS, when=(is_told_or_typed,)),
        "correct": right(kinds=("family",), roles=WORKERS, when=(is_told_or_typed,)),
        "show_paper": right(roles=WORKERS),
        "certify": right(roles=("caseworker", "provider staff", "supervisor")),
        "add_paper": right(kinds=("family",), roles=WORKERS),
        "open_paper": right(kinds=("family",), roles=WORKERS),
        "remove_paper": right(kinds=("family",), roles=WORKERS, when=(is_theirs,)),
        "check_paper": right(kinds=("clock",)),
        "name_office": right(roles=("account administrator", "backbone lead", "operator")),
        "end_office": right(roles=("account administrator", "backbone lead", "operator")),
    },
)
