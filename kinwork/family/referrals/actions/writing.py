"""Who answers by a link has no desk: what would lie there is written to its published address."""

from datetime import datetime

from kinwork.family.contact.actions import put_line
from kinwork.family.referrals import letters
from kinwork.family.referrals.actions.moving import Moved, as_itself
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import TOLD_RECEIVER

# What somebody else did -> which mail says so.
NEWS = {
    "give_information": letters.ANSWERED,
    "return_decline": letters.CHANGED,
    "ask_cancellation": letters.STOP,
}


def write_of_move(moved: Moved, *, at: datetime) -> None:
    """What others did with it, and every end that is not its own doing."""
    row, event = moved.referral, moved.event
    if event.party == "receiver" or not row.sent_at:
        return
    if row.state == "recalled":
        write_to_receiver(row, letters.TAKEN_BACK, deed=f"referrals.{event.verb}", at=at)
    elif row.state in TOLD_RECEIVER:
        write_to_receiver(row, letters.OVER, deed=f"referrals.{event.verb}", at=at)
    elif event.verb in NEWS:
        write_to_receiver(row, NEWS[event.verb], deed=f"referrals.{event.verb}", at=at)


def write_to_receiver(
    row: Referral, which: str, *, deed: str, at: datetime, not_before: datetime | None = None
) -> None:
    """One mail in the outbox, with the deed that caused it; none for who works with a desk here."""
    if row.receiver_id is not None:
        return
    with as_itself(row.pk, row.community_id) as itself:
        agency, follower = letters.who_hears(row)
        put_line(
            kind="link",
            target=row.pk,
            said={"which": which},
            deed=deed,
            household=row.household_id,
            agency=agency,
            follower=follower,
            community=row.community_id,
            not_before=not_before,
            by=itself,
            at=at,
        )
