"""How a referral ends without being served: by the family, by a clock, by a sibling, by mistake."""

from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.common.rights import Refused
from kinwork.family.referrals.actions.following import follow
from kinwork.family.referrals.actions.moving import Moved, Said, move
from kinwork.family.referrals.models import Referral


@transaction.atomic
def withdraw(*, referral: Referral, by: Actor, at: datetime, **said: Unpack[Said]) -> Referral:
    """The family does not want it any more; at once. A worker says who in the family told them."""
    if by.is_staff and said.get("on_behalf_of") is None:
        raise Refused("referrals.withdraw", _("Say who in the family asked for this."))
    return _done(move(referral, "withdraw", by=by, at=at, **said), at)


@transaction.atomic
def cancel(*, referral: Referral, by: Actor, at: datetime, **said: Unpack[Said]) -> Referral:
    """The receiver confirms what the sender asked; or the clock lets it stand."""
    return _done(move(referral, "cancel", by=by, at=at, **said), at)


@transaction.atomic
def expire(*, referral: Referral, by: Actor, at: datetime, **said: Unpack[Said]) -> Referral:
    """Nobody answered. It counts against the receiver's answers, never against the family."""
    return _done(move(referral, "expire", by=by, at=at, **said), at)


@transaction.atomic
def make_obsolete(*, referral: Referral, by: Actor, at: datetime, **said: Unpack[Said]) -> Referral:
    """A sibling was accepted. Undone by a new, linked referral."""
    return _done(move(referral, "make_obsolete", by=by, at=at, **said), at)


@transaction.atomic
def enter_in_error(
    *, referral: Referral, reason: str, by: Actor, at: datetime, **said: Unpack[Said]
) -> Referral:
    """It should never have been; it stays in the trail."""
    return _done(move(referral, "enter_in_error", by=by, at=at, reason=reason, **said), at)


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


def _done(moved: Moved, at: datetime) -> Referral:
    if moved.fresh:
        follow(moved, at=at)
    return moved.referral
