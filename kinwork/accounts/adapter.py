"""How allauth does things here: no sign-up, own host only, mail through our queue, our words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kinwork.accounts import actions, devices, mails, queries, sessions
from kinwork.accounts.models import User
from kinwork.common import audit
from kinwork.common.acting import acting_as, current_actor
from kinwork.common.actor import VISITOR
from kinwork.web import limits

# allauth's template of a message -> our sentence; what is not here is not said.
SAID = {
    "account/messages/password_changed.txt": _("Your password is changed."),
    "account/messages/password_set.txt": _("Your password is changed."),
    "mfa/messages/webauthn_added.txt": _("Your passkey is saved."),
    "mfa/messages/webauthn_removed.txt": _("Your passkey is removed."),
    "mfa/messages/totp_activated.txt": _("Your app for codes is set up."),
    "mfa/messages/totp_deactivated.txt": _("Your app for codes is removed."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "You have new spare codes. The old ones are dead."
    ),
    "usersessions/messages/sessions_logged_out.txt": _("The other devices are signed out."),
}
# allauth's template of a notice by e-mail -> what happened.
HAPPENED = {
    "account/email/password_changed": _("The password of your account was changed."),
    "account/email/password_set": _("The password of your account was changed."),
    "account/email/password_reset": _("The password of your account was changed."),
    "mfa/email/webauthn_added": _("A passkey was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey was removed from your account."),
    "mfa/email/totp_activated": _("An app for codes was added to your account."),
    "mfa/email/totp_deactivated": _("The app for codes was removed from your account."),
    "socialaccount/email/account_connected": _(
        "From now on the sign-in of your agency opens your account."
    ),
    "mfa/email/recovery_codes_generated": _("New spare codes were made for your account."),
}


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail address and password do not belong together."),
        "too_many_login_attempts": _("Too many tries. Please wait 15 minutes, then try again."),
        "incorrect_code": _("This code is not right. Please look at the newest one."),
        "incorrect_password": _("This password is not right."),
        "rate_limited": _("Too many tries. Please wait a little, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts begin with an invitation."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only our own pages: a path, or the host that this very request came to."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Write it down; speak the worker's language; lead to the second factor when it is missing."""
        response = super().post_login(request, user, **kwargs)
        audit.record("accounts.sign_in", user, by=current_actor(), at=timezone.now())
        self._greet(request, response, user)
        if not queries.has_second_factor(user):
            response["Location"] = reverse("accounts:protect")
        return response

    def _greet(self, request: HttpRequest, response: HttpResponse, user: User) -> None:
        """Remember the language and the device; forget wrong tries, and what somebody else typed."""
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            httponly=True,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
        limits.clear("sign in", *devices.slot(request, user.email))
        devices.remember(request, response, user.email)
        request.session.pop(sessions.AWAY, None)
        if sessions.KEPT in request.session and sessions.kept(request) is None:
            sessions.forget_typed(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Whoever guesses waits longer and longer: this account from this device, and this address.

        A device that signed in to the account before is counted apart, so that nobody can lock its
        owner out from elsewhere.
        """
        seconds = max(
            limits.rests("sign in", *devices.slot(request, credentials.get("email"))),
            limits.rests("sign in from", limits.address(request)),
        )
        if seconds:
            raise ValidationError(limits.said(seconds), code="too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        """allauth calls this where a password was right; our counts end with the whole sign-in."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        limits.count("sign in", *devices.slot(request, credentials.get("email")))
        limits.count("sign in from", limits.address(request))
        user = queries.by_email(credentials.get("email") or "")
        now = timezone.now()
        audit.record("accounts.sign_in", user, by=current_actor(), at=now, outcome="refused")

    def set_password(self, user: User, password: str) -> None:
        actions.set_password(user=user, password=password, by=current_actor(), at=timezone.now())

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        message: str | None = None,
        **kwargs: Any,
    ) -> None:
        said = message or SAID.get(message_template or "")
        if said:
            super().add_message(request, level, message=str(said))

    # --- mail: rendered now, sent by the worker, with links to our own address ---

    def get_reset_password_from_key_url(self, key: str) -> str:
        parts = {"uidb36": key.partition("-")[0], "key": key.partition("-")[2]}
        return mails.address_of(reverse("account_reset_password_from_key", kwargs=parts))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        with override(user.language):
            self._queue(
                email,
                str(_("Set a new password")),
                render_to_string("accounts/mail/reset.txt", context),
            )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The one other mail of allauth's that can leave: to an address without an account."""
        if template_prefix != "account/email/unknown_account":
            raise LookupError(f"nobody wrote {template_prefix}")
        body = render_to_string("accounts/mail/unknown.txt", {"email": email})
        self._queue(email, str(_("Set a new password")), body)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        with override(user.language):
            told = {"happened": HAPPENED[template_prefix], "at": timezone.now()}
            body = render_to_string("accounts/mail/notice.txt", told)
            self._queue(email or user.email, str(_("A change to your account")), body)

    def _queue(self, to: str, subject: str, body: str) -> None:
        """In the name of whoever acts; allauth sends some notices after the commit, when nobody does."""
        body, now = mails.signed(body), timezone.now()
        with acting_as(current_actor() or VISITOR) as by:
            actions.queue_mail(to=to, subject=subject, body=body, by=by, at=now)
