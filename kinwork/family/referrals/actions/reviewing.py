"""A decline that the community's coordinator looks at before it stands: let it stand, or send it back.

Off unless the community sets a number of days; then it stands by itself after them. Only what a
provider gives as its reason is looked at: what the family said is the family's. Until it stands the
family is told nothing, the unit stays kept and the wire stays where it was.
"""

from datetime import datetime
from typing import Unpack

from django.db import transaction

from kinwork.common.actor import Actor
from kinwork.common.community import setting
from kinwork.family.referrals import clocks, queries
from kinwork.family.referrals.actions.following import follow
from kinwork.family.referrals.actions.moving import Said, as_itself, move
from kinwork.family.referrals.actions.saying import say
from kinwork.family.referrals.codes import DECLINE_REASONS
from kinwork.family.referrals.models import Referral


def _until_the_date(row: Referral, at: datetime) -> dict[str, datetime]:
    """A date that stands has its clock from the date itself."""
    if queries.state_for_family(row) != "scheduled":
        return {}
    with as_itself(row.pk, row.community_id):  # a coordinator reads no date
        date = row.appointments.filter(state="planned").order_by("starts_at").last()
    if date is None:
        return {}
    return {"due_at": clocks.due_at(row, "scheduled", max(date.starts_at, at)).at}


def is_reviewed(row: Referral, reason: str) -> bool:
    """Does somebody look at this decline first? Nobody may read of treatment or safety."""
    return (
        setting(row.community, "decline_review_days") > 0
        and DECLINE_REASONS.get(reason) == "provider"
        and row.sensitivity not in ("sud", "safety")
        and queries.coordinating_agency(row.community_id) is not None
    )


@transaction.atomic
def uphold_decline(
    *, referral: Referral, by: Actor, at: datetime, **said: Unpack[Said]
) -> Referral:
    """The decline stands: by the coordinator, or by itself when its days are over."""
    said["reason"] = queries.proposed_reason(referral)  # counted where it counts: at the end
    moved = move(referral, "uphold_decline", by=by, at=at, **said)
    if moved.fresh:
        follow(moved, at=at)
    return moved.referral


@transaction.atomic
def return_decline(
    *, referral: Referral, message: str, by: Actor, at: datetime, **said: Unpack[Said]
) -> Referral:
    """Back to the receiver and to the state that it had before, whose clock begins anew; with a word
    that it and the sender read, and the family does not."""
    change = _until_the_date(referral, at)
    moved = move(referral, "return_decline", by=by, at=at, change=change, **said)
    if moved.fresh:
        row = moved.referral
        with as_itself(row.pk, row.community_id) as itself:
            say(row, message, by=itself, at=at, party="coordinator", in_review=True)
        follow(moved, at=at)
    return moved.referral
