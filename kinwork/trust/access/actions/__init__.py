"""Every change to the grounds of access: ties, authority, blocks; keys; clocks and desks."""

from kinwork.trust.access.actions.clocks import clear_due, set_due
from kinwork.trust.access.actions.desks import close_work_items, hand_back, open_work_item
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
from kinwork.trust.access.actions.ties import (
    block,
    close_ties,
    give_authority,
    hold_grounds,
    no_later_than_now,
    open_tie,
)

__all__ = [
    "CLAIM_HOURS",
    "Card",
    "Claimed",
    "NoClaim",
    "Turned",
    "block",
    "claim_key",
    "clear_due",
    "close_ties",
    "close_work_items",
    "code_hash",
    "end_keys",
    "give_authority",
    "hand_back",
    "hold_grounds",
    "make_claim",
    "make_key",
    "no_later_than_now",
    "open_tie",
    "open_work_item",
    "set_due",
    "turn_key",
    "word_hash",
]
