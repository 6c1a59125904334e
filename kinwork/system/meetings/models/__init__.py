"""Meetings of a partnership: agenda, attendance, decisions, minutes, promises. About no family."""

from kinwork.system.meetings.models.deciding import Attendance, Ballot, Decision
from kinwork.system.meetings.models.following import (
    Correction,
    Effect,
    Minutes,
    Promise,
    PromiseStep,
)
from kinwork.system.meetings.models.preparing import AgendaItem, Meeting, Proposal

__all__ = [
    "AgendaItem",
    "Attendance",
    "Ballot",
    "Correction",
    "Decision",
    "Effect",
    "Meeting",
    "Minutes",
    "Promise",
    "PromiseStep",
    "Proposal",
]
