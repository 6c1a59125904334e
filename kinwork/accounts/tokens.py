"""The signature inside a link that sets a new password."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils import timezone

from kinwork.accounts import actions
from kinwork.accounts.models import User
from kinwork.common.acting import current_actor


class ResetTokens(PasswordResetTokenGenerator):
    """A link works once, for an active account, and only while it is the newest one.

    Django signs password, last sign-in and e-mail address: changing any of them kills the link.
    """

    def make_token(self, user: User) -> str:
        actions.ask_reset(user=user, by=current_actor(), at=timezone.now())
        return super().make_token(user)

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        signed = super()._make_hash_value(user, timestamp)
        asked = user.reset_asked_at.isoformat() if user.reset_asked_at else ""
        return f"{signed}|{asked}|{user.is_active}"
