"""A family's dates as its page draws them: when, where, what to bring, what it can do."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from kinwork.common import community as place_of_settings
from kinwork.directory import translations
from kinwork.directory.models import RequiredDocument
from kinwork.family.appointments import words
from kinwork.family.appointments.models import ChangeAsk, Offer
from kinwork.family.appointments.rules import may_change
from kinwork.family.referrals.models import Appointment, Referral


@dataclass(frozen=True)
class Date:
    """One date to come."""

    referral: Referral
    starts_at: datetime
    when: str
    place: str
    name: str
    bring: list[str] = field(default_factory=list)
    in_time: bool = True
    asked: bool = False
    offered: bool = False

    @property
    def times_url(self) -> str:
        return reverse("appointments:times", args=[self.referral.pk])

    @property
    def cancel_url(self) -> str:
        return reverse("appointments:cancel", args=[self.referral.pk])

    @property
    def file_url(self) -> str:
        return reverse("appointments:file", args=[self.referral.pk])


def dates(found: list[Referral], language: str, now: datetime) -> list[Date]:
    """The dates to come of these referrals, soonest first; in four questions to the database."""
    rows = {one.pk: one for one in found}
    coming = list(
        Appointment.objects.filter(referral__in=rows, state="planned", starts_at__gte=now).order_by(
            "starts_at"
        )
    )
    if not coming:
        return []
    having = [one.referral_id for one in coming]
    asks = set(
        ChangeAsk.objects.filter(referral__in=having, settled_at=None).values_list(
            "referral_id", flat=True
        )
    )
    offered = _offered(having)
    papers = _papers({rows[one].service_id for one in having}, language)
    return [
        _date(one, rows[one.referral_id], now, papers, one.referral_id in asks, offered)
        for one in coming
    ]


def _offered(referrals: list[UUID]) -> set[UUID]:
    open_ones = Offer.objects.filter(referral__in=referrals, closed_at=None)
    return set(open_ones.values_list("referral_id", flat=True))


def _date(
    one: Appointment, row: Referral, now: datetime, papers: dict, asked: bool, offered: set[UUID]
) -> Date:
    home = row.community.time_zone
    hours = place_of_settings.setting(row.community, "change_hours")
    return Date(
        referral=row,
        starts_at=one.starts_at,
        when=words.moment(one.starts_at, one.zone or home, home, now),
        place=one.place,
        name=row.organization.name,
        bring=papers.get(row.service_id, []),
        in_time=may_change(one.starts_at, now, hours),
        asked=asked,
        offered=row.pk in offered,
    )


def _papers(services: set[UUID], language: str) -> dict[UUID, list[str]]:
    """What to bring, as the directory says it, in the page's language where it says so."""
    listed = list(
        RequiredDocument.objects.filter(service__in=services)
        .exclude(document="")
        .order_by("document")
        .values_list("pk", "service_id", "document")
    )
    told = (
        translations.of_field(
            "required_document", [pk for pk, _s, _d in listed], "document", language
        )
        if listed and language != "en"
        else {}
    )
    found: dict[UUID, list[str]] = {}
    for pk, service, document in listed:
        found.setdefault(service, []).append(told.get(pk, document))
    return found
