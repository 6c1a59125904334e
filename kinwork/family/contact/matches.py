"""The family is asked whether another office knows them: on its own page, and by a neutral letter."""

from datetime import datetime

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.family.contact.actions import tell_family
from kinwork.people.models import Match


def tell_of_match(match: Match, *, by: Actor, at: datetime) -> None:
    """As the household's own clock: whoever was written down elsewhere has no part in it."""
    home, community = match.household_id, match.community_id
    with acting_as(clock(home, community)) as teller:
        tell_family(
            household=home,
            community=community,
            key="people.find_match",
            about=home,
            by=teller,
            at=at,
        )
