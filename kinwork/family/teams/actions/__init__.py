"""Every change to a care team: members come and go with their work; the lead; words to and from it."""

from kinwork.family.teams.actions.keeping import (
    keep_team,
    leave,
    name_workers,
    on_blocked,
    open_agencies,
)
from kinwork.family.teams.actions.leading import (
    answer_handover,
    hand_over,
    take_back,
    take_lead,
)
from kinwork.family.teams.actions.writing import answer, write

__all__ = [
    "answer",
    "answer_handover",
    "hand_over",
    "keep_team",
    "leave",
    "name_workers",
    "on_blocked",
    "open_agencies",
    "take_back",
    "take_lead",
    "write",
]
