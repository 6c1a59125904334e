"""Reads of agreements: lists, one with its parties and versions, and what may be counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from kinwork.accounts.models import AgencyCommunity
from kinwork.common.actor import Actor
from kinwork.trust.agreements import rules
from kinwork.trust.agreements.models import (
    Agreement,
    Nation,
    Party,
    Remark,
    Scan,
    ScanFile,
)
from kinwork.trust.agreements.rules import (
    CONVENERS,
    LEAST_CELL,
    RENEWAL_DAYS,
    Agreed,
    NationSay,
)


def in_force(at: datetime) -> Q:
    """What the database's rule counts at `at`."""
    ends = Q(ends=None) | Q(ends__gt=at)
    return Q(state="in force", suspended_at=None, starts__lte=at) & ends


def readable(actor: Actor) -> QuerySet[Agreement]:
    """Those an actor may read: whoever convenes, all of its community; else what one is party to."""
    found = Agreement.objects.filter(community=actor.community) if actor.community else None
    found = Agreement.objects.all() if found is None else found
    if actor.role not in (*CONVENERS, "coordinator", "privacy officer"):
        mine = Party.objects.filter(still(timezone.now()), agency=actor.agency)
        found = found.filter(parties__in=mine)
    return found


def listed(
    actor: Actor, *, kind: str = "", state: str = "", now: datetime | None = None
) -> QuerySet[Agreement]:
    """Newest first; state "renewal due": in force, with an end that is near."""
    now = now or timezone.now()
    found = readable(actor)
    if kind:
        found = found.filter(kind=kind)
    if state == "renewal due":
        near = now + timedelta(days=RENEWAL_DAYS)
        found = found.filter(state="in force", ends__lte=near)
    elif state:
        found = found.filter(state=state)
    return found.prefetch_related("parties__agency").order_by("-pk")


def parties(agreement: Agreement) -> list[Party]:
    found = agreement.parties.select_related("agency")
    return list(found.order_by("role", "agency__name"))


def versions(agreement: Agreement) -> list[Agreement]:
    return list(Agreement.objects.filter(series=agreement.series).order_by("-version"))


def still(at: datetime) -> Q:
    """Parties that have not left: a day that has not come binds them still."""
    return Q(ends=None) | Q(ends__gt=at)


def party_ids(agreement: Agreement, at: datetime) -> list[UUID]:
    return list(agreement.parties.filter(still(at)).values_list("agency_id", flat=True))


def conveners(agreement: Agreement) -> list[UUID]:
    found = AgencyCommunity.objects.filter(community=agreement.community_id, convenes=True)
    return list(found.values_list("agency_id", flat=True))


def remarks(agreement: Agreement) -> list[Remark]:
    """Those that the reader may read: a party's own people who answer for it, and whoever convenes."""
    found = agreement.remarks.select_related("agency", "said_by")
    return list(found.order_by("said_at", "pk"))


# What its text is made from (enforced.lines), so what somebody signs.
SIGNED_FIELDS = (
    *("series", "version", "kind", "title", "goal", "storage", "recipient", "permitted_use"),
    *("destroy_by", "terms", "classes", "purposes", "emergency_clause", "starts", "ends"),
)


def words_digest(row: Agreement) -> str:
    """What is signed, as one number. Who else takes part is no word of the participation memorandum:
    others join while one reads."""
    named = row.parties.filter(ends=None).values_list("agency_id", "role")
    said = {name: getattr(row, name) for name in SIGNED_FIELDS}
    return rules.digest(said, [] if row.kind == "participation" else named)


def to_confirm(row: Agreement, agency: UUID) -> bytes:
    """What a passkey says yes to: this version with these words, for this agency."""
    return f"agreement {row.pk} version {row.version} for {agency}: {words_digest(row)}".encode()


def scans(row: Agreement) -> dict[int, Scan]:
    """By party, as far as the reader may know of them: the parties' officers, and whoever convenes.
    The last of each."""
    found = Scan.objects.filter(party__agreement=row).order_by("added_at", "pk")
    return {one.party_id: one for one in found}


def scan_of(party: Party) -> Scan | None:
    """The one that is there, or is being checked."""
    return party.scans.exclude(state__in=rules.GONE).first()


def scan_content(scan: Scan) -> bytes | None:
    """The file itself; None where it may not be opened (yet), or is gone."""
    found = ScanFile.objects.filter(scan=scan).first()
    return bytes(found.content) if found and found.content else None


def waiting_scan(id: UUID) -> Scan | None:
    """This scan, if it waits for the scanner; locked, so that no two workers check it."""
    found = Scan.objects.filter(pk=id, state="being checked")
    return found.select_for_update(of=("self",)).first()


def own_party(agreement: Agreement, actor: Actor, at: datetime) -> Party | None:
    """The party for which this actor may speak."""
    found = agreement.parties.filter(still(at), agency=actor.agency) if actor.agency else None
    return found.select_related("agency", "agreement").first() if found is not None else None


def to_join(actor: Actor, at: datetime) -> Agreement | None:
    """The participation memorandum of this community, where the actor's agency has not joined it."""
    found = Agreement.objects.filter(
        in_force(at), community=actor.community, kind="participation"
    ).exclude(parties__in=Party.objects.filter(still(at), agency=actor.agency))
    return found.select_related("community").order_by("-pk").first()


def would_strand(agreement: Agreement, agency: UUID) -> int:
    """How many open referrals to it go another way if it leaves; for its own people, else 0."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_would_strand(%s, %s)", [agreement.pk, agency])
        return cursor.fetchone()[0]


@dataclass(frozen=True)
class Standing:
    """One party of one agreement: how it stands, until when (None: no last day)."""

    party: Party
    name: str
    until: datetime | None

    @property
    def agreement(self) -> Agreement:
        return self.party.agreement


def standings(
    community: UUID, agencies: Iterable[UUID], now: datetime
) -> dict[tuple[UUID, str], list[Standing]]:
    """How these agencies stand to the agreements of this community: (agency, kind) -> the best first.

    What is over is told only where nothing of its kind lives: then the last to end.
    """
    found = Party.objects.filter(agency__in=list(agencies), agreement__community=community)
    found = found.exclude(agreement__state="superseded").select_related("agreement")
    told: dict[tuple[UUID, str], list[Standing]] = {}
    for one in found.order_by("agreement__title", "agreement", "pk"):
        told.setdefault((one.agency_id, one.agreement.kind), []).append(_standing(one, now))
    return {key: _worth_telling(many) for key, many in told.items()}


def _standing(party: Party, now: datetime) -> Standing:
    row = party.agreement
    known = [one for one in (row.ends, party.ends) if one is not None]
    until = min(known) if known else None
    starts = max(row.starts, party.starts) if party.starts else None
    name = rules.standing(row.state, starts, until, now, signed=party.starts is not None)
    return Standing(party, name, until)


def _worth_telling(many: list[Standing]) -> list[Standing]:
    living = [one for one in many if one.name != "over"]
    if living:
        return sorted(living, key=lambda one: rules.STANDINGS.index(one.name))
    return sorted(many, key=lambda one: one.until or one.agreement.starts)[-1:]


def nation_of(agency: UUID | None) -> Nation | None:
    """The sovereign nation that answers for what this agency records."""
    if agency is None:
        return None
    found = Nation.objects.filter(offices__agency=agency).select_related("agency")
    return found.first()


def nation_say(steward: UUID | None) -> NationSay | None:
    """What the nation that `steward` is (or is an office of) says about figures; None: no nation."""
    nation = nation_of(steward)
    if nation is None:
        return None
    signed = Party.objects.filter(
        agency=nation.pk, starts__isnull=False, agreement__state="in force"
    ).select_related("agreement")
    return NationSay(
        agreed=tuple(_agreed(one) for one in signed),
        least_cell=nation.least_cell,
        shown_apart=nation.shown_apart,
        withheld_from=nation.withheld_from,
        withdrawn_from=nation.withdrawn_from,
    )


def parties_of(agency: UUID, purpose: str, at: datetime) -> list[Party]:
    """Where it is bound now, for this purpose; each with its agreement."""
    found = Party.objects.filter(still(at), agency=agency, starts__lte=at)
    live = Agreement.objects.filter(in_force(at), purposes__contains=[purpose])
    return list(found.filter(agreement__in=live).select_related("agreement"))


def _agreed(party: Party) -> Agreed:
    """The window in which both the agreement and the signature hold."""
    row = party.agreement
    ends = [one for one in (row.ends, party.ends) if one is not None]
    return Agreed(
        purposes=frozenset(row.purposes),
        signed=party.signed_at or party.starts,
        starts=max(row.starts, party.starts),
        ends=min(ends) if ends else None,
    )


def may_count(steward: UUID | None, purpose: str, at: datetime) -> bool:
    """May rows that `steward` answers for enter figures beyond it? See rules.may_count."""
    return rules.may_count(nation_say(steward), at, purpose)


def least_cell(stewards: Iterable[UUID]) -> int:
    """The smallest number that may be shown of rows of these stewards: the highest of what they ask."""
    found = Nation.objects.filter(offices__agency__in=list(stewards))
    return max([LEAST_CELL, *found.values_list("least_cell", flat=True)])
