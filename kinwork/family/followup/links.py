"""The link that asks a family by mail or text: it leads to the questions alone, for three days, and says
neither whom it is for nor what kind of help it is about."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.family.contact import queries as contact
from kinwork.family.contact import rules, words
from kinwork.family.contact.carrying import Carrier, Not, To, carry
from kinwork.family.contact.models import Delivery
from kinwork.family.contact.parcels import Parcel
from kinwork.family.followup.models import Asked
from kinwork.family.followup.rules import LINK_DAYS, ON_PAGE_ONLY

SALT = "kinwork.followup.link"
KIND = "word"


def token(asked: UUID) -> str:
    return signing.dumps(str(asked), salt=SALT, compress=False)


def address(asked: UUID) -> str:
    """The whole address of a mail's link, on our own host."""
    return settings.SITE_ADDRESS.rstrip("/") + reverse("followup:link", args=[token(asked)])


def asked_of(text: str) -> UUID:
    """Raises signing.BadSignature for anything that is no link of ours, or is over."""
    try:
        return UUID(signing.loads(text, salt=SALT, max_age=timedelta(days=LINK_DAYS)))
    except (ValueError, TypeError, AttributeError) as why:
        raise signing.BadSignature("no link of ours") from why


def way(household: UUID) -> rules.Way | None:
    """The e-mail or number for texts that the link may go to now; None for a family that wants to be
    written to nowhere, or called."""
    known = contact.ways(household)
    if any(one.stopped for one in known):
        return None
    found = rules.choose(known, texts=contact.has_gateway(), by_hand=True)
    return found if found and found.channel in rules.BY_ITSELF else None


def may_go(asked: Asked) -> bool:
    """Asked by the referral's own clock."""
    if asked.sensitivity in ON_PAGE_ONLY or asked.refused_at is not None:
        return False
    return not asked.referral.words.exists()


def where(row: Delivery, at: datetime) -> To | Not:
    """The family's own safe way, looked up now."""
    with acting_as(clock(row.target, row.community_id)):
        asked = Asked.objects.filter(referral=row.target).first()
        if asked is None or not may_go(asked):
            return Not("over")
    to = way(asked.household_id)
    if to is None:
        return Not("no safe way")
    language, zone = contact.home_of(asked.household_id)
    return To(to.value, language, {"link": address(asked.pk)}, to, zone)


def letter(parcel: Parcel) -> tuple[str, str]:
    return words.question(parcel.language, parcel.said["link"])


def whose(row: Delivery) -> tuple[UUID | None, UUID | None]:
    """Nobody's: the question stands on the family's page all the same."""
    return row.agency_id, row.follower_id


carry(KIND, Carrier(where, letter, whose))
