"""Reads of joint case conferences, each as far as whoever acts may see."""

from uuid import UUID

from django.db.models import QuerySet

from kinwork.family.conferences.models import Conference, FollowUp, Invitation
from kinwork.family.conferences.rules import OpenItem
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.queries import of_household
from kinwork.family.referrals.rules import SENT_AND_OPEN


def conferences(household: UUID) -> QuerySet[Conference]:
    """Those to come first, the nearest on top; then the last ones."""
    found = Conference.objects.filter(household=household).select_related("called_by")
    return found.order_by("-starts_at", "id")


def one(key: UUID) -> Conference | None:
    found = Conference.objects.select_related("called_by", "called_by_user", "community")
    return found.filter(pk=key).first()


def invitations(conference: Conference) -> QuerySet[Invitation]:
    found = Invitation.objects.filter(conference=conference).select_related("agency", "caller")
    return found.order_by("agency__name", "id")


def invited(conference: Conference, agency: UUID | None) -> Invitation | None:
    if agency is None:
        return None
    return Invitation.objects.filter(conference=conference, agency=agency).first()


def open_referrals(household: UUID) -> list[Referral]:
    """What is open and sent, of what whoever acts may see."""
    return [one for one in of_household(household) if one.state in SENT_AND_OPEN]


def open_items(found: list[Referral]) -> list[OpenItem]:
    return [OpenItem(one.pk, one.state, one.due_at) for one in found]


def follow_ups(household: UUID) -> QuerySet[FollowUp]:
    """Open ones of all conferences, the nearest first."""
    found = FollowUp.objects.filter(household=household, state="open")
    return found.select_related("agency", "conference").order_by("due_on", "id")
