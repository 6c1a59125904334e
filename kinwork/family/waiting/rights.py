"""Who says what comes first, who offers, who answers."""

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rights import ANSWERING, SENDING, parties


def is_asked(actor: Actor, referral: Referral | None) -> bool:
    """Only the family, or an organization of this referral that spoke with it, can answer an offer."""
    return referral is None or bool(
        {"family", "sender", "receiver"} & set(parties(actor, referral))
    )


declare(
    "waiting",
    {
        "see_list": right(roles=ANSWERING),
        "declare_priority": right(roles=("supervisor", "provider staff")),
        "end_priority": right(roles=("supervisor", "provider staff")),
        "choose_offering": right(roles=("supervisor", "provider staff")),
        "offer_next": right(kinds=("clock",), roles=ANSWERING),
        "answer_offer": right(
            kinds=("family",), roles=tuple(dict.fromkeys((*SENDING, *ANSWERING))), when=(is_asked,)
        ),
        "lapse_offer": right(kinds=("clock",)),
        "see_to_room": right(kinds=("clock",)),
        "ask_anew": right(kinds=("clock",)),
    },
)
