"""Everything that the page of one service shows, read in a fixed number of statements."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from kinwork.directory import showing, translations
from kinwork.directory.models import (
    Accessibility,
    Phone,
    Schedule,
    SearchEntry,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
)
from kinwork.directory.search import hours
from kinwork.directory.search.entries import ZONE, is_victim_service

TRANSLATED = (
    "name", "description", "application_process", "eligibility_description", "fees_description",
    "wait_time", "alert",
)  # fmt: skip


MOST_PLACES = 40  # on one page
CAPACITIES = ServiceCapacity.objects.filter(left_source_at=None).order_by("-updated", "id")


@dataclass(frozen=True)
class At:
    """One place of the service."""

    name: str
    lines: list[str]
    latitude: float | None
    longitude: float | None
    open: showing.Said | None
    week: list[tuple[str, str]]
    notes: list[str]
    phones: list[Phone]
    directions: str
    accessibility: list[str]


@dataclass(frozen=True)
class Shown:
    service: Service
    words: dict[str, str]
    is_safety: bool
    places: list[At] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    week: list[tuple[str, str]] = field(default_factory=list)
    open: showing.Said | None = None
    notes: list[str] = field(default_factory=list)
    room: showing.Said | None = None
    wait: tuple[int | None, int | None] = (None, None)
    stale: str = ""
    languages: str = ""
    ages: tuple[int | None, int | None] = (None, None)
    costs: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    website: str = ""
    can_ask: bool = False

    @property
    def first_phone(self) -> Phone | None:
        phones = [phone for place in self.places for phone in place.phones] + self.phones
        return phones[0] if phones else None


def read(id: UUID, now: datetime, language: str) -> Shown | None:
    """The page of a service; None when there is none, or none any more."""
    service = _service(id)
    if service is None:
        return None
    entry = next(iter(service.search_entries.all()), None)
    words = _words(service, language)
    safety = _is_safety(service, entry)
    if safety:
        return Shown(service, words, True, phones=_phones(service), languages=_spoken(service))
    places = [
        _at(at, service, now) for at in list(service.service_at_locations.all())[:MOST_PLACES]
    ]
    own = _hours(service.schedules.all(), now, ZONE)
    capacity = next(iter(service.capacities.all()), None)
    return Shown(
        service,
        words,
        False,
        places=places,
        phones=_phones(service),
        open=own[0],
        week=own[1],
        notes=own[2],
        room=capacity and showing.room(capacity.available, capacity.valid_until, now),
        wait=(capacity.waitlist_length, capacity.wait_days) if capacity else (None, None),
        stale=showing.stale(service.assured_date, now),
        languages=_spoken(service),
        ages=(entry.minimum_age_months, entry.maximum_age_months) if entry else (None, None),
        costs=_costs(service, words),
        documents=[d.document for d in service.required_documents.all() if d.document],
        website=_website(service),
        can_ask=service.status == Service.Status.ACTIVE and service.accepts_referrals is not False,
    )


def _service(id: UUID) -> Service | None:
    here = Prefetch(
        "service_at_locations",
        ServiceAtLocation.objects.filter(left_source_at=None, location__left_source_at=None)
        .select_related("location")
        .prefetch_related(
            "phones", "schedules", "location__addresses", "location__phones",
            "location__schedules",
            Prefetch("location__accessibility", Accessibility.objects.order_by("id")),
        )
        .order_by("id"),
    )  # fmt: skip
    return (
        Service.objects.filter(pk=id, left_source_at=None)
        .exclude(status=Service.Status.DEFUNCT)
        .select_related("organization")
        .prefetch_related(
            here, "phones", "languages", "cost_options", "required_documents", "organization__phones",
            Prefetch("schedules", Schedule.objects.order_by("id")),
            Prefetch("capacities", CAPACITIES),
            Prefetch("search_entries", SearchEntry.objects.defer("words", "cells", "open_minutes")),
        )
        .first()
    )  # fmt: skip


def _is_safety(service: Service, entry: SearchEntry | None) -> bool:
    if entry is not None:
        return entry.is_victim_service
    return is_victim_service(service.is_victim_service, ())


def _words(service: Service, language: str) -> dict[str, str]:
    words = {name: getattr(service, name) for name in TRANSLATED}
    return {**words, **translations.of_row("service", service.pk, language)}


def _phones(service: Service) -> list[Phone]:
    own = list(service.phones.all())
    return own or (list(service.organization.phones.all()) if service.organization else [])


def _spoken(service: Service) -> str:
    return ", ".join(
        str(showing.LANGUAGES.get(row.code[:3].strip(), row.name or row.code))
        for row in service.languages.all()
    )


def _costs(service: Service, words: dict[str, str]) -> list[str]:
    said = [words["fees_description"] or service.fees]
    for cost in service.cost_options.all():
        amount = "" if cost.amount is None else f"${cost.amount:,.2f}".removesuffix(".00")
        said.append(" ".join(p for p in (cost.option, amount, cost.amount_description) if p))
    return list(dict.fromkeys(text for text in said if text))


def _website(service: Service) -> str:
    said = service.url or (service.organization.website if service.organization else "")
    return said if said.startswith(("https://", "http://")) else ""


def _at(at: ServiceAtLocation, service: Service, now: datetime) -> At:
    place = at.location
    zone = hours.zone_of(place.timezone, ZONE)
    rows = at.schedules.all() or place.schedules.all()
    is_open, week, notes = _hours(rows, now, zone)
    lines = _lines(place)
    return At(
        name="" if place.name == service.name else place.name,
        lines=lines,
        latitude=place.latitude,
        longitude=place.longitude,
        open=is_open,
        week=week,
        notes=notes,
        phones=list(at.phones.all()) or list(place.phones.all()),
        directions=place.transportation,
        accessibility=[
            text for row in place.accessibility.all() if (text := row.description or row.details)
        ],
    )


def _lines(place: Any) -> list[str]:
    found = sorted(place.addresses.all(), key=lambda row: row.address_type != "physical")
    if not found:
        return []
    row = found[0]
    town = " ".join(part for part in (row.state_province, row.postal_code) if part)
    city = ", ".join(part for part in (row.city, town) if part)
    return [line for line in (row.address_1, row.address_2, city) if line]


def _hours(rows: Any, now: datetime, zone: str) -> tuple[Any, list, list[str]]:
    """Open or closed, the week in rows, and what can only be told in words."""
    rows = list(rows)
    told = [
        hours.Hours(r.byday, r.opens_at, r.closes_at, r.freq, r.interval, r.valid_from, r.valid_to)
        for r in rows
    ]
    spans = hours.spans(told, now.date())
    words = (row.notes if spans else f"{row.description} {row.notes}".strip() for row in rows)
    notes = dict.fromkeys(text for text in words if text.strip())
    return showing.opening(spans, now, zone), showing.week(spans), list(notes)[:6]
