"""What is really stored of the referrals of a walk, read from behind the curtain in few questions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from kinwork.accounts.models import Membership
from kinwork.common.models import AuditEntry
from kinwork.directory.models import ServiceCapacity
from kinwork.family.contact.models import Message
from kinwork.family.referrals.models import (
    Appointment,
    CapacityHold,
    Outcome,
    Referral,
    ReferralEvent,
)
from kinwork.trust.access.models import Due, Tie, WorkItem
from tests.seeing import everything


@dataclass
class Seen:
    """Rows by referral."""

    rows: dict[UUID, Referral]
    events: dict[UUID, list[ReferralEvent]] = field(default_factory=lambda: defaultdict(list))
    trail: dict[UUID, list[AuditEntry]] = field(default_factory=lambda: defaultdict(list))
    messages: dict[UUID, list[Message]] = field(default_factory=lambda: defaultdict(list))
    ties: dict[UUID, list[Tie]] = field(default_factory=lambda: defaultdict(list))
    dues: dict[UUID, list[Due]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[UUID, list[WorkItem]] = field(default_factory=lambda: defaultdict(list))
    dates: dict[UUID, list[Appointment]] = field(default_factory=lambda: defaultdict(list))
    holds: dict[UUID, CapacityHold] = field(default_factory=dict)
    outcomes: dict[UUID, Outcome] = field(default_factory=dict)
    left: dict[UUID, float] = field(default_factory=dict)
    peopled: set[UUID] = field(default_factory=set)


def see(ids: Iterable[UUID], services: Iterable[UUID]) -> Seen:
    """Everything about these referrals, and the openings of these services."""
    ids = list(ids)
    with everything():
        found = Seen(Referral.objects.in_bulk(ids))
        _by(found.events, ReferralEvent.objects.filter(referral__in=ids), "referral_id")
        trail = AuditEntry.objects.filter(target_id__in=ids, verb__startswith="referrals.")
        _by(found.trail, trail.order_by("at", "id"), "target_id")
        _by(found.messages, Message.objects.filter(about__in=ids), "about")
        _by(found.ties, Tie.objects.filter(work__in=ids), "work")
        _by(found.dues, Due.objects.filter(target__in=ids), "target")
        lines = WorkItem.objects.filter(target__in=ids, closed_at=None).select_related("agency")
        _by(found.lines, lines, "target")
        _by(found.dates, Appointment.objects.filter(referral__in=ids), "referral_id")
        found.holds = {
            one.referral_id: one for one in CapacityHold.objects.filter(referral__in=ids)
        }
        found.outcomes = {one.referral_id: one for one in Outcome.objects.filter(referral__in=ids)}
        said = ServiceCapacity.objects.filter(service__in=list(services)).order_by("updated", "id")
        found.left = {one.service_id: one.available for one in said}
        found.peopled = set(Membership.objects.filter(ends=None).values_list("agency", flat=True))
    return found


def _by(into: dict, rows: Iterable, key: str) -> None:
    for row in rows:
        into[getattr(row, key)].append(row)
