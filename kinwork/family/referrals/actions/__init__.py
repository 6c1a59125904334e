"""Every change to needs and referrals: one verb a move of the life in rules.py.

All moves go through `moving.move`: lock, right, party, state, save, event, trail, and what follows.
"""

from kinwork.family.referrals.actions.again import propose_next, undo_obsolete
from kinwork.family.referrals.actions.agreeing import on_consent_answered, on_consent_asked
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
    answer_full,
    cancel,
    end_consent,
    end_search,
    enter_in_error,
    expire,
    make_obsolete,
    withdraw,
)
from kinwork.family.referrals.actions.filling import FULL_DAYS, say_full, say_room
from kinwork.family.referrals.actions.handing import HANDED_ON, HANDED_OVER, Handed, hand_over
from kinwork.family.referrals.actions.introducing import record_handoff
from kinwork.family.referrals.actions.making import make_need, make_referral
from kinwork.family.referrals.actions.moving import AlreadyMoved
from kinwork.family.referrals.actions.reviewing import return_decline, uphold_decline
from kinwork.family.referrals.actions.revoking import (
    on_agency_closed,
    on_agreement_again,
    on_agreement_over,
    on_blocked,
    on_consent_ended,
    on_consent_ending,
    on_consent_narrowed,
    on_family_leaves,
    on_victim_services,
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
    "FULL_DAYS",
    "HANDED_ON",
    "HANDED_OVER",
    "AlreadyMoved",
    "Handed",
    "accept",
    "answer_full",
    "ask_cancellation",
    "ask_consent",
    "ask_for_link",
    "ask_information",
    "assign",
    "cancel",
    "cancel_appointment",
    "decline",
    "end_consent",
    "end_search",
    "end_unserved",
    "enter_in_error",
    "expire",
    "give_information",
    "hand_over",
    "make_need",
    "make_obsolete",
    "make_referral",
    "mark_no_show",
    "mark_opened",
    "on_agency_closed",
    "on_victim_services",
    "on_agreement_again",
    "on_agreement_over",
    "on_blocked",
    "on_consent_answered",
    "on_consent_asked",
    "on_consent_ended",
    "on_consent_ending",
    "on_consent_narrowed",
    "on_family_leaves",
    "propose_next",
    "recall",
    "record_handoff",
    "reroute",
    "return_decline",
    "say_full",
    "say_room",
    "schedule",
    "send",
    "serve",
    "start_service",
    "try_contact",
    "undo_obsolete",
    "uphold_decline",
    "waitlist",
    "withdraw",
]
