"""Reads for the numbers: passages and needs from the database's counting functions, and releases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet

from kinwork.accounts.models import Agency
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.clock import add_business_days
from kinwork.common.models import Community, Holiday
from kinwork.directory.models import Organization, ServiceCapacity
from kinwork.measure.loop import Passage, Span
from kinwork.system.loop.models import PartnerComment, PartnerPage, Release
from kinwork.system.loop.rules import ANSWER_DAYS, KNOWN, Period
from kinwork.trust.agreements import queries as agreements
from kinwork.trust.agreements.models import Nation, NationOffice


@dataclass(frozen=True)
class NeedPassed:
    """One need: how far the best of its referrals came (0 none sent ... 6 met), the family's word."""

    program: str
    place: str
    language: str
    reached: int
    word: str


def passages(
    actor: Actor, place: Community, period: Period, *, agency: UUID | None, now: datetime
) -> list[Passage]:
    """Every referral sent in these days, as the database lets `actor` count them."""
    with acting_as(actor.for_purpose("statistics")):
        lines = _called("kw_loop", place, period, agency, left_out(now) if not agency else [])
        zone, closed = place.time_zone, _closed(place)
        return [_passage(line, agency, zone, closed, now) for line in lines]


def needs(
    actor: Actor, place: Community, period: Period, *, agency: UUID | None, now: datetime
) -> list[NeedPassed]:
    """Every need that was told in these days."""
    with acting_as(actor.for_purpose("statistics")):
        lines = _called("kw_loop_needs", place, period, agency, left_out(now) if not agency else [])
        return [
            NeedPassed(
                one["program"], one["zip"] or KNOWN, one["language"], one["reached"], one["word"]
            )
            for one in lines
        ]


def bounds(place: Community, period: Period) -> tuple[datetime, datetime]:
    """From the first moment of the first day to that of the day after the last, there."""
    zone = ZoneInfo(place.time_zone)
    after = period.ends + timedelta(days=1)
    return tuple(datetime.combine(day, time(0), zone) for day in (period.starts, after))  # type: ignore[return-value]


def _called(function: str, place: Community, period: Period, agency, left_out) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM {function}(%s, %s, %s, %s, %s::uuid[])",  # noqa: S608 (our own two names)
            [place.pk, *bounds(place, period), agency, list(left_out)],
        )
        names = [one.name for one in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _passage(
    line: dict[str, Any], agency: UUID | None, zone: str, closed, now: datetime
) -> Passage:
    sent = line["sent_at"]
    return Passage(
        program=line["program"],
        partner=str(line["receiver"] or line["organization"]),
        place=line["zip"] or KNOWN,
        language=line["language"],
        sent=sent,
        due=add_business_days(sent, ANSWER_DAYS, zone=zone, holidays=closed),
        at=now,
        state=line["state"],
        answered=line["answered_at"],
        accepted=line["accepted_at"],
        contacted=line["contacted_at"],
        served=line["served_at"],
        ended=line["ended_at"],
        reason=line["reason"],
        need_met=line["need_met"],
        word=line["word"],
        asked=line["asked"],
        no_shows=line["no_shows"],
        dates=line["dates"],
        tries=line["tries"],
        questions=line["questions"],
        waited=_waited(line, now),
        disputed=line["disputed"],
        introduced=line["introduced"],
        mine="" if agency is None else "received" if line["receiver"] == agency else "sent",
    )


def _waited(line: dict[str, Any], now: datetime) -> Span | None:
    if line["listed_at"] is None:
        return None
    over = line["unlisted_at"]
    hours = ((over or now) - line["listed_at"]).total_seconds() / 3600
    return Span(max(0.0, hours), reached=over is not None)


def _closed(place: Community) -> frozenset[date]:
    return frozenset(Holiday.objects.filter(community=place).values_list("day", flat=True))


def left_out(now: datetime) -> list[UUID]:
    """Agencies for whose rows a nation answers that keeps them back, or shows them apart."""
    said = {nation: agreements.nation_say(nation) for nation in _nations()}
    back = [
        nation
        for nation, say in said.items()
        if say and (say.shown_apart or not agreements.may_count(nation, "statistics", now))
    ]
    offices = NationOffice.objects.filter(nation__in=back).values_list("agency", flat=True)
    return [*back, *offices]


def least_cells() -> list[int]:
    """What sovereign nations set for their people."""
    return list(Nation.objects.values_list("least_cell", flat=True))


def _nations() -> list[UUID]:
    return list(Nation.objects.values_list("pk", flat=True))


def names_of(ids: Iterable[str]) -> dict[str, str]:
    """What partners are called: agencies, and organizations that have signed nothing."""
    known = [UUID(one) for one in ids if one != KNOWN]
    found: dict[str, str] = {}
    for model in (Organization, Agency):
        found |= {
            str(pk): name
            for pk, name in model.objects.filter(pk__in=known).values_list("pk", "name")
        }
    return found


def agencies(place: Community) -> list[Agency]:
    return list(Agency.objects.filter(communities=place, active=True).order_by("name"))


def openings(agency: Agency, at: datetime) -> dict[str, int | None]:
    """How many services of this partner there are, and how many say openings that still hold."""
    services = agency.organization.services.count() if agency.organization else 0
    rows = ServiceCapacity.objects.filter(service__organization=agency.organization_id)
    live = [one for one in rows if one.valid_until is None or one.valid_until > at]
    said = {one.service_id for one in live}
    room = int(sum(one.available for one in live)) if live else None
    return {"services": services, "saying": len(said), "openings": room}


def releases(place: Community) -> QuerySet[Release]:
    return Release.objects.filter(community=place).order_by("-starts")


def pages_of(agency: UUID) -> QuerySet[PartnerPage]:
    """A partner's own pages, the newest first."""
    found = PartnerPage.objects.filter(agency=agency).select_related("release", "agency")
    return found.order_by("-release__starts")


def comments(release: Release) -> dict[str, PartnerComment]:
    """The newest of each partner, as far as the reader may see them."""
    found = PartnerComment.objects.filter(release=release).order_by("said_at")
    return {str(one.agency_id): one for one in found}
