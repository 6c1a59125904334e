"""Reads of the care team, each as far as whoever acts may see."""

from uuid import UUID

from django.db.models import QuerySet

from kinwork.family.teams.models import Lead, LeadHandover, Member, TeamMessage
from kinwork.trust.access.models import Tie

STORY_TIES = ("intake", "assignment")


def members(household: UUID) -> QuerySet[Member]:
    """Those who are on the team now, the longest first."""
    found = Member.objects.filter(household=household, ends=None)
    return found.select_related("agency", "organization", "user").order_by("starts", "id")


def story_ties(household: UUID) -> QuerySet[Tie]:
    """Who took the family's story in, or was given it, and still works with it."""
    found = Tie.objects.filter(household=household, ends=None, kind__in=STORY_TIES)
    return found.exclude(agency=None).select_related("agency", "user").order_by("starts", "id")


def lead(household: UUID) -> Lead | None:
    found = Lead.objects.filter(household=household, ends=None)
    return found.select_related("agency", "user").first()


def leads(household: UUID, agency: UUID | None) -> bool:
    """Does this agency lead the family's team now?"""
    return Lead.objects.filter(household=household, ends=None, agency=agency).exists()


def confirmed(household: UUID) -> QuerySet[Member]:
    return members(household).exclude(confirmed_at=None)


def is_confirmed(household: UUID, agency: UUID | None) -> bool:
    """Does this agency work with the family: has it accepted, sent, or taken the story in?"""
    if agency is None:
        return False
    return (
        confirmed(household).filter(agency=agency).exists()
        or story_ties(household).filter(agency=agency).exists()
    )


def open_handover(household: UUID) -> LeadHandover | None:
    """The one that waits for an answer, if whoever acts may read it."""
    found = LeadHandover.objects.filter(household=household, state="open")
    return found.select_related("giver", "taker", "asked_by", "lead").first()


def handovers(household: UUID) -> QuerySet[LeadHandover]:
    """Those that were taken, the newest first."""
    found = LeadHandover.objects.filter(household=household, state="taken")
    return found.select_related("giver", "taker", "asked_by").order_by("-answered_at")


def messages(household: UUID) -> QuerySet[TeamMessage]:
    found = TeamMessage.objects.filter(household=household)
    return found.select_related("agency", "said_by").order_by("said_at", "id")
