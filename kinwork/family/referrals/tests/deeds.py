"""How the tests of deeds do one, and see what came of it."""

from datetime import timedelta

from kinwork.common.acting import acting_as
from kinwork.common.models import Community
from kinwork.family.referrals import actions
from kinwork.family.referrals.models import Referral
from tests.cast import OPERATOR
from tests.seeing import everything

HOUR = timedelta(hours=1)


def do(cast, name, verb, referral, hours=1, **said):
    """`name` does `verb`, some hours after the beginning."""
    actor, at = cast.actors[name], cast.later(hours=hours)
    with acting_as(actor, now=at):
        fresh = Referral.objects.get(pk=referral.pk)
        return getattr(actions, verb)(referral=fresh, by=actor, at=at, **said)


def reviewing(cast, days=2):
    """The community has its coordinator look at declines."""
    with acting_as(OPERATOR, now=cast.at):
        place = Community.objects.filter(pk=cast.community.pk)
        place.update(settings={"decline_review_days": days})
        cast.community.refresh_from_db()
    return cast


def state_of(referral):
    with everything():
        return Referral.objects.get(pk=referral.pk).state
