"""The second step of signing in: set up, lost and set up anew; and the yearly training."""

from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from kinwork.accounts import codes, mails, rules
from kinwork.accounts.actions.mailing import queue_mail
from kinwork.accounts.actions.users import end_sessions
from kinwork.accounts.models import Recovery, User
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.ids import new_code
from kinwork.common.rights import check

RECOVERY_MINUTES, WRONG_TRIES = 10, 5  # as OWASP ASVS 5.0, 6.5.5, has it


def set_second_step(*, user: User, by: Actor, at: datetime) -> User:
    """A passkey or an app for codes was just set up and shown: what was closed opens again."""
    require(by)
    check(by, "accounts.set_second_step")
    user.mfa_due = None
    user.save(update_fields=["mfa_due"])
    audit.record("accounts.set_second_step", user, by=by, at=at)
    return user


def start_recovery(*, user: User, by: Actor, at: datetime) -> Recovery:
    """A supervisor says that this person lost their device; a code goes to their own mailbox.

    Nothing changes until they write the code: the supervisor alone opens nothing, nor does the
    mailbox alone. A recovery begun before ends.
    """
    require(by)
    check(by, "accounts.start_recovery", user)
    if not user.is_active:
        raise rules.Impossible(_("This account is closed. Open it first."))
    Recovery.objects.filter(user=user, ended_at=None).update(ended_at=at)
    code = new_code(12)
    one = Recovery.objects.create(
        user=user,
        started_by_id=by.id,
        code_hash=codes.code_hash(code, user.pk),
        started_at=at,
        expires_at=at + timedelta(minutes=RECOVERY_MINUTES),
    )
    subject, body = mails.recovery(user, code)
    queue_mail(to=user.email, subject=subject, body=body, by=by, at=at)
    audit.record("accounts.start_recovery", user, by=by, at=at)
    return one


def finish_recovery(*, email: str, code: str, by: Actor, at: datetime) -> User | None:
    """The code from the mail: the lost device is forgotten, everybody is signed out, and nothing
    opens until a new second step is set. None for every kind of wrong; five wrong codes end it."""
    require(by)
    check(by, "accounts.finish_recovery")
    found = Recovery.objects.select_for_update(of=("self",)).select_related("user")
    one = found.filter(
        user__email=rules.tidy_email(email), ended_at=None, user__is_active=True
    ).first()
    if one is None or at >= one.expires_at:
        audit.record("accounts.finish_recovery", by=by, at=at, outcome="refused")
        return None
    if not codes.fits(code, one.user_id, bytes(one.code_hash)):
        one.wrong_tries += 1
        one.ended_at = at if one.wrong_tries >= WRONG_TRIES else None
        one.save(update_fields=["wrong_tries", "ended_at"])
        audit.record("accounts.finish_recovery", one.user, by=by, at=at, outcome="refused")
        return None
    one.ended_at = one.used_at = at
    one.save(update_fields=["ended_at", "used_at"])
    _forget(one.user, at)
    subject, body = mails.second_step_forgotten(one.user)
    queue_mail(to=one.user.email, subject=subject, body=body, by=by, at=at)
    audit.record("accounts.finish_recovery", one.user, by=by, at=at, started=str(one.started_by_id))
    return one.user


def forget_second_factor(*, user: User, by: Actor, at: datetime) -> User:
    """Where the mailbox is lost too: the operator forgets passkeys and codes at once."""
    require(by)
    check(by, "accounts.forget_second_factor", user)
    _forget(user, at)
    audit.record("accounts.forget_second_factor", user, by=by, at=at)
    return user


def record_training(*, user: User, on: date, by: Actor, at: datetime) -> User:
    """The yearly training on privacy was done `on` this day; it holds for a year.

    Raises Impossible for a day to come, or one so old that it holds no more.
    """
    require(by)
    check(by, "accounts.record_training", user)
    due = codes.training_due(on)
    if on > at.date() + timedelta(days=1) or due <= at:
        raise rules.Impossible(_("Give a day within the last year."))
    user.training_due = due
    user.save(update_fields=["training_due"])
    audit.record("accounts.record_training", user, by=by, at=at)
    return user


def _forget(user: User, at: datetime) -> None:
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    user.mfa_due = at
    user.save(update_fields=["mfa_due"])
