"""Every write about waiting lists: what comes first, who is offered a place, what a free place does."""

from kinwork.family.waiting.actions.declaring import (
    choose_offering,
    declare_priority,
    end_priority,
)
from kinwork.family.waiting.actions.offering import answer_offer, lapse_offer, offer_next
from kinwork.family.waiting.actions.room import (
    ask_anew,
    on_room_said,
    on_unit_free,
    see_to_room,
)
from kinwork.family.waiting.actions.settling import settle_offers

__all__ = [
    "answer_offer",
    "ask_anew",
    "choose_offering",
    "declare_priority",
    "end_priority",
    "lapse_offer",
    "offer_next",
    "on_room_said",
    "on_unit_free",
    "see_to_room",
    "settle_offers",
]
