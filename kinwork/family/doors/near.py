"""Places near the family that offer what it needs, and who would receive its request there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kinwork.accounts.models import Agency
from kinwork.common.models import Community
from kinwork.directory.models import Service
from kinwork.directory.rules import capacity_holds
from kinwork.directory.search.places import Place, of_community
from kinwork.directory.search.run import Hit, Query, find
from kinwork.directory.translations import service_names
from kinwork.family.referrals.queries import receiver_of, receivers
from kinwork.library.codes import vocabulary

A_NEED, A_PROGRAM = 6, 3
# A service has forty columns of text; a list needs these.
READ = str.split("name accepts_referrals email organization__email organization__placeholder")


@dataclass(frozen=True)
class Near:
    """A service near the family. `can_ask`: a request can be sent; else it is a phone call."""

    id: str
    name: str
    organization: str
    line: str
    town: str
    miles: float | None
    phone: str
    extension: str
    has_room: bool | None
    speaks: bool
    can_ask: bool
    is_safety: bool
    organization_id: UUID | None = None


@dataclass(frozen=True)
class Offer:
    """What was looked for and what there is."""

    code: str
    name: str
    services: tuple[Near, ...]


def place_of(answers: Mapping[str, Any]) -> Place | None:
    """Where to look from, or None when the family did not say."""
    said = answers.get("place") or {}
    if said.get("latitude") is None:
        return None
    kind = said.get("kind", "zip")
    return Place(
        kind, said["text"], said["latitude"], said["longitude"], said["state"], said["county"]
    )


def offers(
    answers: Mapping[str, Any],
    terms: Iterable[str],
    *,
    community: Community,
    language: str,
    now: datetime,
) -> list[Offer]:
    """For each need, then for each program the family may get: the nearest services, each once."""
    needs = answers.get("needs", [])
    wanted = dict.fromkeys([*needs, *(term for term in terms if term)])
    place = place_of(answers) or of_community(community)
    shown: set[UUID] = set()
    partners = receivers(community)
    found = []
    for code in wanted:
        size = A_NEED if code in needs else A_PROGRAM
        hits = find(Query(category=code, place=place, size=size + 6), now).hits
        fresh = [hit for hit in hits if hit.entry["service_id"] not in shown][:size]
        shown |= {hit.entry["service_id"] for hit in fresh}
        if fresh or code in needs:
            found.append(
                Offer(code, _name(code, language), tuple(nears(fresh, partners, language, now)))
            )
    return found


def chosen(ids: Iterable[str]) -> list[Service]:
    """The services chosen, in that order; what left the directory meanwhile is left out."""
    wanted = list(ids)
    found = {
        str(one.pk): one
        for one in Service.objects.filter(pk__in=wanted, status="active").select_related(
            "organization"
        )
    }
    return [found[id] for id in wanted if id in found and found[id].organization_id]


def receiver(service: Service, community: Community) -> Agency | None:
    """The agency here that answers for this service; None: it has signed nothing here."""
    return receiver_of(service.organization, community) if service.organization else None


def need_for(service: Service, needs: Iterable[str]) -> str:
    """Which of the needs this service answers, by its terms; else the first."""
    needs = list(needs)
    entry = service.search_entries.first()
    terms = entry.terms if entry else []
    return next((code for code in needs if code in terms), None) or next(
        iter([*terms, *needs]), "family-navigation"
    )


def _name(code: str, language: str) -> str:
    term = vocabulary.terms().get(code)
    return term.name(language) if term else code


def nears(hits: Iterable[Hit], partners: set[UUID], language: str, now: datetime) -> Iterable[Near]:
    hits = list(hits)
    read = Service.objects.select_related("organization").only(*READ)
    services = read.in_bulk([hit.entry["service_id"] for hit in hits])
    names = service_names(services.values(), language)
    for hit in hits:
        entry, service = hit.entry, services.get(hit.entry["service_id"])
        if service is None:
            continue
        safety = bool(entry["is_victim_service"])
        yield Near(
            id=str(entry["service_id"]),
            name=names[service.pk],
            organization=entry["organization_name"],
            line=entry["line"],
            town=entry["town"],
            miles=hit.miles,
            phone=entry["phone"],
            extension=entry["phone_extension"],
            has_room=_room(entry, now),
            speaks=language != "en" and language in entry["languages"],
            can_ask=not safety
            and service.accepts_referrals is not False
            and _is_reached(service, partners),
            is_safety=safety,
            organization_id=service.organization_id,
        )


def _room(entry: Mapping[str, Any], now: datetime) -> bool | None:
    if entry["openings"] is None or not capacity_holds(entry["room_until"], now):
        return None
    return entry["openings"] > 0


def _is_reached(service: Service, partners: set[UUID]) -> bool:
    """A partner has a desk here; anybody else has to have a name, and a published e-mail for the
    link. A request that cannot arrive is not offered: the family gets the phone number."""
    runs = service.organization
    if runs is None or runs.placeholder:
        return False
    return runs.pk in partners or bool(service.email or runs.email)
