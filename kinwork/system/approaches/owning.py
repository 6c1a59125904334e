"""What Kinwork knows of a partnership, as a profile of an approach: each answer with what shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kinwork.accounts.models import AgencyCommunity
from kinwork.common.answers import Answer
from kinwork.common.community import today
from kinwork.directory.models import Attribute, Service
from kinwork.library.approaches import Classified, Profile, classify
from kinwork.library.approaches.domains import domains_of
from kinwork.system.approaches import rules
from kinwork.system.approaches.models import OwnAnswer
from kinwork.system.partnerships import queries as partnerships
from kinwork.system.partnerships.models import Charter, Member, Partnership
from kinwork.trust.agreements.queries import Standing, standings

# Where a partnership works -> the level of the scheme; of the others the scheme says nothing.
LEVEL_OF = {"neighborhood": "local", "county": "local", "region": "local", "state": "state"}
HOLDS = ("in force", "expiring")


@dataclass(frozen=True)
class Known:
    """inputs: what is on record. The rest is what shows it."""

    level: str | None
    inputs: Mapping[str, bool | int | None]
    members: list[Member]
    domains: tuple[str, ...]
    charter: Charter | None
    shared_place: list[Standing] = field(default_factory=list)
    joined: list[Member] = field(default_factory=list)
    lead: Member | None = None


def known(row: Partnership, at: datetime) -> Known:
    """What is not on record is left unknown, never taken for a no."""
    members = partnerships.members(row, today(row.community, at))
    agencies = [one.agency_id for one in members if one.agency_id]
    found = standings(row.community_id, agencies, at)
    place = [one for key in agencies for one in _held(found, key, "co-location")]
    joined = [one for one in members if _held(found, one.agency_id, "participation")]
    charter = partnerships.in_force(row)
    convening = set(
        AgencyCommunity.objects.filter(
            community=row.community_id, agency__in=agencies, convenes=True
        ).values_list("agency_id", flat=True)
    )
    lead = next((one for one in members if one.agency_id in convening), None)
    domains = _domains(members)
    inputs: dict[str, bool | int | None] = {
        "partners": len(members) or None,
        "service_domains": len(domains) or None,
        # Any of them can take a family in, and the others hear of it, as the family allows.
        "no_wrong_door": True if len(joined) > 1 else None,
        "co_location": True if _two_share(place) else None,
        "lead_agency_convenes": True if lead else None,
        "shared_vision": True if charter and charter.vision.strip() else None,
    }
    level = LEVEL_OF.get(row.level)
    return Known(level, inputs, members, domains, charter, place, joined, lead)


def answers(row: Partnership) -> dict[str, OwnAnswer]:
    """What whoever leads said of each criterion; the newest."""
    found = OwnAnswer.objects.filter(partnership=row).select_related("said_by").order_by("number")
    return {one.criterion: one for one in found}


def resembles(row: Partnership, at: datetime) -> tuple[Known, dict[str, OwnAnswer], Classified]:
    told, own = known(row, at), answers(row)
    said: dict[str, Answer] = {key: rules.MEANS[one.answer] for key, one in own.items()}
    return told, own, classify(Profile(row.name, told.level, told.inputs), said=said)


def _held(found: dict, agency, kind: str) -> list[Standing]:
    return [one for one in found.get((agency, kind), []) if one.name in HOLDS]


def _two_share(place: list[Standing]) -> bool:
    """Two members are parties of the same agreement."""
    shared = [one.agreement.pk for one in place]
    return len(set(shared)) < len(shared)


def _domains(members: list[Member]) -> tuple[str, ...]:
    owners = [one.agency.organization_id for one in members if one.agency]
    services = Service.objects.filter(
        organization__in=[one for one in owners if one], status=Service.Status.ACTIVE
    ).exclude(is_victim_service=True)
    told = Attribute.objects.filter(link_id__in=services.values("pk"), link_entity="service")
    return domains_of(told.values_list("taxonomy_term__code", flat=True).distinct())
