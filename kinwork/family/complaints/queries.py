"""Who hears complaints here, and reads of one's own and of an office's."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from kinwork.accounts.models import Agency, AgencyCommunity, Membership
from kinwork.common.models import Community, Text
from kinwork.family.complaints.models import (
    Complainant,
    Complaint,
    ComplaintAsk,
    ComplaintEvent,
    ComplaintOffice,
    ComplaintWords,
)
from kinwork.family.complaints.rules import LIFE, OFFICERS, hearer
from kinwork.trust.consent.texts import STATE_PATH


def offices(community: Community, at: datetime, about: UUID | None = None) -> list[UUID]:
    """Agencies at which somebody hears complaints now: who convenes, then who was named beside it. Whoever
    works for `about` as well hears none about it."""
    convening = AgencyCommunity.objects.filter(
        community=community, convenes=True, agency__active=True
    ).order_by("pk")
    named = ComplaintOffice.objects.filter(community=community, agency__active=True)
    found = [*convening.values_list("agency", flat=True), *named.values_list("agency", flat=True)]
    hear = officers(community, at)
    if about is not None:
        hear = hear.exclude(user__in=staff_anywhere(about, at).values("user"))
    manned = set(hear.values_list("agency", flat=True))
    return [one for one in dict.fromkeys(found) if one in manned]


def officers(community: Community, at: datetime) -> QuerySet[Membership]:
    """Everybody who hears complaints for an agency of this community now."""
    return _working(community, at).filter(role__in=OFFICERS)


def supervisors(community: Community, agency: UUID, at: datetime) -> QuerySet[Membership]:
    return _working(community, at).filter(role="supervisor", agency=agency).order_by("starts", "pk")


def staff(community: Community, agency: UUID, at: datetime) -> QuerySet[Membership]:
    """Who works at this agency now: the office says about which of them it is."""
    return _working(community, at).filter(agency=agency).order_by("user__name")


def staff_anywhere(agency: UUID, at: datetime) -> QuerySet[Membership]:
    """Who works for this agency now, in whichever community."""
    live = Q(ends=None) | Q(ends__gt=at)
    return Membership.objects.filter(live, agency=agency, starts__lte=at)


def _working(community: Community, at: datetime) -> QuerySet[Membership]:
    live = Q(ends=None) | Q(ends__gt=at)
    found = Membership.objects.filter(live, community=community, starts__lte=at)
    return found.filter(user__is_active=True, agency__active=True).select_related("user")


def office_for(community: Community, about: UUID | None, at: datetime) -> UUID | None:
    """Who hears a complaint about this agency (None: about the site)."""
    return hearer(about, offices(community, at, about))


def agencies(community: Community) -> QuerySet[Agency]:
    """Whom one can complain of here. A victim service provider is none: nothing here says who was
    there (VAWA, FVPSA)."""
    found = Agency.objects.filter(communities=community, is_victim_service_provider=False)
    return found.filter(active=True).order_by("name")


def state_path(community: Community, language: str) -> str:
    """The community's own words on where else one can complain; "" where it wrote none."""
    found = Text.objects.filter(key=STATE_PATH, status=Text.Status.CURRENT, language=language)
    own = found.filter(Q(community=community) | Q(community=None)).order_by(
        F("community").asc(nulls_last=True)
    )
    row = own.first()
    return row.body if row else ""


def listed() -> QuerySet[Complaint]:
    """Those of one's office: what waits first, and of that what is due first."""
    over = Case(
        When(state__in=LIFE.ends, then=Value(2)),
        When(state="answered", then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    found = Complaint.objects.select_related("about_agency", "officer", "community")
    return found.order_by(over, F("due_at").asc(nulls_last=True), "-made_at", "pk")


def mine() -> QuerySet[Complaint]:
    """Those of whoever reads: the newest first."""
    return Complaint.objects.select_related("about_agency", "community").order_by("-made_at", "pk")


def events(complaint: Complaint) -> list[ComplaintEvent]:
    return list(complaint.events.select_related("user").order_by("number"))


def words(complaint: Complaint) -> ComplaintWords | None:
    return ComplaintWords.objects.filter(complaint=complaint).first()


def complainant(complaint: Complaint) -> Complainant | None:
    found = Complainant.objects.select_related("written_by")
    return found.filter(complaint=complaint).first()


def asks(complaint: Complaint) -> list[ComplaintAsk]:
    return list(complaint.asks.select_related("asked_by", "answered_by").order_by("asked_at"))


def asked() -> QuerySet[ComplaintAsk]:
    """What one's agency was asked, as far as it is for the reader: what waits first."""
    return ComplaintAsk.objects.order_by(F("answered_at").desc(nulls_first=True), "-asked_at")


def has_left(complaint: Complaint) -> bool:
    """Its family had everything deleted: nobody looks at it any more. Asked by its own clock."""
    who = Complainant.objects.filter(complaint=complaint).exclude(household=None).first()
    if who is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_is_closed(%s)", [who.household_id])
        return cursor.fetchone()[0]
