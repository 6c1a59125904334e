"""Lines on the desks of a referral's parties: whose desk there is, and who of it looks after it.

One question says on whom a line falls (`told_when_overdue`, `told_when_late`): what a page announces
and what a clock then does ask it alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from kinwork.accounts.models import Agency, Membership
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.family.referrals import queries
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.next_door import FINDS, TOLD_WHEN_LATE
from kinwork.family.referrals.rules import INSTEAD, NO_DESK, OVERDUE
from kinwork.trust.access.actions import open_work_item

REROUTE = "re-route"
NO_SENDER = "no sender"
NOT_FOR_COORDINATORS = ("sud", "safety")


@dataclass(frozen=True)
class Desks:
    """Which agencies work here at all, where somebody does, where a supervisor does, and who
    coordinates each community."""

    active: frozenset[UUID] = frozenset()
    staffed: frozenset[UUID] = frozenset()
    supervised: frozenset[UUID] = frozenset()
    coordinating: dict[UUID, UUID | None] = field(default_factory=dict)


def desks_of(rows: Iterable[Referral]) -> Desks:
    """The desks of all parties of these rows; as many reads for one row as for all of a community."""
    rows = list(rows)
    coordinating = {
        one: queries.coordinating_agency(one) for one in {row.community_id for row in rows}
    }
    parties = {row.sender_id for row in rows} | {row.receiver_id for row in rows}
    parties = (parties | set(coordinating.values())) - {None}
    works = Membership.objects.filter(agency__in=parties, agency__active=True, ends=None)
    hats = set(works.values_list("agency", "role").distinct())
    active = Agency.objects.filter(pk__in=parties, active=True).values_list("pk", flat=True)
    return Desks(
        active=frozenset(active),
        staffed=frozenset(agency for agency, _role in hats),
        supervised=frozenset(agency for agency, role in hats if role == "supervisor"),
        coordinating=coordinating,
    )


def desk_of(row: Referral, party: str, desks: Desks | None = None) -> UUID | None:
    """The agency on whose desk a line for this party lies; None where it has none here. What falls
    to a sender that works here no more falls to the coordinator."""
    desks = desks or desks_of([row])
    party = _acts(row, party, desks)
    if party == "coordinator":
        hidden = row.sensitivity in NOT_FOR_COORDINATORS
        return None if hidden else desks.coordinating.get(row.community_id)
    agency = row.sender_id if party == "sender" else row.receiver_id
    return agency if agency in desks.active else None


def first_desk(row: Referral, parties: Iterable[str], desks: Desks | None = None) -> str:
    """The first of these parties that has a desk at which people work; else the first that has one at
    all, for whoever comes; "" for none."""
    desks = desks or desks_of([row])
    found = [(one, desk_of(row, one, desks)) for one in (_acts(row, p, desks) for p in parties)]
    for party, agency in found:
        if agency in (desks.supervised if party == "supervisor" else desks.staffed):
            return party
    return next((party for party, agency in found if agency), "")


def told_when_overdue(row: Referral, desks: Desks | None = None) -> tuple[str, str]:
    """Who is told that its clock has run out, and of what kind that line is: of those who have a desk
    at which people work the first; ("", "") for nobody."""
    desks = desks or desks_of([row])
    party, kind = OVERDUE[row.state]
    found = first_desk(row, (party, *INSTEAD[party]), desks)
    if not found:
        return "", ""
    return found, kind if found == party else NO_DESK.get(kind, kind)


def told_when_unsent(row: Referral, desks: Desks | None = None) -> str:
    """Who is told that what waits for the family's yes is not sent yet: once the yes is there the
    coordinator, else its sender alone; "" for nobody."""
    desks = desks or desks_of([row])
    parties = ("coordinator", "sender") if row.agreed_at else ("sender",)
    told = (_acts(row, one, desks) for one in parties)
    return next((one for one in told if desk_of(row, one, desks)), "")


def told_when_late(row: Referral, desks: Desks | None = None) -> tuple[str, bool]:
    """Who is told that nobody has found the next place in time, and whether that is who looks for it
    already; ("", False) for nobody."""
    desks = desks or desks_of([row])
    told, finds = first_desk(row, TOLD_WHEN_LATE, desks), first_desk(row, FINDS, desks)
    return told, bool(told) and desk_of(row, told, desks) == desk_of(row, finds, desks)


def has_sender(row: Referral, desks: Desks | None = None) -> bool:
    """Somebody here sent it, and still works here."""
    return row.sender_id is not None and row.sender_id in (desks or desks_of([row])).active


def _acts(row: Referral, party: str, desks: Desks) -> str:
    """The party itself, or who stands in where it works here no more."""
    gone = party == "sender" and row.sender_id is not None and not has_sender(row, desks)
    return "coordinator" if gone else party


def lay_work(
    row: Referral,
    party: str,
    kind: str,
    due: datetime | None,
    at: datetime,
    desks: Desks | None = None,
) -> None:
    """A line on the desk of a referral's sender, receiver, receiver's supervisor or coordinator."""
    agency = desk_of(row, party, desks)
    if agency is None:  # the family sent it itself, or the organization answers by a link
        return
    assignee = {
        "sender": row.followed_by_id or row.sent_by_id,
        "receiver": row.assigned_to_id,
    }.get(party)
    if assignee and not _may_have_it(assignee, agency, row):
        assignee = None
    open_work_item(
        agency=agency,
        community=row.community_id,
        kind=kind,
        target=row.pk,
        due_at=due,
        assignee=assignee,
        at=at,
    )


def lay_another_way(row: Referral, at: datetime, desks: Desks | None = None) -> None:
    """It has no receiver any more: on its sender's desk, and on the coordinator's where its envelope is
    not for the parties alone."""
    for party in ("sender", "coordinator"):
        lay_work(row, party, REROUTE, None, at, desks)


def _may_have_it(user: UUID, agency: UUID, row: Referral) -> bool:
    """Who works there, and whom the family has not shut out."""
    if not Membership.objects.filter(user=user, agency=agency, ends=None).exists():
        return False
    worker = Actor("staff", user, agency, community=row.community_id)
    with acting_as(worker), connection.cursor() as cursor:
        cursor.execute("SELECT kw_shut_from(%s)", [row.household_id])
        return not cursor.fetchone()[0]
