"""Every change of waves: prepared, opened, answered by a link, closed and counted."""

from kinwork.system.continuum.actions.answering import answer_system, begin, finish, rate
from kinwork.system.continuum.actions.asking import (
    CLOSES,
    Asked,
    Rated,
    ask_also,
    call_off,
    extend,
    leave_out,
    open_wave,
    prepare,
    remind,
    set_sector,
)
from kinwork.system.continuum.actions.closing import close

__all__ = [
    "CLOSES",
    "Asked",
    "Rated",
    "answer_system",
    "ask_also",
    "begin",
    "call_off",
    "close",
    "extend",
    "finish",
    "leave_out",
    "open_wave",
    "prepare",
    "rate",
    "remind",
    "set_sector",
]
