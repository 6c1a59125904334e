"""Every change of a complaint. Nothing here names whoever complained in any trail."""

from kinwork.family.complaints.actions.hearing import (
    answer,
    ask_agency,
    hand_on,
    hear_agency,
    name_worker,
    take,
)
from kinwork.family.complaints.actions.making import NobodyHears, Said, Who, make
from kinwork.family.complaints.actions.offices import name_office
from kinwork.family.complaints.actions.saying import (
    add,
    close,
    find_late,
    reopen,
    settle,
    withdraw,
)

__all__ = [
    "NobodyHears",
    "Said",
    "Who",
    "add",
    "answer",
    "ask_agency",
    "close",
    "find_late",
    "hand_on",
    "hear_agency",
    "make",
    "name_office",
    "name_worker",
    "reopen",
    "settle",
    "take",
    "withdraw",
]
