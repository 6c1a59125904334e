"""A question that went out by a link was answered. Whoever opened it knew a birth date and no more: so
the family hears of it on another way of its own, if it has one that is safe."""

from datetime import datetime

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.family.contact import queries
from kinwork.family.contact.actions import tell_family
from kinwork.trust.consent.models import ConsentAsk


def tell_of_answer(ask: ConsentAsk, *, by: Actor, at: datetime) -> None:
    """The same neutral line whatever was answered, never to the address that the link went to; with no
    other address it waits on the family's page. As the household's own clock."""
    home, community = ask.household_id, ask.community_id
    with acting_as(clock(home, community)) as teller:
        went_to = queries.safe_email_of(home, ask.person_id) if ask.way == "e-mail" else None
        tell_family(
            household=home,
            community=community,
            key="consent.answer_ask",
            about=home,
            not_to=went_to.value if went_to else "",
            by=teller,
            at=at,
        )
