"""What is done to a draft: begun, answered, put aside, finished."""

from kinwork.family.intake.actions.drafting import Clash, Stale, answer, begin, finish, keep_place
from kinwork.family.intake.actions.finishing import Finished, Unfinished, already

__all__ = [
    "Clash",
    "Finished",
    "Stale",
    "Unfinished",
    "already",
    "answer",
    "begin",
    "finish",
    "keep_place",
]
