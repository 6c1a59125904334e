"""What is done to a draft: begun, answered, shared, interpreted, put aside, forgotten, finished."""

from kinwork.family.intake.actions.drafting import Clash, Stale, answer, begin, finish, keep_place
from kinwork.family.intake.actions.finishing import Finished, Unfinished, already
from kinwork.family.intake.actions.interpreting import record_interpreter
from kinwork.family.intake.actions.kiosks import (
    end_kiosk,
    end_kiosk_here,
    forget,
    open_kiosk,
    stay,
)
from kinwork.family.intake.actions.seats import end_seat, make_seat, take_seat

__all__ = [
    "Clash",
    "Finished",
    "Stale",
    "Unfinished",
    "already",
    "answer",
    "begin",
    "end_kiosk",
    "end_kiosk_here",
    "end_seat",
    "finish",
    "forget",
    "keep_place",
    "make_seat",
    "open_kiosk",
    "record_interpreter",
    "stay",
    "take_seat",
]
