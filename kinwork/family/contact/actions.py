"""Ways to reach a family, and the notices that go to it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.jobs import later
from kinwork.common.rights import check
from kinwork.family.contact import queries, rights  # noqa: F401  (declares the table)
from kinwork.family.contact.models import ContactPoint, Message
from kinwork.family.facts.models import Fact
from kinwork.people.models import Household, Person
from kinwork.trust.access.models import FamilyClaim, Glass
from kinwork.trust.access.rules import ADDRESS
from kinwork.trust.consent.models import ConsentAsk


@transaction.atomic
def record_contact(
    *,
    household: Household,
    channel: str,
    value: str,
    person: Person | None = None,
    is_safe: bool = True,
    safe_hours: str = "",
    is_preferred: bool = False,
    recorded_by: Agency | None = None,
    by: Actor,
    at: datetime,
) -> ContactPoint:
    """A phone or an e-mail, whether a message there is safe, and when."""
    require(by)
    check(by, "contact.record_contact", household)
    point = ContactPoint.objects.create(
        community_id=household.community_id,
        recorded_by=recorded_by,
        steward=recorded_by,
        sensitivity="contact",
        person=person,
        household=None if person else household,
        said_in=household.pk,
        channel=channel,
        value=value.strip()[:254],
        is_safe=is_safe,
        safe_hours=safe_hours[:200],
        is_preferred=is_preferred,
    )
    audit.record("contact.record_contact", point, by=by, at=at, household=household.pk)
    return point


@transaction.atomic
def substitute_address(
    *,
    household: Household,
    person: Person,
    address: str,
    recorded_by: Agency | None = None,
    by: Actor,
    at: datetime,
) -> ContactPoint:
    """Somebody is in an address confidentiality programme: others get `address`, never the true one.

    What this agency or family wrote down of where they are takes the label "address confidentiality":
    from now on it is shared with nobody, opened by no link and no emergency. A former substitute ends.
    """
    require(by)
    check(by, "contact.substitute_address", household)
    about = Q(person=person) | Q(household=household)
    for where in Fact.objects.filter(about, sensitivity="location").exclude(
        labels__contains=[ADDRESS]
    ):
        if where.owner_id is None and where.recorded_by_id == by.agency:
            where.labels = sorted({*where.labels, ADDRESS})
            where.save(update_fields=["labels"])
    for old in ContactPoint.objects.filter(person=person, channel="mail", ended_at=None):
        end_contact(point=old, by=by, at=at)
    made = record_contact(
        household=household,
        person=person,
        channel="mail",
        value=address,
        recorded_by=recorded_by,
        by=by,
        at=at,
    )
    audit.record("contact.substitute_address", made, by=by, at=at, household=household.pk)
    return made


def end_contact(*, point: ContactPoint, by: Actor, at: datetime) -> ContactPoint:
    """This phone or address is no longer the family's, or no longer safe."""
    require(by)
    check(by, "contact.end_contact", point)
    point.ended_at = at
    point.save(update_fields=["ended_at"])
    audit.record("contact.end_contact", point, by=by, at=at, household=point.said_in)
    return point


def tell_family(
    *,
    household: UUID,
    community: UUID,
    key: str,
    about: UUID,
    not_to: str = "",
    by: Actor,
    at: datetime,
) -> Message | None:
    """Put a notice on the family's page, and one neutral line into its mail where that is safe.

    Nothing is said to the home of what a minor may have alone. not_to: an address that is not asked.

    `by` is the clock of the record that the notice is about: it alone sees how to reach the family.
    """
    require(by)
    if queries.is_private(about):
        return None
    point = queries.safe_email(household, but=not_to)
    message = Message.objects.create(
        community_id=community,
        sensitivity="contact",
        household_id=household,
        channel="email" if point else "page",
        address=point.value if point else "",
        key=key,
        language=_language(household),
        about=about,
        made_at=at,
        state="waiting" if point else "sent",
        sent_at=None if point else at,
    )
    audit.record("contact.tell_family", message, by=by, at=at, key=key)
    if point:
        later("contact.send", message.pk)
    return message


def tell_of_card_made(claim: FamilyClaim, *, by: Actor, at: datetime) -> None:
    """A card that opens the family's page was made at a desk."""
    _tell_of_card(claim, "access.make_claim", at)


def tell_of_card_used(claim: FamilyClaim, *, by: Actor, at: datetime) -> None:
    """Somebody used it. If it was not the family, the family has to know."""
    _tell_of_card(claim, "access.claim_key", at)


def _tell_of_card(claim: FamilyClaim, key: str, at: datetime) -> None:
    """As the household's own clock: who made or used the card need not see how to reach anybody."""
    home, community = claim.household_id, claim.community_id
    with acting_as(clock(home, community)) as by:
        tell_family(household=home, community=community, key=key, about=home, by=by, at=at)


def tell_of_glass(glass: Glass, *, by: Actor, at: datetime) -> None:
    """The record was opened in an emergency: the family hears of it at once. `by` is its clock."""
    home, community = glass.household_id, glass.community_id
    key = "access.break_glass"
    tell_family(household=home, community=community, key=key, about=glass.pk, by=by, at=at)


def send_ask(ask: ConsentAsk, *, by: Actor, at: datetime) -> None:
    """A question goes out by mail: where to, is found out when it is sent."""
    if ask.way == "e-mail":
        later("contact.send_ask", ask.pk)


def _language(household: UUID) -> str:
    """The family's language; its row is opened as itself."""
    with acting_as(clock(household)):
        found = Household.objects.filter(pk=household).values_list("language", flat=True)
        return found.first() or "en"


def still_safe(message: Message) -> bool:
    """Is the address still one that the family called safe? Asked as the record it is about."""
    with acting_as(clock(message.about)):
        points = queries.points(message.household_id)
        return any(one.value == message.address and one.is_safe for one in points)


def settle(*, message: Message, state: str, by: Actor, at: datetime) -> Message:
    """How sending ended: sent, failed, or not safe any more."""
    require(by)
    message.state, message.sent_at = state, at if state == "sent" else None
    message.save(update_fields=["state", "sent_at"])
    audit.record("contact.settle", message, by=by, at=at, state=state)
    return message


def mark_read(*, household: UUID, by: Actor, at: datetime) -> int:
    """The family has seen its notices."""
    require(by)
    check(by, "contact.read_messages")
    return Message.objects.filter(household=household, read_at=None).update(read_at=at)
