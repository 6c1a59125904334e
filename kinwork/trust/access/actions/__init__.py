"""Every change to the grounds of access: ties, authority, blocks; keys; clocks and desks."""

from kinwork.trust.access.actions.alarms import ALARM, read_alarm
from kinwork.trust.access.actions.authority import NoAuthority, end_authority, give_authority
from kinwork.trust.access.actions.clocks import clear_due, set_due
from kinwork.trust.access.actions.desks import close_work_items, hand_back, open_work_item
from kinwork.trust.access.actions.glass import (
    NoGlass,
    break_glass,
    close_glass,
    read_glass,
    refused,
    review_glass,
)
from kinwork.trust.access.actions.keys import (
    CLAIM_HOURS,
    Card,
    Claimed,
    NoClaim,
    Turned,
    claim_key,
    code_hash,
    end_keys,
    make_claim,
    make_key,
    turn_key,
    word_hash,
)
from kinwork.trust.access.actions.protections import (
    NoProtection,
    release,
    review_protection,
    withhold,
    withhold_minors_service,
)
from kinwork.trust.access.actions.telling import (
    OPENED,
    OVERDUE,
    REVIEW,
    glass_overdue,
    tell_glass,
)
from kinwork.trust.access.actions.ties import (
    block,
    close_ties,
    hold_grounds,
    no_later_than_now,
    open_tie,
    unblock,
)

__all__ = [
    "ALARM",
    "CLAIM_HOURS",
    "Card",
    "Claimed",
    "NoAuthority",
    "NoClaim",
    "NoGlass",
    "NoProtection",
    "OPENED",
    "OVERDUE",
    "REVIEW",
    "Turned",
    "block",
    "break_glass",
    "claim_key",
    "clear_due",
    "close_glass",
    "close_ties",
    "close_work_items",
    "code_hash",
    "end_authority",
    "end_keys",
    "give_authority",
    "glass_overdue",
    "hand_back",
    "hold_grounds",
    "make_claim",
    "make_key",
    "no_later_than_now",
    "open_tie",
    "open_work_item",
    "read_alarm",
    "read_glass",
    "refused",
    "release",
    "review_glass",
    "review_protection",
    "set_due",
    "tell_glass",
    "turn_key",
    "unblock",
    "withhold",
    "withhold_minors_service",
    "word_hash",
]
