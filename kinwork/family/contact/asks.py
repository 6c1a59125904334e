"""A question to a caregiver goes out by a link; and when it was answered: whoever opened it knew a birth
date and no more, so the family hears of it on another way of its own, if it has one that is safe."""

from datetime import datetime
from uuid import UUID

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.family.contact import queries, words
from kinwork.family.contact.actions import tell_family
from kinwork.family.contact.carrying import Carrier, Not, To, carry
from kinwork.family.contact.models import ContactPoint, Delivery
from kinwork.family.contact.parcels import Parcel
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent import links
from kinwork.trust.consent.models import ConsentAsk


def tell_of_answer(ask: ConsentAsk, *, by: Actor, at: datetime) -> None:
    """The same neutral line whatever was answered, never to the address that the link went to; with no
    other address it waits on the family's page. As the household's own clock."""
    home, community = ask.household_id, ask.community_id
    with acting_as(clock(home, community)) as teller:
        went_to = _way_of(ask)
        tell_family(
            household=home,
            community=community,
            key="consent.answer_ask",
            about=home,
            not_to=went_to.value if went_to else "",
            by=teller,
            at=at,
        )


def where(row: Delivery, at: datetime) -> To | Not:
    """The caregiver's own safe address, looked up now. Without one nothing leaves, and the worker who
    asked hears of it by the question itself."""
    with acting_as(clock(row.target, row.community_id)) as by:
        waiting = ConsentAsk.objects.filter(answered_at=None, ended_at=None, expires_at__gt=at)
        ask = waiting.select_for_update().filter(pk=row.target).first()
        if ask is None:
            return Not("over")
        with acting_as(clock(ask.household_id, ask.community_id)):
            point = _way_of(ask)
            _language, zone = queries.home_of(ask.household_id)
        if point is None:
            consents.close_ask(ask=ask, by=by, at=at)
            return Not("no safe way")
    way = queries.as_way(point) if ask.way == "text" else None
    return To(point.value, ask.language, {"link": links.address(ask.pk)}, way, zone)


def _way_of(ask: ConsentAsk) -> ContactPoint | None:
    """Where the link of a question may go now; None for a card, which goes nowhere."""
    if ask.way == "text":
        return queries.safe_text_of(ask.household_id, ask.person_id)
    return queries.safe_email_of(ask.household_id, ask.person_id) if ask.way == "e-mail" else None


def letter(parcel: Parcel) -> tuple[str, str]:
    return words.question(parcel.language, parcel.said["link"])


def left(row: Delivery, at: datetime) -> None:
    with acting_as(clock(row.target, row.community_id)) as by:
        ask = ConsentAsk.objects.filter(pk=row.target, sent_at=None).first()
        if ask:
            consents.mark_sent(ask=ask, by=by, at=at)


def whose(row: Delivery) -> tuple[UUID | None, UUID | None]:
    """Who asked."""
    return row.agency_id, row.follower_id


carry("ask", Carrier(where, letter, whose, left))
