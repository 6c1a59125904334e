"""A place became free, or openings were said: the next family is offered it, or a desk is told."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kinwork.accounts.models import AgencyCommunity
from kinwork.common import community as place
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.jobs import later
from kinwork.common.models import Community
from kinwork.common.rights import check
from kinwork.directory.actions.units import has_room
from kinwork.directory.models import Service, ServiceCapacity
from kinwork.directory.rules import SAY_ANEW
from kinwork.family.referrals.models import Referral
from kinwork.family.waiting import queries, rights, rules  # noqa: F401  (declares the table)
from kinwork.family.waiting.actions.declaring import look_at_list
from kinwork.family.waiting.actions.offering import (
    lay_free_place,
    offer_next,
    one_list_at_a_time,
)
from kinwork.family.waiting.models import Offer
from kinwork.trust.access.actions import close_work_items, open_work_item, set_due

CLOCK = "openings lapse"  # of a service, in `access.Due`


def on_unit_free(row: Referral, *, by: Actor, at: datetime) -> None:
    """Its unit went back: where somebody waits, the list is looked at, in a job of the same
    transaction. Called as the referral itself, which reads the list of its service."""
    if queries.order(row.service_id):
        later("waiting.room", row.pk)


def on_room_said(capacity: ServiceCapacity, *, by: Actor, at: datetime) -> None:
    """Said, or said to be still so: nobody need be reminded now, and somebody may be offered it."""
    here = Community.objects.filter(pk=by.community).first() if by.community else None
    days = place.setting(here, "openings_remind_days")
    with acting_as(clock(capacity.service_id)):
        close_work_items(target=capacity.service_id, kind=SAY_ANEW, at=at)
        remind_at = rules.remind_at(at, capacity.valid_until, days)
        set_due(target=capacity.service_id, clock=CLOCK, at=remind_at)
    look_at_list(capacity.service_id)


@transaction.atomic
def see_to_room(*, service: UUID, by: Actor, at: datetime) -> Offer | None:
    """Where whoever gives it chose so, what is free goes to the next by itself; else their desk has
    a line. One place at a time, so that nobody's move waits for a whole list; None: nothing (more)
    to offer. Done twice, it finds nothing left to do."""
    require(by)
    check(by, "waiting.see_to_room")
    one_list_at_a_time(service)
    if queries.offers_by_itself(service) and has_room(service, at):
        return offer_next(service=service, by=by, at=at)
    lay_free_place(service, at)
    return None


@transaction.atomic
def ask_anew(*, service: UUID, by: Actor, at: datetime) -> int:
    """What was said of its openings soon counts no more: a line on the desk of whoever gives it. How
    many desks that were. Called by the service's own clock."""
    require(by)
    check(by, "waiting.ask_anew")
    said = ServiceCapacity.objects.filter(service=service, source=None).first()
    given = Service.objects.filter(pk=service, status="active").first()
    if said is None or given is None:
        return 0
    works = AgencyCommunity.objects.filter(
        agency__organization=given.organization_id, agency__active=True
    )
    found = works.order_by("community__slug")[:1]
    for one in found:
        open_work_item(
            agency=one.agency_id,
            community=one.community_id,
            kind=SAY_ANEW,
            target=service,
            due_at=said.valid_until,
            at=at,
        )
    return len(found)
