"""A family whose team has two members, and deeds by everybody who might try them."""

from datetime import timedelta
from typing import Any

from kinwork.common.acting import acting_as
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Referral
from kinwork.family.teams import actions, queries
from kinwork.family.teams.models import Lead, LeadHandover, Member
from kinwork.people.models import Household
from tests import cast as casting

SHARED = (*casting.SHARED, "plan")
SUMMARY = "Two visits are done. Rosa wants help with the rent next."


def served(cast, *, plan: bool = True) -> Referral:
    """Ana sent, Ben accepted; the family lets both see the plan, or does not."""
    row = casting.accepted(cast)
    if plan:
        for key in ("clinic", "library"):
            casting.consent(cast, key, classes=SHARED)
    return row


def do(cast, name: str, deed, hours: int = 2, **said: Any):
    actor, at = cast.actors[name], cast.later(hours=hours)
    with acting_as(actor, now=at):
        return deed(by=actor, at=at, **said)


def move(cast, name: str, verb: str, row: Referral, hours: int = 3, **said: Any) -> Referral:
    actor, at = cast.actors[name], cast.at + timedelta(hours=hours)
    with acting_as(actor, now=at):
        fresh = Referral.objects.get(pk=row.pk)
        return getattr(referrals, verb)(referral=fresh, by=actor, at=at, **said)


def seen(cast, name: str, model=Member, hours: int = 4) -> int:
    with acting_as(cast.actors[name], now=cast.later(hours=hours)):
        return model.objects.count()


def lead(cast, name: str = "ana") -> Lead | None:
    with acting_as(cast.actors[name], now=cast.later(hours=2)):
        return queries.lead(cast.household.pk)


def asked(cast, **said: Any) -> LeadHandover:
    """Ana asks the clinic to lead."""
    told = {"taker": cast.agencies["clinic"].pk, "summary": SUMMARY, **said}
    return do(cast, "ana", actions.hand_over, lead=lead(cast), **told)


def home(cast) -> Household:
    return cast.household
