"""Browsers of the cast for tests of pages: signed in, with a second factor, wearing one hat."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from kinwork.accounts.current import FAMILY, LINK
from kinwork.common.acting import acting_as
from tests.cast import OPERATOR, Cast


def browser_of(cast: Cast, name: str) -> Client:
    """The browser of a worker, or of Rosa on her own page."""
    client = Client()
    if name == "rosa":
        rosa = cast.rosa
        return keep(client, FAMILY, [str(rosa.id), str(rosa.hat), str(rosa.community)])
    user = cast.users[name]
    with acting_as(OPERATOR):
        if not Authenticator.objects.filter(user=user).exists():
            TOTP.activate(user, generate_totp_secret())
        client.force_login(user)
    return client


def link_browser(referral: UUID) -> Client:
    """The browser of somebody who opened the signed link of `referral`."""
    return keep(Client(), LINK, str(referral))


def keep(client: Client, key: str, value) -> Client:
    with acting_as(OPERATOR):
        session = client.session
        session[key] = value
        session.save()
        client.cookies["sessionid"] = session.session_key
    return client
