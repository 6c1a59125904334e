"""What the sender, or the family itself, does: ask, send, take back, send another way."""

from datetime import datetime
from typing import Unpack
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import community as place
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused
from kinwork.directory.actions.units import turns_away
from kinwork.directory.models import Location, Service
from kinwork.family.referrals import letters, loops
from kinwork.family.referrals.actions.ending import answer_full
from kinwork.family.referrals.actions.following import follow
from kinwork.family.referrals.actions.making import (
    _takes_referrals,
    goes_on,
    make_linked,
)
from kinwork.family.referrals.actions.moving import Moved, Said, as_itself, move
from kinwork.family.referrals.actions.saying import say
from kinwork.family.referrals.actions.searching import stop_searches
from kinwork.family.referrals.actions.writing import write_to_receiver
from kinwork.family.referrals.codes import PACKET
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import may_recall
from kinwork.trust.access.actions import open_tie
from kinwork.trust.consent.queries import lock_grounds


@transaction.atomic
def ask_consent(*, referral: Referral, by: Actor, at: datetime, **said: Unpack[Said]) -> Referral:
    """The family is asked first; the sender is reminded when no answer comes."""
    return _done(move(referral, "ask_consent", by=by, at=at, **said), at)


@transaction.atomic
def send(*, referral: Referral, by: Actor, at: datetime, **said: Unpack[Said]) -> Referral:
    """Send it: the receiver is let in, for the named classes, until the referral ends.

    Raises Refused without a live consent for the receiver; and, for an organization that has
    signed nothing, without the family's own request (`on_behalf_of` says whose, when staff send).
    """
    change = {"sent_at": at}
    if referral.first_clock_at is None:
        change["first_clock_at"] = at
    change["loop"] = loops.flag(referral)
    said.setdefault("reason", change["loop"])
    moved = move(referral, "send", by=by, at=at, change=change, **said)
    if moved.fresh:
        row = moved.referral
        _stands_on(row, by, said.get("on_behalf_of"))
        open_tie(
            kind="referral" if row.receiver_id else "link",
            agency=row.receiver_id,
            community=row.community_id,
            household=row.household_id,
            classes=row.classes,
            work=row.pk,
            by=by,
            at=at,
        )
        if turns_away(row.service_id, at):
            return _full_at_once(moved, at)
        follow(moved, at=at)
        stop_searches(row, at)
        write_to_receiver(row, letters.REQUEST, deed="referrals.send", at=at)
    return moved.referral


def _full_at_once(moved: Moved, at: datetime) -> Referral:
    """The receiver had said that it is full and keeps no list: what lets it in ends at the same instant,
    and the answer is there before anybody waits for one. Who was sent before keeps their place."""
    follow(moved, at=at, notice=False)
    stop_searches(moved.referral, at)
    with as_itself(moved.referral.pk, moved.referral.community_id) as itself:
        return answer_full(referral=moved.referral, by=itself, at=at)


def _stands_on(row: Referral, by: Actor, on_behalf_of: UUID | None) -> None:
    """The grounds of the disclosure, locked until it is done."""
    name = row.organization.name
    if row.receiver_id is None:
        if not set(row.classes) <= set(PACKET) or (by.is_staff and on_behalf_of is None):
            raise Refused(
                "referrals.send",
                _("%(name)s has signed nothing here. Say who in the family asks for this.")
                % {"name": name},
            )
        return
    if row.receiver_id == row.sender_id:
        return
    whom = row.subjects.values_list("person_id", flat=True)
    grounds = lock_grounds(row.household_id, row.receiver_id, whom, row.classes)
    if not grounds.party:
        raise Refused(
            "referrals.send",
            _("%(name)s does not take part here now. Choose another place.") % {"name": name},
        )
    if not set(row.classes) <= grounds.allowed:
        raise Refused(
            "referrals.send",
            _(
                "The family has not yet agreed to share this with %(name)s. Record its consent first."
            )
            % {"name": name},
        )


@transaction.atomic
def give_information(
    *, referral: Referral, message: str, by: Actor, at: datetime, **said: Unpack[Said]
) -> Referral:
    """Answer what the receiver asked; it is theirs to answer again."""
    moved = move(referral, "give_information", by=by, at=at, **said)
    if moved.fresh:
        say(moved.referral, message, by=by, at=at, party=moved.event.party)
        follow(moved, at=at)
    return moved.referral


@transaction.atomic
def recall(*, referral: Referral, by: Actor, at: datetime, **said: Unpack[Said]) -> Referral:
    """Take it back while nobody has opened it, or within minutes."""
    moved = move(referral, "recall", by=by, at=at, **said)
    if moved.fresh:
        row = moved.referral
        minutes = place.setting(row.community, "recall_minutes")
        if not may_recall(opened_at=row.opened_at, sent_at=row.sent_at, now=at, minutes=minutes):
            raise Refused(
                "referrals.recall",
                _("They have opened it already. Ask them to cancel it instead."),
            )
        follow(moved, at=at)
    return moved.referral


@transaction.atomic
def ask_cancellation(
    *, referral: Referral, reason: str, by: Actor, at: datetime, **said: Unpack[Said]
) -> Referral:
    """Ask the receiver to cancel; after two business days it stands by itself."""
    return _done(move(referral, "ask_cancellation", by=by, at=at, reason=reason, **said), at)


@transaction.atomic
def reroute(
    *,
    referral: Referral,
    service: Service,
    location: Location | None = None,
    by: Actor,
    at: datetime,
    **said: Unpack[Said],
) -> Referral:
    """End it here, and begin a linked one to another service. Its first clock keeps running.

    The new one waits for the family's consent: nothing reaches a new receiver unasked. Returns it.
    """
    _takes_referrals(referral.need_code, service)
    moved = move(referral, "reroute", by=by, at=at, **said)
    old = moved.referral
    if not moved.fresh:
        return goes_on(old) or old
    follow(moved, at=at)
    return make_linked(old, service, location, at=at)


def _done(moved: Moved, at: datetime) -> Referral:
    if moved.fresh:
        follow(moved, at=at)
    return moved.referral
