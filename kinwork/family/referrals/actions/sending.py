"""What the sender, or the family itself, does: ask, send, take back, send another way."""

from datetime import datetime
from typing import Unpack
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import community as place
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.jobs import later
from kinwork.common.rights import Refused
from kinwork.directory.models import Location, Service
from kinwork.family.referrals import queries
from kinwork.family.referrals.actions.following import follow, lay_work
from kinwork.family.referrals.actions.making import (
    _takes_referrals,
    class_towards,
    name_subjects,
    write_first_event,
)
from kinwork.family.referrals.actions.moving import Moved, Said, as_itself, move
from kinwork.family.referrals.actions.saying import say
from kinwork.family.referrals.codes import PACKET
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import may_recall
from kinwork.trust.access.actions import close_work_items, open_tie
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
        follow(moved, at=at)
        if row.previous_id:
            close_work_items(target=row.previous_id, kind="next door", at=at)
        if row.receiver_id is None:
            later("referrals.send_link", row.pk)
    return moved.referral


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
        with as_itself(old.pk, old.community_id):
            return old.next.first() or old
    follow(moved, at=at)
    receiver = queries.receiver_of(service.organization, old.community)
    new = Referral(
        community_id=old.community_id,
        household_id=old.household_id,
        need_id=old.need_id,
        need_code=old.need_code,
        sender_id=old.sender_id,
        sent_by_id=old.sent_by_id,
        organization=service.organization,
        service=service,
        location=location,
        receiver=receiver,
        sensitivity=class_towards(old.need_code, receiver),
        classes=old.classes if receiver else list(PACKET),
        urgency=old.urgency,
        state_since=at,
        made_at=at,
        first_clock_at=old.first_clock_at,
        previous=old,
    )
    with as_itself(old.pk, old.community_id):
        people = list(old.subjects.values_list("person_id", flat=True))
        new.save(force_insert=True)
    with acting_as(clock(new.pk, old.community_id)) as itself:
        name_subjects(new, people)
        write_first_event(new, by=itself, at=at)
        lay_work(new, "sender", "ask consent", None, at)
    return new


def _done(moved: Moved, at: datetime) -> Referral:
    if moved.fresh:
        follow(moved, at=at)
    return moved.referral
