"""What whoever gives a service says of its list: what comes first, and how a free place is offered."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.jobs import later
from kinwork.common.rights import Refused, check
from kinwork.directory.models import Service
from kinwork.family.waiting import queries, rights, rules  # noqa: F401  (declares the table)
from kinwork.family.waiting.models import ListChoice, PriorityRule


@transaction.atomic
def declare_priority(
    *, service: Service, kind: str, why: str, months: int | None = None, by: Actor, at: datetime
) -> PriorityRule:
    """From now on `kind` comes next after what was declared before; everybody who waits reads `why`.

    Raises Refused for another's service or without a why, ValueError for what is no rule.
    """
    must_give(service.pk, "waiting.declare_priority", by)
    if kind not in rules.KINDS or (months is not None) != rules.needs_months(kind):
        raise ValueError("there is no such rule")
    if months is not None and not 1 <= months <= rules.MOST_MONTHS:
        raise ValueError("an age in months")
    if not why.strip():
        raise Refused("waiting.declare_priority", _("Say why, so that who waits can read it."))
    Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    live = queries.priorities(service.pk)
    if known := live.filter(kind=kind).first():
        return known
    made = PriorityRule.objects.create(
        service=service,
        agency_id=by.agency,
        kind=kind,
        months=months,
        rank=(live.aggregate(last=Max("rank"))["last"] or 0) + 1,
        why=why.strip()[:300],
        starts=at,
    )
    audit.record("waiting.declare_priority", made, by=by, at=at)
    return made


@transaction.atomic
def end_priority(*, rule: PriorityRule, by: Actor, at: datetime) -> PriorityRule:
    """It counts no more; ended twice is ended once."""
    must_give(rule.service_id, "waiting.end_priority", by)
    if PriorityRule.objects.filter(pk=rule.pk, ends=None).update(ends=at):
        audit.record("waiting.end_priority", rule, by=by, at=at)
    rule.refresh_from_db()
    return rule


@transaction.atomic
def choose_offering(*, service: Service, by_itself: bool, by: Actor, at: datetime) -> ListChoice:
    """Whether a place that becomes free is offered to the next by itself, or by a worker's tap.
    Raises Refused for another's service. Chosen to go by itself, it begins with what is free now."""
    must_give(service.pk, "waiting.choose_offering", by)
    said = {"by_itself": by_itself, "agency_id": by.agency, "chosen_at": at}
    made, _new = ListChoice.objects.update_or_create(service=service, defaults=said)
    audit.record("waiting.choose_offering", made, by=by, at=at, by_itself=by_itself)
    look_at_list(service.pk)
    return made


def look_at_list(service: UUID) -> None:
    """Somebody may be offered what is free: done soon, as one who is on the list, if this actor sees
    anybody there."""
    for referral in queries.order(service)[:1]:
        later("waiting.room", referral)


def must_give(service: UUID, verb: str, by: Actor) -> None:
    """Raises Refused unless `by` may do this, and works for whoever gives the service."""
    require(by)
    check(by, verb)
    if not queries.services_of(by.agency).filter(pk=service).exists():
        raise Refused(verb, _("Only the organization that gives this service can do this."))
