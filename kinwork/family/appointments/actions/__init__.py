"""Every change to published times, offers and reminders; the date itself is moved by referrals."""

from kinwork.family.appointments.actions.choosing import Gone, TooLate, ask_change, cancel, choose
from kinwork.family.appointments.actions.following import remind, settle_dates
from kinwork.family.appointments.actions.offering import offer
from kinwork.family.appointments.actions.publishing import (
    draw,
    end_pattern,
    publish_pattern,
    publish_slot,
    withdraw_slot,
)

__all__ = [
    "Gone",
    "TooLate",
    "ask_change",
    "cancel",
    "choose",
    "draw",
    "end_pattern",
    "offer",
    "publish_pattern",
    "publish_slot",
    "remind",
    "settle_dates",
    "withdraw_slot",
]
