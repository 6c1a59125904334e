"""What a family is told: on its page always, and by one neutral line outside where that is safe."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.jobs import later
from kinwork.common.rights import check
from kinwork.family.contact import queries, rights, rules, wire  # noqa: F401
from kinwork.family.contact.actions.putting import put_line
from kinwork.family.contact.models import Delivery, Message
from kinwork.trust.access.models import FamilyClaim, FamilyPasskey, FamilyWay, Glass
from kinwork.trust.consent.models import ConsentAsk


def tell_family(
    *,
    household: UUID,
    community: UUID,
    key: str,
    about: UUID,
    not_to: str = "",
    deed: str = "",
    good_until: datetime | None = None,
    outside: bool = True,
    by: Actor,
    at: datetime,
) -> Message | None:
    """Put a notice on the family's page, and one neutral line outside where that is safe.

    Nothing is said to the home of what a minor may have alone. not_to: an e-mail that is not asked.
    deed: the verb that caused it, where the key does not say (rules.REASONS). good_until: afterwards
    it is of no use any more, and whoever follows the family hears that it did not arrive. outside: not,
    where something else goes there about it.

    `by` is the clock of the record that the notice is about. The outbox's line is written here, in the
    deed's own transaction; which way it takes is found out again when it leaves.
    """
    require(by)
    if queries.is_private(about):
        return None
    avoid = wire.address_hash("email", not_to) if not_to else ""
    ways, language = queries.reached(household, avoid)
    way = rules.choose(
        ways,
        texts=queries.has_gateway(),
        by_hand=key in rules.WORTH_A_CALL,
        call_instead=key in rules.CALL_INSTEAD,
    )
    way = way if outside else None
    message = Message.objects.create(
        community_id=community,
        sensitivity="contact",
        household_id=household,
        channel=way.channel if way else "page",
        address=way.value if way else "",
        key=key,
        deed=deed or rules.reason(key),
        language=language,
        about=about,
        made_at=at,
        state="waiting" if way else "sent",
        sent_at=None if way else at,
    )
    audit.record("contact.tell_family", message, by=by, at=at, key=key)
    if way:
        _put_into_the_outbox(message, avoid, good_until)
    return message


def _put_into_the_outbox(message: Message, not_to: str, good_until: datetime | None) -> None:
    """One line for one message, with its number. What happened stands in the message alone: whoever
    works off the outbox does not read it here."""
    agency, follower = queries.who_follows(message.household_id, message.community_id)
    Delivery.objects.create(
        id=message.pk,
        community_id=message.community_id,
        agency_id=agency,
        follower_id=follower,
        household=message.household_id,
        kind="notice",
        channel=message.channel,
        deed="contact.tell_family",
        target=message.pk,
        not_to=not_to,
        made_at=message.made_at,
        good_until=good_until,
    )
    later("contact.send", message.pk)


def tell_of_card_made(claim: FamilyClaim, *, by: Actor, at: datetime) -> None:
    """A card that opens the family's page was made at a desk."""
    _tell_of_card(claim, "access.make_claim", at)


def tell_of_card_used(claim: FamilyClaim, *, by: Actor, at: datetime) -> None:
    """Somebody used it. If it was not the family, the family has to know."""
    _tell_of_card(claim, "access.claim_key", at)


def tell_of_way_used(way: FamilyWay, *, by: Actor, at: datetime) -> None:
    """Somebody came in by a link or a short code. If it was not the family, the family has to know."""
    _tell_of_card(way, "access.open_way", at)


def tell_of_passkey(passkey: FamilyPasskey, *, by: Actor, at: datetime) -> None:
    """A phone's lock opens the page from now on."""
    _tell_of_card(passkey, "access.add_passkey", at)


def _tell_of_card(claim: FamilyClaim | FamilyWay | FamilyPasskey, key: str, at: datetime) -> None:
    """As the household's own clock: who made or used it need not see how to reach anybody."""
    home, community = claim.household_id, claim.community_id
    with acting_as(clock(home, community)) as by:
        tell_family(household=home, community=community, key=key, about=home, by=by, at=at)


def tell_of_glass(glass: Glass, *, by: Actor, at: datetime) -> None:
    """The record was opened in an emergency: the family hears of it at once. `by` is its clock."""
    home, community = glass.household_id, glass.community_id
    key = "access.break_glass"
    tell_family(household=home, community=community, key=key, about=glass.pk, by=by, at=at)


def send_ask(ask: ConsentAsk, *, by: Actor, at: datetime) -> None:
    """A question goes out by mail or text: where to, is found out when it is sent; its link is made
    then."""
    if ask.way == "card":
        return
    with acting_as(clock(ask.pk, ask.community_id)) as itself:
        put_line(
            kind="ask",
            target=ask.pk,
            said={},
            deed="consent.ask",
            household=ask.household_id,
            agency=ask.asked_by_id,
            follower=ask.made_by_id,
            community=ask.community_id,
            by=itself,
            at=at,
        )


def mark_read(
    *, household: UUID, only: Iterable[UUID] | None = None, by: Actor, at: datetime
) -> int:
    """The family has seen its notices, or `only` those; how many were new."""
    require(by)
    check(by, "contact.read_messages")
    found = Message.objects.filter(household=household, read_at=None)
    if only is not None:
        found = found.filter(pk__in=only)
    return found.update(read_at=at)
