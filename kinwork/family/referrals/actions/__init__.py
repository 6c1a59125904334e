"""Every change to needs and referrals: one verb a move of the life in rules.py.

All moves go through `moving.move`: lock, right, party, state, save, event, trail, and what follows.
"""

from kinwork.family.referrals.actions.answering import (
    accept,
    ask_information,
    cancel_appointment,
    decline,
    end_unserved,
    mark_no_show,
    schedule,
    serve,
    start_service,
    try_contact,
    waitlist,
)
from kinwork.family.referrals.actions.desks import ask_for_link, assign, mark_opened
from kinwork.family.referrals.actions.ending import (
    cancel,
    end_consent,
    enter_in_error,
    expire,
    make_obsolete,
    withdraw,
)
from kinwork.family.referrals.actions.making import make_need, make_referral
from kinwork.family.referrals.actions.moving import AlreadyMoved
from kinwork.family.referrals.actions.revoking import (
    on_agreement_again,
    on_agreement_over,
    on_blocked,
    on_consent_ended,
    on_consent_ending,
    on_consent_narrowed,
    on_family_leaves,
)
from kinwork.family.referrals.actions.sending import (
    ask_cancellation,
    ask_consent,
    give_information,
    recall,
    reroute,
    send,
)

__all__ = [
    "AlreadyMoved",
    "accept",
    "ask_cancellation",
    "ask_consent",
    "ask_for_link",
    "ask_information",
    "assign",
    "cancel",
    "cancel_appointment",
    "decline",
    "end_consent",
    "end_unserved",
    "enter_in_error",
    "expire",
    "give_information",
    "make_need",
    "make_obsolete",
    "make_referral",
    "mark_no_show",
    "mark_opened",
    "on_agreement_again",
    "on_agreement_over",
    "on_blocked",
    "on_consent_ended",
    "on_consent_ending",
    "on_consent_narrowed",
    "on_family_leaves",
    "recall",
    "reroute",
    "schedule",
    "send",
    "serve",
    "start_service",
    "try_contact",
    "waitlist",
    "withdraw",
]
