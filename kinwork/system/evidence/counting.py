"""What the tables say of each pair of members: who reads the partnership reads them. A fixed number of
questions, however many members there are."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from kinwork.common.clock import at_local
from kinwork.common.community import today
from kinwork.directory.models import Service, ServiceCapacity
from kinwork.library.evidence import Act
from kinwork.system.common_work.models import Change, Convening, Funding
from kinwork.system.common_work.rules import AWARDED
from kinwork.system.evidence.rules import Period, every_pair, year_to
from kinwork.system.meetings.models import Decision, Meeting
from kinwork.system.partnerships import queries as partnerships
from kinwork.system.partnerships.models import Member, Partnership
from kinwork.system.results.models import Measure, Value
from kinwork.trust.agreements.models import Agreement, Party
from kinwork.trust.agreements.queries import in_force, still

PLACE, STAFF, MONEY = ("co-location", "shared staffing", "joint funding")
# What binds two to more than taking part, or to one study.
BINDING = ("mou", "data-sharing", PLACE, STAFF, MONEY)
SHARES_DATA = ("mou", "data-sharing")
ALIGNING = ("rules", "processes")  # strategies of common work
Together = list[set[UUID]]  # sets of members, or of agencies, that did something together


@dataclass(frozen=True)
class Kept:
    """What is kept of a partnership beside its referrals. pairs: acts by two members' ids; agencies:
    member -> its agency, for those that have one."""

    period: Period
    pairs: dict[frozenset[UUID], dict[str, Act]]
    system: dict[str, Act]
    agencies: dict[UUID, UUID]


def kept(partnership: Partnership, at: datetime) -> Kept:
    zone = partnership.community.time_zone
    period = year_to(today(partnership.community, at))
    since = at_local(period.starts, datetime.min.time(), zone)
    members = partnerships.members(partnership, period.ends)
    agencies = {one.pk: one.agency_id for one in members if one.agency_id}
    listed = _Listed(members, period, at)
    pacts = _pacts(partnership, set(agencies.values()), at)
    charter = _Charter(partnership, period)
    fundings = _fundings(partnership, period)
    met, minuted = _met(partnership, since)
    decided = _decided(partnership, since, period)
    trained = _trained(partnership, period)
    changes = _changes(partnership)

    def own(pair: frozenset[UUID]) -> dict[str, Act]:
        acts = {
            "meetings": _both(pair, met),
            "trainings": _both(pair, trained),
            "decisions": _both(pair, decided),
            "commitments": Act(len(pair & charter.committed)),
            "outcomes": Act(charter.told if pair <= charter.answer_for_outcomes else 0),
            "governance": Act(len(pair & charter.seated) if charter.adopted else 0),
            "aligned": Act(changes["aligned"]),
        }
        two = frozenset(agencies[one] for one in pair if one in agencies)
        if len(two) < 2:
            return acts
        bound = {kind: _both(two, pacts.get(kind, [])).count for kind in BINDING}
        tried, won = _both(pair, fundings["applied"]).count, _both(pair, fundings["won"]).count
        return acts | {
            "listed": Act(len(pair & listed.members)),
            "openings": Act(len(pair & listed.says_openings), len(pair & listed.takes)),
            "agreements": Act(sum(bound.values())),
            "same_place": Act(bound[PLACE]),
            "shared_costs": Act(bound[STAFF] + bound[MONEY] + tried),
            "applied": Act(tried),
            "combined": Act(bound[PLACE] + bound[STAFF]),
            "braided": Act(bound[MONEY] + won),
        }

    pairs = {pair: own(pair) for pair in every_pair(one.pk for one in members)}
    sharing_data = {one for kind in SHARES_DATA for many in pacts.get(kind, []) for one in many}
    system = {
        "members_listed": Act(len(listed.members), len(agencies)),
        "listings_current": Act(listed.current, listed.services),
        "meetings_held": Act(len(met)),
        "minutes_published": Act(minuted, len(met)),
        "decisions_adopted": Act(len(decided)),
        "changes_held": Act(changes["all"]),
        "members_may_share": Act(
            len(set(agencies.values()) & sharing_data), len(set(agencies.values()))
        ),
        "charter_adopted": Act(int(charter.adopted)),
        "authority_shown": Act(charter.with_authority, charter.represented),
        "members_committed": Act(
            len({one.pk for one in members} & charter.committed), len(members)
        ),
        "results_agreed": Act(charter.agreed),
        "measures_told": Act(charter.told, charter.measures),
    }
    return Kept(period, pairs, system, agencies)


def _both(two: frozenset[UUID], many: Iterable[Collection[UUID]]) -> Act:
    return Act(sum(two <= set(one) for one in many))


class _Listed:
    """The members' services in the directory. takes: those who take referrals; says_openings: of these
    who says openings that still hold. A victim service provider takes none here."""

    def __init__(self, members: list[Member], period: Period, at: datetime):
        by_organization: dict[UUID, set[UUID]] = {}
        quiet = set()
        for one in members:
            if one.agency and one.agency.organization_id:
                by_organization.setdefault(one.agency.organization_id, set()).add(one.pk)
                if one.agency.is_victim_service_provider:
                    quiet.add(one.agency.organization_id)
        active = Service.objects.filter(organization__in=by_organization, status="active")
        rows = list(active.values_list("pk", "organization", "accepts_referrals", "assured_date"))
        holds = Q(valid_until=None) | Q(valid_until__gt=at)
        said = ServiceCapacity.objects.filter(holds, service__in=[pk for pk, *_rest in rows])
        saying = set(said.values_list("service", flat=True))
        taking = [row for row in rows if row[2] is not False and row[1] not in quiet]
        self.services = len(rows)
        self.current = sum(day is not None and day >= period.starts for *_rest, day in rows)
        self.members = _of(by_organization, {row[1] for row in rows})
        self.takes = _of(by_organization, {row[1] for row in taking})
        self.says_openings = _of(by_organization, {row[1] for row in taking if row[0] in saying})


def _of(members: dict[UUID, set[UUID]], organizations: set[UUID]) -> set[UUID]:
    return {one for organization in organizations for one in members[organization]}


def _pacts(partnership: Partnership, agencies: set[UUID], at: datetime) -> dict[str, Together]:
    """kind -> for each agreement in force, who of the members is bound by it now."""
    found = Party.objects.filter(still(at), agency__in=agencies, starts__lte=at)
    live = Agreement.objects.filter(in_force(at), community=partnership.community_id)
    found = found.filter(agreement__in=live.filter(kind__in=BINDING))
    rows = found.values_list("agreement", "agreement__kind", "agency")
    bound: dict[tuple[Any, str], set[UUID]] = {}
    for agreement, kind, agency in rows:
        bound.setdefault((agreement, kind), set()).add(agency)
    told: dict[str, Together] = {}
    for (_agreement, kind), many in bound.items():
        told.setdefault(kind, []).append(many)
    return told


class _Charter:
    """Who committed to what, who sits on a seat, and which common measures are looked at."""

    def __init__(self, partnership: Partnership, period: Period):
        row = partnerships.in_force(partnership)
        said = partnerships.commitments(row) if row else {}
        self.adopted = row is not None
        self.committed = {member for member, one in said.items() if one.said()}
        self.answer_for_outcomes = {m for m, one in said.items() if "outcomes" in one.said()}
        filled = [one for one in partnerships.seats(partnership, period.ends) if one.is_filled]
        of_members = [one for one in filled if one.row.member_id]
        self.seated = {one.row.member_id for one in of_members}
        self.represented = len(of_members)
        self.with_authority = sum(bool(one.representative.authority) for one in of_members)
        results = [one.result_id for one in partnerships.goals(partnership) if one.agreed_on]
        self.agreed = len(results)
        self.measures = Measure.objects.filter(result__in=results).count()
        told = Value.objects.filter(result__in=results, on__gte=period.starts, on__lte=period.ends)
        self.told = told.values("measure").distinct().count()


def _met(partnership: Partnership, since: datetime) -> tuple[Together, int]:
    """For each meeting of the year the members that were there themselves; how many were told of."""
    found = Meeting.objects.filter(partnership=partnership, state="over", opened_at__gte=since)
    rows = found.prefetch_related("attendances__seat").select_related("written")
    there = [
        {one.seat.member_id for one in row.attendances.all() if one.way != "proxy"} - {None}
        for row in rows
    ]
    return there, sum(row.written.published_at is not None for row in rows)


def _decided(partnership: Partnership, since: datetime, period: Period) -> Together:
    """For each decision of the year that was adopted, whose voice was heard."""
    rows = Decision.objects.filter(
        partnership=partnership, outcome="adopted", closed_at__gte=since
    ).prefetch_related("ballots__seat")
    found = [
        {one.seat.member_id for one in row.ballots.all() if one.said_at and not one.recused}
        - {None}
        for row in rows
    ]
    votes = partnership.votes.filter(
        outcome="adopted", held_on__gte=period.starts
    ).prefetch_related("voices__seat")
    return found + [
        {one.seat.member_id for one in row.voices.all() if one.said and not one.recused} - {None}
        for row in votes
    ]


def _trained(partnership: Partnership, period: Period) -> Together:
    """For each day of coming together, whose people came."""
    days = Convening.objects.filter(
        partnership=partnership, on__gte=period.starts, on__lte=period.ends
    ).prefetch_related("counts")
    return [{one.member_id for one in row.counts.all() if one.people} for row in days]


def _fundings(partnership: Partnership, period: Period) -> dict[str, Together]:
    """Who applied with whom this year; who lives on what was won."""
    rows = Funding.objects.filter(
        partnership=partnership, applied_on__gte=period.starts - timedelta(days=365)
    ).prefetch_related("partners")
    applied, won = [], []
    for row in rows:
        who = {row.applicant_id, *(one.member_id for one in row.partners.all())} - {None}
        if row.applied_on >= period.starts:
            applied.append(who)
        if row.state == AWARDED and row.decided_on >= period.starts:
            won.append(who)
    return {"applied": applied, "won": won}


def _changes(partnership: Partnership) -> Counter[str]:
    """Changes that hold: all, and those that align rules or processes."""
    found = Change.objects.filter(partnership=partnership, ends=None)
    told = Counter[str]()
    for strategy in found.values_list("strategy", flat=True):
        told["all"] += 1
        told["aligned"] += strategy in ALIGNING
    return told
