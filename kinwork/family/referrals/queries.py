"""Reads of referrals that deserve a name; row-level security keeps to what the actor may see."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Now

from kinwork.accounts.models import Agency, AgencyCommunity, Membership
from kinwork.accounts.queries import open_at
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.models import Community
from kinwork.common.rights import may
from kinwork.directory.models import Organization
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import IN_REVIEW, SENT_AND_OPEN
from kinwork.trust.access.models import WorkItem
from kinwork.trust.agreements.models import Party


def siblings(referral: Referral) -> list[UUID]:
    """Open referrals for the same need, whoever received them: ids only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_siblings(%s)", [referral.pk])
        return [found for (found,) in cursor.fetchall()]


def was_taken_back_from(actor: Actor, referral: UUID) -> bool:
    """Was this sent to whoever asks, and recalled? Who holds its link has it from the mail; else its
    receiver's own people, never one whom the family has shut out, nor of what is for named people."""
    if actor.kind == "link" and actor.id != referral:
        return False
    if not (actor.kind == "link" or (actor.is_staff and may(actor, "referrals.see", None))):
        return False
    with acting_as(clock(referral)):
        row = Referral.objects.filter(pk=referral, state="recalled").first()
    if row is None or actor.kind == "link":
        return row is not None and row.receiver_id is None
    if row.receiver_id != actor.agency or row.sensitivity in ("sud", "safety"):
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_active() AND NOT kw_shut_from(%s)", [row.household_id])
        return bool(cursor.fetchone()[0])


def ended_siblings(referral: Referral) -> list[UUID]:
    """Ended referrals for the same need: ids only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_ended_siblings(%s)", [referral.pk])
        return [found for (found,) in cursor.fetchall()]


def goes_on(referral: UUID) -> UUID | None:
    """The open referral that it goes on as; asked by the referral itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_goes_on(%s)", [referral])
        return cursor.fetchone()[0]


def open_towards(household: UUID, agency: UUID) -> list[UUID]:
    """Open referrals of a family to one agency: ids only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_open_referrals(%s, %s)", [household, agency])
        return [found for (found,) in cursor.fetchall()]


def proposed_reason(referral: Referral) -> str:
    """Why the receiver wants to decline, while that is looked at; "" when it is not."""
    if referral.state != IN_REVIEW:
        return ""
    last = referral.events.filter(verb="propose_decline").order_by("number").last()
    return last.reason if last else ""


def state_for_family(referral: Referral) -> str:
    """Where it stands as the family is told: of a decline that is looked at it hears nothing yet."""
    if referral.state != IN_REVIEW:
        return referral.state
    last = referral.events.filter(verb="propose_decline").order_by("number").last()
    return last.from_state if last else "sent"


def receiver_of(organization: Organization, community: Community) -> Agency | None:
    """The agency that would receive here: it works in this community and has signed to take part."""
    found = Agency.objects.filter(
        organization=organization, active=True, is_victim_service_provider=False
    )
    agency = found.filter(communities=community).first()
    return agency if agency and has_signed(agency.pk) else None


def has_signed(agency: UUID) -> bool:
    """Has this agency a participation agreement that is not ended or suspended?

    For choosing how to reach it; what may be disclosed is asked again, and locked, on sending.
    """
    return _signed().filter(agency=agency).exists()


def is_stranded(row: Referral) -> bool:
    """Is it open towards an agency that takes part no more: closed, bound by nothing, or one for
    victims of violence? Asked by the referral itself."""
    if row.receiver_id is None or row.sent_at is None or row.ended_at:
        return False
    takes_part = Agency.objects.filter(active=True, is_victim_service_provider=False)
    if not takes_part.filter(pk=row.receiver_id).exists():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_bound(%s, NULL, kw_now())", [row.receiver_id])
        return not cursor.fetchone()[0]


def receivers(community: Community) -> set[UUID]:
    """The organizations whose agencies would receive here (see `receiver_of`)."""
    agencies = Agency.objects.filter(
        communities=community, active=True, is_victim_service_provider=False
    )
    found = _signed().filter(agency__in=agencies)
    return set(found.values_list("agency__organization_id", flat=True)) - {None}


def _signed() -> QuerySet[Party]:
    return Party.objects.filter(
        Q(agreement__ends=None) | Q(agreement__ends__gt=Now()),
        ends=None,
        agreement__kind="participation",
        agreement__suspended_at=None,
    )


def coordinating_agency(community: UUID) -> UUID | None:
    """Whose desk a community's overdue answers go to: where its coordinator works, else who convenes;
    never an agency that works here no more."""
    found = Membership.objects.filter(
        community=community, role="coordinator", ends=None, agency__active=True
    )
    agency = found.values_list("agency", flat=True).order_by("starts").first()
    convening = AgencyCommunity.objects.filter(
        community=community, convenes=True, agency__active=True
    )
    return agency or convening.values_list("agency", flat=True).first()


def envelopes() -> QuerySet[Referral]:
    """Referrals with what their envelope shows."""
    parties = ("service", "organization", "receiver", "sender", "location", "community")
    return Referral.objects.select_related(*parties, "assigned_to", "followed_by", "sent_by")


def caseload(user: UUID, agency: UUID | None) -> QuerySet[Referral]:
    """The referrals that `user` looks after for `agency`: open ones that it received or sent, and
    what an ended one has left on their desk."""
    sent = Q(followed_by=user) | Q(followed_by=None, sent_by=user)
    ours = Q(receiver=agency, assigned_to=user) | (Q(sender=agency) & sent)
    lines = WorkItem.objects.filter(agency=agency, assignee=user, closed_at=None)
    either = Q(receiver=agency) | Q(sender=agency)
    left = either & Q(pk__in=lines.values("target"))
    return Referral.objects.filter((ours & Q(ended_at=None)) | left)


def followed_by_nobody(
    found: QuerySet[Referral], agency: UUID | None, now: datetime
) -> QuerySet[Referral]:
    """Of these, sent by `agency`, those that none of its people follows: whoever sent or followed them
    works there no more, or the family sent them itself."""
    hats = Membership.objects.filter(open_at(now), agency=agency, user__is_active=True)
    found = found.alias(follows=Coalesce("followed_by", "sent_by"))
    nobody = Q(follows=None) | ~Q(follows__in=hats.values("user"))
    return found.filter(nobody, sender=agency)


def of_household(household: UUID) -> list[Referral]:
    """A family's referrals, newest first."""
    return list(envelopes().filter(household=household).order_by("-made_at"))


def open_of(households: Iterable[UUID]) -> QuerySet[Referral]:
    return envelopes().filter(household__in=list(households), state__in=SENT_AND_OPEN)


def for_family(household: UUID) -> list[Referral]:
    """A family's own referrals for its page: the open ones first, then the newest."""
    found = of_household(household)
    return sorted(found, key=lambda one: (one.ended_at is not None, -one.made_at.timestamp()))
