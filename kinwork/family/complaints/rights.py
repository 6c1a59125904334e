"""Who complains, who hears it, who is asked about it."""

from typing import Any

from kinwork.common.actor import STAFF_ROLES, Actor
from kinwork.common.rights import declare, right
from kinwork.family.complaints.models import Complaint
from kinwork.family.complaints.rules import OFFICERS

EVERYBODY = ("family", "draft", "link", "visitor")
WHOEVER_SAID_IT = ("family", "link")


def is_theirs(actor: Actor, complaint: Any) -> bool:
    """Only whoever made this complaint can do this."""
    if not isinstance(complaint, Complaint):
        return True
    return actor.kind == "family" or actor.id == complaint.pk


def is_their_office(actor: Actor, complaint: Any) -> bool:
    """Only the office that hears this complaint can do this."""
    return not isinstance(complaint, Complaint) or complaint.handler_id == actor.agency


def has_taken_it(actor: Actor, complaint: Any) -> bool:
    """Take this complaint first. Then you are the one who answers it."""
    return not isinstance(complaint, Complaint) or complaint.officer_id == actor.id


def is_about_their_agency(actor: Actor, complaint: Any) -> bool:
    """Only the agency that was asked can answer this."""
    return not isinstance(complaint, Complaint) or complaint.about_agency_id == actor.agency


def _of_office(*more: Any) -> Any:
    return right(roles=OFFICERS, when=(is_their_office, *more))


def _of_family() -> Any:
    return right(kinds=WHOEVER_SAID_IT, when=(is_theirs,))


declare(
    "complaints",
    {
        "make": right(kinds=EVERYBODY, roles=STAFF_ROLES),
        "see": right(kinds=WHOEVER_SAID_IT, roles=OFFICERS),
        "add": _of_family(),
        "settle": _of_family(),
        "reopen": _of_family(),
        "withdraw": _of_family(),
        "list": right(roles=OFFICERS),
        "take": _of_office(),
        "ask_agency": _of_office(has_taken_it),
        "name_worker": _of_office(has_taken_it),
        "answer": _of_office(has_taken_it),
        "hand_on": _of_office(has_taken_it),
        "asked": right(roles=("supervisor",)),
        "hear_agency": right(roles=("supervisor",), when=(is_about_their_agency,)),
        "close": right(kinds=("clock",)),
        "find_late": right(kinds=("clock",)),
        "name_office": right(roles=("backbone lead", "operator")),
    },
)
