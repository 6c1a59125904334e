"""Who is on a care team by what a referral has come to. Plain values in and out.

Source: docs/guides/care-team.md. Sending, accepting and serving make a member; the end of the work
ends it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kinwork.family.referrals.rules import AFTER_ACCEPTED, ENDS

SIDES = ("sender", "receiver")
ROLES = ("began", "serves", "asked")
# Why a membership ended: its work did, somebody went, the family did not want them.
BECAUSE = ("work ended", "left", "removed")
HANDOVER_STATES = ("open", "taken", "refused", "taken back")
# About these there is no team, no lead and no tie: who works on them is named to nobody else.
GUARDED = ("sud", "safety")
# What a member sees beside its own work, where the family and the agreements allow it.
TEAM_CLASS = "plan"
MOST_LETTERS = 4000


@dataclass(frozen=True)
class Seat:
    """One side of a referral on the team."""

    side: str
    role: str
    confirmed: bool


def seats(*, state: str, was_sent: bool, has_sender: bool, is_same: bool) -> list[Seat]:
    """Who belongs to the team by this referral now. is_same: an agency sent it to itself."""
    if not was_sent or state in ENDS:
        return []
    accepted = state in AFTER_ACCEPTED
    receiver = Seat("receiver", "serves" if accepted else "asked", accepted)
    if not has_sender or is_same:
        return [receiver]
    return [Seat("sender", "began", True), receiver]


@dataclass(frozen=True)
class Candidate:
    """A confirmed member who could lead."""

    agency: UUID
    user: UUID | None
    side: str
    since: datetime
    sensitivity: str


def leads_by_default(members: Iterable[Candidate]) -> Candidate | None:
    """Whoever sent first leads; nobody is made to who has sent nothing, or whose work is guarded."""
    sent = [one for one in members if one.side == "sender" and one.sensitivity not in GUARDED]
    return min(sent, key=lambda one: (one.since, str(one.agency)), default=None)


def may_take(*, is_confirmed: bool, leads: bool) -> bool:
    """Somebody who works with the family, and does not lead already, may be asked to lead."""
    return is_confirmed and not leads
