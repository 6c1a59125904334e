"""Mails to an organization that answers by a link: asked again in the claim of its line, neutral, with a
fresh link where there is still something to read. They name nobody and no need."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, override

from kinwork.accounts.models import Membership
from kinwork.common import audit
from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.directory.actions.units import is_full
from kinwork.directory.models import Language
from kinwork.family.contact.carrying import Carrier, Not, To, carry
from kinwork.family.contact.models import Delivery
from kinwork.family.contact.parcels import Parcel
from kinwork.family.referrals import links, queries
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import UNSENT

REQUEST, REMINDER, ANSWERED, CONFIRM = "request", "reminder", "answered", "confirm"
CHANGED, STOP, OVER, TAKEN_BACK = "changed", "stop", "over", "taken back"
ROOM = "room"  # what it said of its room soon counts no more; whatever became of this request
NO_MORE = (OVER, TAKEN_BACK)  # of an end; said only to who heard of the request
NO_ACCOUNT = gettext_noop("You need no account.")
# which: (subject, body)
WORDS: dict[str, tuple[str, str]] = {
    REQUEST: (
        gettext_noop("A family asks for your service"),
        gettext_noop(
            "A family asks for your service. Open this page to see what it needs, and to answer with one tap."
        ),
    ),
    REMINDER: (
        gettext_noop("A family still waits for your answer"),
        gettext_noop(
            "A family asked for your service and waits for your answer. One tap is enough:"
        ),
    ),
    ANSWERED: (
        gettext_noop("Your question is answered"),
        gettext_noop(
            "You asked a question about a request. The answer is here. Now it is your turn:"
        ),
    ),
    CONFIRM: (
        gettext_noop("Does a family still wait on your list?"),
        gettext_noop(
            "You put a family on your waiting list. Please say how it stands. One tap is enough:"
        ),
    ),
    CHANGED: (
        gettext_noop("There is news on a request"),
        gettext_noop("Something changed on a request that you answered. Open this page to see it."),
    ),
    STOP: (
        gettext_noop("You are asked to stop a request"),
        gettext_noop(
            "Whoever sent you a request asks you to stop it. Please say if that is right:"
        ),
    ),
    OVER: (
        gettext_noop("A request is over"),
        gettext_noop(
            "A request that you had is over. You need not do anything more. Which one it was:"
        ),
    ),
    ROOM: (
        gettext_noop("Are you still full?"),
        gettext_noop(
            "You said that you are full. Soon that counts no more. Please say how it is now:"
        ),
    ),
    TAKEN_BACK: (
        gettext_noop("A request was taken back"),
        gettext_noop(
            "A request that we sent you was taken back. You need not do anything. Its link opens nothing any more."
        ),
    ),
}


def where(row: Delivery, at: datetime) -> To | Not:
    """The published address as it is now, and a fresh link, if there is still something to say."""
    which = row.said["which"]
    with acting_as(clock(row.target, row.community_id)):
        found = Referral.objects.select_related("service", "organization", "community")
        referral = found.filter(pk=row.target).first()
        if referral is None or referral.receiver_id is not None or referral.state in UNSENT:
            return Not("over")
        if which == ROOM:
            if referral.state == "recalled" or not is_full(referral.service_id, at):
                return Not("over")
        elif (referral.ended_at is not None) is not (which in NO_MORE):
            return Not("over")
        if which in NO_MORE and not _heard_of_it(row):
            return Not("over")
        to = links.published_email(referral)
        if not to:
            return Not("no address", is_lost=True)
        said = {"days": links.days_of(referral)}
        if which != TAKEN_BACK:
            said["link"] = links.address(referral)
        return To(to, language_of(referral), said)


def _heard_of_it(row: Delivery) -> bool:
    """Did any mail about it leave before, or begin to?"""
    before = Delivery.objects.filter(kind=row.kind, target=row.target, tries__gt=0)
    return before.exclude(pk=row.pk).exists()


def language_of(referral: Referral) -> str:
    """Spanish where the service is said to be given in Spanish alone; else English."""
    spoken = Language.objects.filter(service=referral.service_id).values_list("code", "name")
    known = {(code or name).strip().casefold()[:2] for code, name in spoken}
    return "es" if known & {"es", "sp"} and "en" not in known else "en"


def letter(parcel: Parcel) -> tuple[str, str]:
    """Subject and body."""
    said: dict[str, Any] = parcel.said
    subject, body = WORDS[said["which"]]
    with override(parcel.language):
        if "link" not in said:
            return _(subject), f"{_(body)}\n"
        opens = ngettext(
            "The page opens for %(days)s day.", "The page opens for %(days)s days.", said["days"]
        ) % {"days": said["days"]}
        return _(subject), f"{_(body)}\n\n{said['link']}\n\n{_(NO_ACCOUNT)} {opens}\n"


def left(row: Delivery, at: datetime) -> None:
    with acting_as(clock(row.target, row.community_id)) as by:
        referral = Referral.objects.filter(pk=row.target).first()
        if referral:
            audit.record("referrals.send_link", referral, by=by, at=at, which=row.said["which"])


def whose(row: Delivery) -> tuple[UUID | None, UUID | None]:
    """Whoever follows it up for its sender now; else, of no named class, the coordinator's agency."""
    with acting_as(clock(row.target, row.community_id)):
        referral = Referral.objects.filter(pk=row.target).first()
        return who_hears(referral) if referral else (row.agency_id, row.follower_id)


def who_hears(row: Referral) -> tuple[UUID | None, UUID | None]:
    """(agency, user) to whom a mail that did not arrive is told. Asked as the referral itself."""
    if row.sender is None or not row.sender.active:
        by_name = row.sensitivity in ("sud", "safety")
        return (None if by_name else queries.coordinating_agency(row.community_id)), None
    member = row.followed_by_id or row.sent_by_id
    works = Membership.objects.filter(user=member, agency=row.sender_id, ends=None)
    return row.sender_id, member if member and works.exists() else None


carry("link", Carrier(where, letter, whose, left))
