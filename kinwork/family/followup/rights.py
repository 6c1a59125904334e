"""Who may give, or write down, the family's own word."""

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rights import SENDING, parties


def is_the_family_or_began_it(actor: Actor, referral: Referral | None) -> bool:
    """Only the family says whether it helped. The organization that began the referral can write
    down what the family told it; the one that served cannot."""
    return referral is None or bool({"family", "sender"} & set(parties(actor, referral)))


declare(
    "followup",
    {
        "ask": right(kinds=("clock",)),
        "say": right(kinds=("family",), roles=SENDING, when=(is_the_family_or_began_it,)),
    },
)
