"""Every change of meetings: planned, held, decided, written down, followed up."""

from kinwork.system.meetings.actions.agendas import (
    add_item,
    answer_proposal,
    change_item,
    move_item,
    note_item,
    propose,
    remove_item,
)
from kinwork.system.meetings.actions.deciding import Said, decide
from kinwork.system.meetings.actions.holding import EARLY, Came, arrive, close, leave, open_meeting
from kinwork.system.meetings.actions.planning import call_off, change, invite, plan, plan_year
from kinwork.system.meetings.actions.promising import (
    PROMISED,
    keep,
    let_go,
    postpone,
    promise,
    tell_effect,
)
from kinwork.system.meetings.actions.voting import CLOSES, count, put_in_writing, vote
from kinwork.system.meetings.actions.writing import correct, publish

__all__ = [
    "CLOSES",
    "EARLY",
    "PROMISED",
    "Came",
    "Said",
    "add_item",
    "answer_proposal",
    "arrive",
    "call_off",
    "change",
    "change_item",
    "close",
    "correct",
    "count",
    "decide",
    "invite",
    "keep",
    "leave",
    "let_go",
    "move_item",
    "note_item",
    "open_meeting",
    "plan",
    "plan_year",
    "postpone",
    "promise",
    "propose",
    "publish",
    "put_in_writing",
    "remove_item",
    "tell_effect",
    "vote",
]
