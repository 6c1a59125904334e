"""Who may publish, offer, choose and move times. A docstring is the sentence shown on refusal."""

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rights import ANSWERING, SENDING, is_a_party, parties, receives_it


def is_its_family(actor: Actor, referral: Referral | None) -> bool:
    """Only the family itself chooses, moves and cancels here."""
    return referral is None or "family" in parties(actor, referral)


_BY_FAMILY = right(kinds=("family",), when=(is_its_family,))

declare(
    "appointments",
    {
        "publish": right(roles=ANSWERING),
        "offer": right(kinds=("link",), roles=ANSWERING, when=(receives_it,)),
        "choose": _BY_FAMILY,
        "cancel": _BY_FAMILY,
        "ask_change": _BY_FAMILY,
        "file": right(kinds=("family", "link"), roles=SENDING, when=(is_a_party,)),
    },
)
