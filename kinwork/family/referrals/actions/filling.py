"""Who answers by a link says that it is full, or has room again; so nobody is sent there in vain."""

from datetime import datetime, timedelta

from django.db import transaction

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.community import setting
from kinwork.common.rights import check
from kinwork.directory.actions import lapse_capacity, set_capacity
from kinwork.directory.models import ServiceCapacity
from kinwork.family.referrals import letters
from kinwork.family.referrals.actions.moving import as_itself
from kinwork.family.referrals.actions.writing import write_to_receiver
from kinwork.family.referrals.models import Referral

FULL_DAYS = (14, 30, 60, 90)  # what its page lets one choose from


@transaction.atomic
def say_full(
    *, referral: Referral, days: int, keeps_list: bool, by: Actor, at: datetime
) -> ServiceCapacity:
    """No openings for this service for so many days; later requests are answered
    at once, or with a waiting list kept wait there. This one, and those before it, keep their place.
    Some days before it counts no more a mail asks how it stands.

    Raises Refused for whoever did not receive it by a link, ValueError for a number that is no future.
    """
    require(by)
    check(by, "referrals.say_full", referral)
    with as_itself(referral.pk, referral.community_id) as itself:
        said = set_capacity(
            service_id=referral.service_id,
            available=0,
            valid_until=at + timedelta(days=days),
            takes_waitlist=keeps_list,
            by=itself,
            at=at,
        )
    days_before = setting(referral.community, "openings_remind_days")
    remind_at = max(said.valid_until - timedelta(days=days_before), at + timedelta(days=days) / 2)
    write_to_receiver(
        referral, letters.ROOM, deed="referrals.say_full", at=at, not_before=remind_at
    )
    audit.record("referrals.say_full", referral, by=by, at=at, days=days, keeps_list=keeps_list)
    return said


@transaction.atomic
def say_room(*, referral: Referral, by: Actor, at: datetime) -> bool:
    """It is full no more; nobody has to count. False where nothing was said that still counts."""
    require(by)
    check(by, "referrals.say_room", referral)
    with as_itself(referral.pk, referral.community_id) as itself:
        said = lapse_capacity(service_id=referral.service_id, by=itself, at=at)
    audit.record("referrals.say_room", referral, by=by, at=at)
    return said is not None
