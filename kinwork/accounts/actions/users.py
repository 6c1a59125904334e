"""People who sign in: made, closed and opened, their passwords, factors and sessions."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kinwork.accounts import rules
from kinwork.accounts.models import Invitation, Recovery, User
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.consequences import follow
from kinwork.common.rights import check


def create_user(
    *,
    email: str,
    name: str,
    language: str = "en",
    password: str | None = None,
    by: Actor,
    at: datetime,
) -> User:
    """An account without an invitation, its address taken as verified: demo, tests, operators."""
    require(by)
    check(by, "accounts.create_user")
    user = new_user(email=email, name=name, language=language, password=password)
    audit.record("accounts.create_user", user, by=by, at=at)
    return user


def disable_account(*, user: User, by: Actor, at: datetime) -> User:
    """Every open page, session and link of this person is dead at the next request."""
    return _set_active(user, False, "accounts.disable_account", by=by, at=at)


def enable_account(*, user: User, by: Actor, at: datetime) -> User:
    return _set_active(user, True, "accounts.enable_account", by=by, at=at)


def sign_out_everywhere(*, user: User, by: Actor, at: datetime) -> int:
    """End every session of `user`, this one too; how many there were."""
    require(by)
    check(by, "accounts.sign_out_everywhere", user)
    audit.record("accounts.sign_out_everywhere", user, by=by, at=at)
    return end_sessions(user)


def ask_reset(*, user: User, by: Actor, at: datetime) -> User:
    """A link to set a new password was asked for: those sent before are dead from now."""
    require(by)
    user.reset_asked_at = at
    user.save(update_fields=["reset_asked_at"])
    audit.record("accounts.ask_reset", user, by=by, at=at)
    return user


def set_password(*, user: User, password: str, by: Actor, at: datetime) -> User:
    """The caller has already proved that this is `user`: by the old password or by a link."""
    require(by)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("accounts.set_password", user, by=by, at=at)
    return user


def new_user(*, email: str, name: str, language: str, password: str | None) -> User:
    email = rules.tidy_email(email)
    user = User(email=email, name=" ".join(name.split()) or email, language=language)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise rules.Impossible(_("There is already an account with this e-mail address.")) from None
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _set_active(user: User, active: bool, verb: str, *, by: Actor, at: datetime) -> User:
    require(by)
    check(by, verb, user)
    user.is_active = active
    user.save(update_fields=["is_active"])
    audit.record(verb, user, by=by, at=at)
    if not active:
        end_sessions(user)
        close_doors(user, by=by, at=at)
        follow(verb, user, by=by, at=at)
    return user


def close_doors(user: User, *, by: Actor, at: datetime) -> None:
    """What a leaver had opened for others is shut: invitations that nobody accepted yet, and
    recoveries they started. Whoever is still wanted is invited again by a colleague."""
    for one in Invitation.objects.filter(invited_by=user, accepted_at=None, withdrawn_at=None):
        one.withdrawn_at = at
        one.save(update_fields=["withdrawn_at"])
        audit.record("accounts.withdraw_invitation", one, by=by, at=at)
    mine = Recovery.objects.filter(Q(user=user) | Q(started_by=user), ended_at=None)
    mine.update(ended_at=at)


def end_sessions(user: User) -> int:
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)
