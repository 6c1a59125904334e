"""The family's word on a referral, for its page and both organizations."""

from collections.abc import Iterable
from uuid import UUID

from kinwork.family.followup.models import Asked, Begun, FamilyWord
from kinwork.family.referrals.models import Referral


def word(referral: Referral) -> FamilyWord | None:
    """The newest one; earlier ones stay."""
    return FamilyWord.objects.filter(referral=referral).order_by("-said_at").first()


def begun(referral: Referral) -> Begun | None:
    """What was answered so far and not sent."""
    return Begun.objects.filter(referral=referral).first()


def asked(referral: Referral) -> Asked | None:
    return Asked.objects.filter(referral=referral).first()


def claim(referral: Referral) -> str:
    """What the provider recorded: fully, partly, not; empty when it was not served."""
    served = referral.events.filter(verb="serve").last()
    return served.reason if served else ""


def contradicted(referrals: Iterable[UUID]) -> set[UUID]:
    """Those of these referrals whose family says otherwise than the provider, by its newest word."""
    words = FamilyWord.objects.filter(referral__in=list(referrals)).order_by("said_at")
    newest = dict(words.values_list("referral_id", "disputes"))
    return {referral for referral, disputes in newest.items() if disputes}
