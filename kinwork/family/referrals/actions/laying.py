"""Lines on the desks of a referral's parties: whose desk there is, and who of it looks after it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from kinwork.accounts.models import Membership
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.family.referrals import queries
from kinwork.family.referrals.models import Referral
from kinwork.trust.access.actions import open_work_item

REROUTE = "re-route"


def desk_of(row: Referral, party: str) -> UUID | None:
    """The agency on whose desk a line for this party lies; None where it has none here."""
    if party == "coordinator":  # who reads no envelope of treatment or safety
        hidden = row.sensitivity in ("sud", "safety")
        return None if hidden else queries.coordinating_agency(row.community_id)
    return row.sender_id if party == "sender" else row.receiver_id


def first_desk(row: Referral, parties: Iterable[str]) -> str:
    """The first of these parties that has a desk at which people work; "" for none."""
    for party in parties:
        agency = desk_of(row, party)
        works = Membership.objects.filter(agency=agency, agency__active=True, ends=None)
        if agency and works.exists():
            return party
    return ""


def lay_work(row: Referral, party: str, kind: str, due: datetime | None, at: datetime) -> None:
    """A line on the desk of a referral's sender, receiver, receiver's supervisor or coordinator."""
    agency = desk_of(row, party)
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


def lay_another_way(row: Referral, at: datetime) -> None:
    """It has no receiver any more: on its sender's desk, and on the coordinator's where its envelope is
    not for the parties alone."""
    for party in ("sender", "coordinator"):
        lay_work(row, party, REROUTE, None, at)


def _may_have_it(user: UUID, agency: UUID, row: Referral) -> bool:
    """Who works there, and whom the family has not shut out."""
    if not Membership.objects.filter(user=user, agency=agency, ends=None).exists():
        return False
    worker = Actor("staff", user, agency, community=row.community_id)
    with acting_as(worker), connection.cursor() as cursor:
        cursor.execute("SELECT kw_shut_from(%s)", [row.household_id])
        return not cursor.fetchone()[0]
