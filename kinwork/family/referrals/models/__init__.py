"""Needs, referrals with their history, appointments, outcomes, service episodes."""

from kinwork.family.referrals.models.envelopes import Need, Referral, ReferralSubject
from kinwork.family.referrals.models.guards import DATES, PART_OF_ENVELOPE, SPOKEN
from kinwork.family.referrals.models.history import Handoff, ReferralEvent, ReferralMessage
from kinwork.family.referrals.models.services import (
    Appointment,
    CapacityHold,
    Outcome,
    ServiceEpisode,
)

__all__ = [
    "DATES",
    "SPOKEN",
    "Appointment",
    "CapacityHold",
    "Handoff",
    "Need",
    "Outcome",
    "PART_OF_ENVELOPE",
    "Referral",
    "ReferralEvent",
    "ReferralMessage",
    "ReferralSubject",
    "ServiceEpisode",
]
