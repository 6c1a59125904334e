"""Partnerships: started with four questions, given results, members and seats, and a charter."""

from kinwork.system.partnerships.actions.charters import (
    Heard,
    change_charter,
    commit,
    decide,
    write_charter,
)
from kinwork.system.partnerships.actions.members import (
    admit,
    close_seat,
    open_seat,
    part,
    sit,
)
from kinwork.system.partnerships.actions.starting import (
    agree,
    answer_questions,
    start,
    take_goal,
)

__all__ = [
    "Heard",
    "admit",
    "agree",
    "answer_questions",
    "change_charter",
    "close_seat",
    "commit",
    "decide",
    "open_seat",
    "part",
    "sit",
    "start",
    "take_goal",
    "write_charter",
]
