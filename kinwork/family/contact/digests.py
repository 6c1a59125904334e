"""Which workers get a mail about their desk now, and what it counts: read as each of them."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from kinwork.accounts.models import Membership
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.clock import is_business_day
from kinwork.common.models import Holiday
from kinwork.family.contact.laid import nobodys
from kinwork.family.contact.models import MailChoice
from kinwork.trust.access.models import WorkItem

MORNING = time(7)
CLOCK = Actor("clock")


def due(now: datetime) -> Iterator[tuple[list[Membership], str, datetime | None]]:
    """(the hats of one worker, how often, until when they were told) for everybody whose mail is due."""
    live = Q(ends=None) | Q(ends__gt=now)
    with acting_as(CLOCK):
        hats = Membership.objects.filter(live, starts__lte=now, user__is_active=True)
        hats = list(hats.select_related("user", "community", "agency").order_by("user", "starts"))
        chosen = {one.user_id: one for one in MailChoice.objects.all()}
        closed = set(Holiday.objects.values_list("community_id", "day"))
    worn: dict[UUID, list[Membership]] = {}
    for one in hats:
        if one.agency.active:
            worn.setdefault(one.user_id, []).append(one)
    for user, theirs in worn.items():
        choice = chosen.get(user)
        told = choice.told_until if choice else None
        mails = choice.mails if choice else "daily"
        if _is_due(mails, theirs[0], told, now, closed):
            yield theirs, mails, told


def _is_due(mails: str, hat: Membership, told: datetime | None, now: datetime, closed) -> bool:
    if mails == "off":
        return False
    if mails == "each":
        return True
    there = now.astimezone(ZoneInfo(hat.community.time_zone))
    if not is_business_day(there.date()) or (hat.community_id, there.date()) in closed:
        return False
    morning = datetime.combine(there.date(), MORNING, there.tzinfo)
    return there >= morning and (told is None or told < morning)


def counted(hats: list[Membership], told: datetime | None, now: datetime) -> dict[str, int]:
    """Lines of this worker's own, and those that nobody has and they may take, over all their hats:
    overdue, due today, new since the last mail."""
    said = {"late": 0, "today": 0, "fresh": 0}
    for hat in {one.agency_id: one for one in hats}.values():
        roles = [one.role for one in hats if one.agency_id == hat.agency_id]
        evening = _evening(hat, now)
        worker = Actor("staff", hat.user_id, hat.agency_id, hat.role, hat.community_id)
        with acting_as(worker):
            lines = WorkItem.objects.filter(agency=hat.agency_id, closed_at=None)
            lines = lines.filter(Q(assignee=hat.user_id) | nobodys(roles))
            for due_at, opened in lines.values_list("due_at", "opened_at")[:500]:
                if due_at and due_at < now:
                    said["late"] += 1
                elif due_at and due_at <= evening:
                    said["today"] += 1
                if told is None or opened > told:
                    said["fresh"] += 1
    return said


def _evening(hat: Membership, now: datetime) -> datetime:
    zone = ZoneInfo(hat.community.time_zone)
    day = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time(0), zone)
