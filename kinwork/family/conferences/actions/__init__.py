"""Every change to a joint case conference: planned, answered, held, followed up."""

from kinwork.family.conferences.actions.answering import add_item, answer, answer_as_family
from kinwork.family.conferences.actions.following import add_follow_up, make_step, settle_follow_up
from kinwork.family.conferences.actions.holding import hold, write_note
from kinwork.family.conferences.actions.planning import call_off, move_date, plan

__all__ = [
    "add_follow_up",
    "add_item",
    "answer",
    "answer_as_family",
    "call_off",
    "hold",
    "make_step",
    "move_date",
    "plan",
    "settle_follow_up",
    "write_note",
]
