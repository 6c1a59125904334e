"""What becomes of an offer when its referral moves: nobody keeps a place that somebody else has."""

from datetime import datetime

from kinwork.common import audit
from kinwork.common.actor import Actor
from kinwork.common.jobs import later
from kinwork.family.referrals.actions.following import lay_work
from kinwork.family.referrals.actions.moving import Moved
from kinwork.family.waiting.actions.offering import ASKED, close_offer
from kinwork.family.waiting.models import Offer


def settle_offers(moved: Moved, *, by: Actor, at: datetime) -> None:
    """Came onto the list, left it, or was confirmed on it; called as the referral itself.

    A wait that is confirmed takes no open offer away: its line is laid again, its unit stays kept
    (`following`). Any other move ends it. A yes from before counts until whoever gives the service
    puts the family on the list once more: then the unit is free, and the family is asked again in
    its turn. Who left may have been the last who could use a free place: the list is looked at.
    """
    row = moved.referral
    if row.state != "waitlisted":
        later("waiting.room", row.pk)
    confirmed = moved.came_from == row.state == "waitlisted"
    found = Offer.objects.select_for_update().filter(referral=row, state__in=("open", "taken"))
    for offer in found.order_by("made_at"):
        if offer.state == "open" and confirmed:
            lay_work(row, "sender", ASKED, offer.due_at, at)
        elif offer.state == "open" or row.state == "waitlisted":
            close_offer(offer, "over", moved.event.party, at)
            audit.record("waiting.end_offer", row, by=by, at=at)
