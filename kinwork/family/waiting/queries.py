"""Who waits, in which order; the order itself is computed by the database and comes as numbers."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from kinwork.accounts.models import Agency
from kinwork.common import community as here
from kinwork.directory.models import Service
from kinwork.family.referrals.models import Referral
from kinwork.family.waiting.models import ListChoice, Offer, PriorityRule


def order(service: UUID) -> list[UUID]:
    """Referrals that wait for this service, first first: those that the actor may see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT referral FROM kw_wait_list(%s) ORDER BY place", [service])
        return [found for (found,) in cursor.fetchall()]


def place(service: UUID, referral: UUID) -> int | None:
    """How many stand before this one, plus one; None where it does not wait, or is not one's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place FROM kw_wait_list(%s) WHERE referral = %s", [service, referral]
        )
        found = cursor.fetchone()
        return found[0] if found else None


def why_passed_over(referral: UUID, most_months: int | None) -> str:
    """A code of rules.SKIPPED, or "": asked by the referral's own clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_wait_reason(%s, %s)", [referral, most_months])
        return cursor.fetchone()[0] or ""


def most_months(service: UUID) -> int | None:
    """Up to which age the directory says that this is; None: it does not say."""
    entry = Service.objects.get(pk=service).search_entries.first()
    return entry.maximum_age_months if entry else None


def priorities(service: UUID) -> QuerySet[PriorityRule]:
    """What comes first here, in order."""
    return PriorityRule.objects.filter(service=service, ends=None).order_by("rank")


def offers_by_itself(service: UUID) -> bool:
    """Has whoever gives it chosen that a free place is offered without a worker's tap?"""
    return ListChoice.objects.filter(service=service, by_itself=True).exists()


def to_answer(found: Iterable[Referral], now: datetime) -> list[Offer]:
    """The open offers among these referrals, the one that ends first first."""
    waiting = {one.pk: one for one in found if one.state == "waitlisted"}
    if not waiting:
        return []
    offers = Offer.objects.filter(referral__in=waiting, state="open", due_at__gt=now)
    offers = list(offers.order_by("due_at", "id"))
    for one in offers:
        one.referral = waiting[one.referral_id]
    return offers


def may_be_asked(row: Referral, at: datetime) -> bool:
    """Has it no offer open, none that it took, and none that it refused or let lapse lately?"""
    since = at - timedelta(days=here.setting(row.community, "offer_rest_days"))
    stands = Q(state__in=("open", "taken"))
    rests = Q(state__in=("refused", "lapsed"), closed_at__gt=since)
    return not Offer.objects.filter(stands | rests, referral=row).exists()


def services_of(agency: UUID | None) -> QuerySet[Service]:
    """What this agency's organization gives."""
    run_by = Agency.objects.filter(pk=agency).values("organization")
    return Service.objects.filter(organization__in=run_by, status="active").order_by("name", "id")
