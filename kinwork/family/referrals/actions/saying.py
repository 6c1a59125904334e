"""Words between the parties of a referral; of the referral's class, never for a coordinator."""

from datetime import datetime

from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.common.rights import Refused
from kinwork.family.referrals.actions.moving import as_itself
from kinwork.family.referrals.models import Referral, ReferralMessage


def say(
    row: Referral, body: str, *, by: Actor, at: datetime, party: str, in_review: bool = False
) -> ReferralMessage:
    """Add words to a referral. in_review: about a decline that does not stand yet. Raises Refused
    for none at all."""
    if not body.strip():
        raise Refused("referrals.say", _("Please write what you want to say."))
    message = ReferralMessage(
        community_id=row.community_id,
        recorded_by_id=by.agency,
        steward_id=by.agency,
        sensitivity=row.sensitivity,
        household_id=row.household_id,
        said_in=row.household_id,
        referral=row,
        body=body.strip(),
        said_at=at,
        said_by_user_id=by.id if by.is_staff else None,
        said_by_party=party,
        in_review=in_review,
    )
    if by.kind == "link":  # its last words come with an end, after which it sees and writes nothing
        with as_itself(row.pk, row.community_id):
            message.save(force_insert=True)
    else:
        message.save(force_insert=True)
    return message
