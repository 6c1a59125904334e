"""Who may give, or write down, the family's own word."""

from typing import Any

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right
from kinwork.family.followup.models import Asked
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rights import SENDING, parties


def is_the_family_or_began_it(actor: Actor, referral: Referral | None) -> bool:
    """Only the family says whether it helped. The organization that began the referral can write
    down what the family told it; the one that served cannot."""
    return referral is None or bool({"family", "sender"} & set(parties(actor, referral)))


def is_the_family_itself(actor: Actor, referral: Any) -> bool:
    """Only the family can do this."""
    return referral is None or "family" in parties(actor, referral)


def is_its_own_link(actor: Actor, asked: Any) -> bool:
    """This link is for something else."""
    return not isinstance(asked, Asked) or actor.id == asked.pk


declare(
    "followup",
    {
        "ask": right(kinds=("clock",)),
        "remind": right(kinds=("clock",)),
        "say": right(kinds=("family",), roles=SENDING, when=(is_the_family_or_began_it,)),
        "answer_one": right(kinds=("family",), when=(is_the_family_itself,)),
        "refuse": right(kinds=("family",), when=(is_the_family_itself,)),
        "say_by_link": right(kinds=("link",), when=(is_its_own_link,)),
    },
)
