"""The family's word on a referral, for its page and both organizations."""

from kinwork.family.followup.models import FamilyWord
from kinwork.family.referrals.models import Referral


def word(referral: Referral) -> FamilyWord | None:
    """The newest one; earlier ones stay."""
    return FamilyWord.objects.filter(referral=referral).order_by("-said_at").first()


def claim(referral: Referral) -> str:
    """What the provider recorded: fully, partly, not; empty when it was not served."""
    served = referral.events.filter(verb="serve").last()
    return served.reason if served else ""
