"""How a referral ends without being served: by the family, by a clock, by a sibling, by mistake."""

from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.common.rights import Refused
from kinwork.family.referrals.actions.following import follow, settle_need
from kinwork.family.referrals.actions.moving import Moved, Said, move
from kinwork.family.referrals.actions.searching import look_on, stop_search, stop_searches
from kinwork.family.referrals.codes import FULL
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.next_door import BY_FAMILY, NO_NEXT


@transaction.atomic
def withdraw(*, referral: Referral, by: Actor, at: datetime, **said: Unpack[Said]) -> Referral:
    """The family does not want it any more; at once. A worker says who in the family told them."""
    if by.is_staff and said.get("on_behalf_of") is None:
        raise Refused("referrals.withdraw", _("Say who in the family asked for this."))
    moved = move(referral, "withdraw", by=by, at=at, **said)
    if (
        moved.fresh and moved.referral.sent_at is None
    ):  # nor does it want what it would have gone on as
        stop_searches(moved.referral, at, of_need=False)
    return _done(moved, at)


@transaction.atomic
def cancel(*, referral: Referral, by: Actor, at: datetime, **said: Unpack[Said]) -> Referral:
    """The receiver confirms what the sender asked; or the clock lets it stand."""
    return _done(move(referral, "cancel", by=by, at=at, **said), at)


@transaction.atomic
def expire(*, referral: Referral, by: Actor, at: datetime, **said: Unpack[Said]) -> Referral:
    """Nobody answered. It counts against the receiver's answers, never against the family."""
    return _done(move(referral, "expire", by=by, at=at, **said), at)


@transaction.atomic
def answer_full(*, referral: Referral, by: Actor, at: datetime, **said: Unpack[Said]) -> Referral:
    """By a rule of the receiver's, dated, and never counted as a person's no."""
    return _done(move(referral, "answer_full", by=by, at=at, reason=FULL, **said), at)


@transaction.atomic
def make_obsolete(*, referral: Referral, by: Actor, at: datetime, **said: Unpack[Said]) -> Referral:
    """A sibling was accepted. Undone by a new, linked referral."""
    return _done(move(referral, "make_obsolete", by=by, at=at, **said), at)


@transaction.atomic
def enter_in_error(
    *, referral: Referral, reason: str, by: Actor, at: datetime, **said: Unpack[Said]
) -> Referral:
    """It should never have been; it stays in the trail."""
    moved = move(referral, "enter_in_error", by=by, at=at, reason=reason, **said)
    if moved.fresh and moved.referral.sent_at is None:
        look_on(moved.referral, at)
    return _done(moved, at)


@transaction.atomic
def end_consent(
    *,
    referral: Referral,
    by: Actor,
    at: datetime,
    really: Actor | None = None,
    **said: Unpack[Said],
) -> Referral:
    """The family's revocation closed it; `really`: who said so, when the referral moves itself."""
    moved = move(referral, "end_consent", by=by, at=at, party="family", really=really, **said)
    return _done(moved, at)


@transaction.atomic
def end_search(
    *, referral: Referral, reason: str = "", by: Actor, at: datetime, **said: Unpack[Said]
) -> Referral:
    """No other place follows for this need, for a coded reason; the family needs to give none. The
    lines about it leave the desks. Raises Refused where nobody looks for one."""
    reason = BY_FAMILY if by.is_family else reason
    if reason not in NO_NEXT:
        raise Refused("referrals.end_search", _("Please choose a reason from the list."))
    moved = move(referral, "end_search", by=by, at=at, reason=reason, **said)
    if moved.fresh:
        row = moved.referral
        stop_searches(row, at)
        stop_search(row.pk, row.community_id, at)
        row.next_door_due = None
        if after := NO_NEXT[reason]:
            settle_need(row, after, at=at)
    return moved.referral


def _done(moved: Moved, at: datetime) -> Referral:
    if moved.fresh:
        follow(moved, at=at)
    return moved.referral
