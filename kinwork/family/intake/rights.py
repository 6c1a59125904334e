"""Who may begin, answer and finish an intake, sit down at one, interpret, and set up a kiosk."""

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right
from kinwork.family.intake import queries

WORKERS = ("intake worker", "navigator", "caseworker", "supervisor")


def is_its_own(actor: Actor, draft) -> bool:
    """This intake belongs to somebody else."""
    return draft is None or began(actor, draft) or queries.sits(actor, draft)


def began(actor: Actor, draft) -> bool:
    """Only who began this intake can do this: the family itself, or the office that typed it."""
    if actor.kind == "draft":
        return draft.pk == actor.id and draft.agency_id is None
    if actor.kind == "family":
        return draft.household == actor.household
    return draft.agency_id is not None and draft.agency_id == actor.agency


def may_send(actor: Actor, draft) -> bool:
    """The office that typed this sends it with you. What a family with a page began, it sends."""
    if began(actor, draft):
        return True
    return draft.household is None and (actor.is_staff or draft.agency_id is None)


def is_of_its_desk(actor: Actor, kiosk) -> bool:
    """This computer belongs to another office."""
    return kiosk.agency_id == actor.agency


def set_it_up(actor: Actor, kiosk) -> bool:
    """Who set this computer up can end it, or a supervisor of the office."""
    return actor.role == "supervisor" or kiosk.began_by_id == actor.id


HOLDERS = ("draft", "family")
declare(
    "intake",
    {
        "begin": right(kinds=HOLDERS, roles=WORKERS, when=(is_its_own,)),
        "answer": right(kinds=HOLDERS, roles=WORKERS, when=(is_its_own,)),
        "keep_place": right(kinds=HOLDERS, roles=WORKERS, when=(began,)),
        "finish": right(kinds=HOLDERS, roles=WORKERS, when=(is_its_own, may_send)),
        "make_seat": right(kinds=HOLDERS, roles=WORKERS, when=(began,)),
        "take_seat": right(kinds=("visitor", "link", *HOLDERS), roles=WORKERS),
        "end_seat": right(kinds=HOLDERS, roles=WORKERS),
        "record_interpreter": right(roles=WORKERS, when=(is_its_own,)),
        "open_kiosk": right(roles=WORKERS),
        "end_kiosk": right(roles=WORKERS, when=(is_of_its_desk, set_it_up)),
        "end_kiosk_here": right(kinds=("visitor", "link", *HOLDERS)),
        "forget": right(kinds=(*HOLDERS, "clock")),
    },
)
