"""Speaking OpenID Connect with an agency's provider: allauth's way, with the token's proof added.

allauth leaves the signature of a token that it fetched itself unchecked; here it is checked
against the provider's keys (accounts/identity.py), with a nonce that belongs to this sign-in.
"""

import logging
from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal.jwtkit import verify_jti
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import (
    OAuth2CallbackView,
    OAuth2LoginView,
    OAuth2View,
)
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from kinwork.accounts import identity
from kinwork.web.pages import page

ENDS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
log = logging.getLogger(__name__)


def nonce_of(state: str) -> str:
    """The nonce of the sign-in that `state` belongs to; nobody else can work it out."""
    return salted_hmac("kinwork.openid.nonce", state, algorithm="sha256").hexdigest()


class Client(OAuth2Client):
    def get_redirect_url(self, authorization_url: str, scope: list, extra_params: dict) -> str:
        told = {**extra_params, "nonce": nonce_of(self.state)}
        return super().get_redirect_url(authorization_url, scope, told)


class Proven(OpenIDConnectOAuth2Adapter):
    """allauth's adapter; what it does not check, this does."""

    client_class = Client

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider publishes of itself, when it is of the issuer that the file names."""
        try:
            told = super().openid_config
        except (OSError, ValueError) as why:  # no answer, or none that can be read
            raise self._refused("its configuration cannot be read") from why
        own = self.get_provider().app.settings["server_url"]
        if not isinstance(told, dict) or _bare(told.get("issuer")) != _bare(own):
            raise self._refused("its configuration names another issuer")
        for end in ENDS:
            if urlsplit(str(told.get(end, ""))).scheme not in ("https", urlsplit(own).scheme):
                raise self._refused(f"its {end} is no https address")
        return told

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **told: Any
    ) -> SocialLogin:
        """Nobody comes in without an identity token, whatever else the provider says."""
        if not told["response"].get("id_token"):
            raise self._refused("the provider gave no identity token")
        return super().complete_login(request, app, token, **told)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as calling:
            answer = calling.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            published = answer.json()
        expected = identity.Expected(
            issuer=self.openid_config["issuer"],
            client=app.client_id,
            nonce=nonce_of(self.request.GET.get("state", "")),
            rsa_bits=app.settings["rsa_bits"],
        )
        try:
            claims = identity.believed(id_token, published, expected)
        except identity.Untrusted as why:
            raise self._refused(str(why)) from why
        verify_jti(claims)
        return claims

    def _refused(self, why: str) -> OAuth2Error:
        """For the operator's log; the page says the same sentence for every reason."""
        log.warning("The sign-in of %s is refused: %s.", self.provider_id, why)
        return OAuth2Error(why)


def _bare(issuer: object) -> str:
    return str(issuer or "").partition("/.well-known/")[0].rstrip("/")


def _through(view: type[OAuth2View], request: HttpRequest, provider_id: str) -> HttpResponse:
    """allauth's `view` with our adapter; what is refused before it begins is refused alike."""
    adapter = Proven(request, provider_id)
    try:
        return view.adapter_view(adapter)(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except OAuth2Error as why:
        return render_authentication_error(request, adapter.get_provider(), exception=why)


@page(action="accounts.sign_in")
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The button with the agency's name: off to its provider."""
    return _through(OAuth2LoginView, request, provider_id)


@page(action="accounts.sign_in")
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the provider sends people back to."""
    return _through(OAuth2CallbackView, request, provider_id)
