"""What is stored of a walk through everything, and a print of it: did a deed change anything?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection
from psycopg import sql

from kinwork.accounts.models import Agency, Membership
from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.models import AuditEntry
from kinwork.directory.models import ServiceCapacity
from kinwork.family.appointments.models import ChangeAsk, Reminder, Seat, Slot
from kinwork.family.appointments.models import Offer as TimeOffer
from kinwork.family.contact.models import Message
from kinwork.family.referrals.models import Need, Referral
from kinwork.family.waiting import queries as lists
from kinwork.family.waiting.models import Offer
from kinwork.trust.access.models import Block, Due, WorkItem
from kinwork.trust.consent.models import Consent, ConsentAsk
from tests.closed_loop.seen import Seen, see
from tests.seeing import everything

# Whatever a deed of the loop may write.
PRINTED = (
    *("referrals_", "waiting_", "appointments_", "followup_", "contact_", "consent_", "access_"),
    *("accounts_", "agreements_", "common_auditentry", "directory_servicecapacity"),
)


@dataclass
class Shown(Seen):
    """Rows by referral, and what stands beside them."""

    now: datetime | None = None
    agencies: dict[UUID, Agency] = field(default_factory=dict)
    members: set[tuple[UUID, UUID]] = field(default_factory=set)
    needs: dict[UUID, Need] = field(default_factory=dict)
    desk: list[WorkItem] = field(default_factory=list)
    offers: dict[UUID, list[Offer]] = field(default_factory=lambda: defaultdict(list))
    times: dict[UUID, list[TimeOffer]] = field(default_factory=lambda: defaultdict(list))
    wishes: dict[UUID, list[ChangeAsk]] = field(default_factory=lambda: defaultdict(list))
    reminders: list[Reminder] = field(default_factory=list)
    slots: dict[UUID, Slot] = field(default_factory=dict)
    seats: list[Seat] = field(default_factory=list)
    asks: list[ConsentAsk] = field(default_factory=list)
    ask_clocks: set[UUID] = field(default_factory=set)
    consents: list[Consent] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    said: dict[UUID, ServiceCapacity] = field(default_factory=dict)
    reasons: set[tuple[UUID, str, datetime]] = field(default_factory=set)
    told: list[Message] = field(default_factory=list)
    order: dict[UUID, list[UUID]] = field(default_factory=dict)


def show(homes: Iterable[UUID], services: Iterable[UUID], community: UUID, now: datetime) -> Shown:
    """Everything about these families, and the openings of these services."""
    homes, services = list(homes), list(services)
    with everything():
        ids = list(Referral.objects.filter(household__in=homes).values_list("pk", flat=True))
        found = Shown(**vars(see(ids, services)), now=now)
        found.agencies = Agency.objects.in_bulk()
        open_hats = Membership.objects.filter(ends=None, user__is_active=True)
        found.members = set(open_hats.values_list("user", "agency"))
        found.needs = Need.objects.filter(said_in__in=homes).in_bulk()
        found.desk = list(WorkItem.objects.filter(community=community, closed_at=None))
        for into, model in (
            (found.offers, Offer), (found.times, TimeOffer), (found.wishes, ChangeAsk),
        ):  # fmt: skip
            for row in model.objects.filter(referral__in=ids):
                into[row.referral_id].append(row)
        found.reminders = list(Reminder.objects.filter(referral__in=ids, done_at=None))
        found.slots = Slot.objects.filter(service__in=services).in_bulk()
        found.seats = list(Seat.objects.filter(slot__in=found.slots))
        found.asks = list(ConsentAsk.objects.filter(household__in=homes))
        clocks = Due.objects.filter(target__in=[one.pk for one in found.asks])
        found.ask_clocks = set(clocks.values_list("target", flat=True))
        found.consents = list(Consent.objects.filter(household__in=homes, deny=False))
        found.blocks = list(Block.objects.filter(household__in=homes))
        said = ServiceCapacity.objects.filter(service__in=services, source=None)
        found.said = {one.service_id: one for one in said}
        reasons = AuditEntry.objects.filter(household_id__in=homes)
        found.reasons = set(reasons.values_list("household_id", "verb", "at"))
        found.told = list(Message.objects.filter(household__in=homes))
    for service in services:
        waits = [one for one in found.rows.values() if _waits(one, service)]
        if waits:
            with acting_as(clock(waits[0].pk), now=now):
                found.order[service] = lists.order(service)
    return found


def _waits(row: Referral, service: UUID) -> bool:
    return row.service_id == service and row.state == "waitlisted"


def mark() -> dict[str, str]:
    """A print of each table that a deed may write to."""
    with everything(), connection.cursor() as cursor:
        if not _TABLES:
            _TABLES.extend(
                sorted(t for t in connection.introspection.table_names(cursor) if _is(t))
            )
        cursor.execute(sql.SQL(" UNION ALL ").join(_print(table) for table in _TABLES))
        return dict(cursor.fetchall())


_TABLES: list[str] = []


def _is(table: str) -> bool:
    return table.startswith(PRINTED)


def _print(table: str) -> sql.Composed:
    asked = sql.SQL(
        "SELECT {name}, md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), ''))"
        " FROM {table} t"
    )
    return asked.format(name=sql.Literal(table), table=sql.Identifier(table))
