"""Signing in through an agency's own sign-in. It says who somebody is, and nothing more.

It makes no account and no hat: both begin with an invitation. It speaks only for the e-mail domains
that the operator listed for it, and takes the place of the password, not of the second step.
"""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import get_random_string

from kinwork.accounts import openid, queries
from kinwork.accounts.models import User
from kinwork.common import audit
from kinwork.common.acting import current_actor
from kinwork.web.pages import page


class SignOn(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: accounts begin with an invitation."""
        return False

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None):
        """The agency's provider, spoken to in our way: its tokens are proven."""
        found = super().get_provider(request, provider, client_id=client_id)
        found.oauth2_adapter_class = openid.Proven
        return found

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Lets in the one account whose address the agency verified; nobody else."""
        sociallogin.state["process"] = "login"  # whatever the form asked for
        user = _account(sociallogin)
        if user is None or (sociallogin.is_existing and sociallogin.user.pk != user.pk):
            now, by = timezone.now(), current_actor()
            audit.record("accounts.sign_in", user, by=by, at=now, outcome="refused")
            refused = render(request, "socialaccount/authentication_error.html", status=403)
            raise ImmediateHttpResponse(refused)
        if not sociallogin.is_existing:
            sociallogin.connect(request, user)

    def generate_state_param(self, state: dict) -> str:
        """190 random bits; allauth's own have 95."""
        return get_random_string(32)

    def get_requests_session(self) -> Any:
        """Nobody whom we call sends us on to somebody else: a redirect is an error."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def on_authentication_error(self, request: HttpRequest, provider: Any, **told: Any) -> None:
        """A wrong state, a refused code, an answer that cannot be read: written down."""
        audit.record("accounts.sign_in", by=current_actor(), at=timezone.now(), outcome="refused")


def _account(sociallogin: SocialLogin) -> User | None:
    """The active account of the address that the provider verified and may speak for."""
    told = sociallogin.account.extra_data
    userinfo, identity = told.get("userinfo") or {}, told.get("id_token") or {}
    if not identity.get("sub") or userinfo.get("sub", identity["sub"]) != identity["sub"]:
        return None
    said = {**identity, **userinfo}
    email = str(said.get("email") or "")
    domains = sociallogin.provider.app.settings["domains"]
    if said.get("email_verified") is not True or email.rpartition("@")[2].lower() not in domains:
        return None
    user = queries.by_email(email)
    return user if user and user.is_active else None


@page(action="accounts.sign_in")
def cancelled(request: HttpRequest) -> HttpResponse:
    """Somebody turned back at their agency's sign-in."""
    return redirect("account_login")
