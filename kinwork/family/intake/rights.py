"""Who may begin, answer and finish an intake."""

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right

WORKERS = ("intake worker", "navigator", "caseworker", "supervisor")


def is_its_own(actor: Actor, draft) -> bool:
    """This intake belongs to somebody else."""
    if draft is None:
        return True
    if actor.kind == "draft":
        return draft.pk == actor.id and draft.agency_id is None
    if actor.kind == "family":
        return draft.household == actor.household
    return draft.agency_id == actor.agency


HOLDERS = ("draft", "family")
declare(
    "intake",
    {
        "begin": right(kinds=HOLDERS, roles=WORKERS, when=(is_its_own,)),
        "answer": right(kinds=HOLDERS, roles=WORKERS, when=(is_its_own,)),
        "keep_place": right(kinds=HOLDERS, roles=WORKERS, when=(is_its_own,)),
        "finish": right(kinds=HOLDERS, roles=WORKERS, when=(is_its_own,)),
    },
)
