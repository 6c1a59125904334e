"""Browsers of the cast for tests of pages: signed in, with a second factor, wearing one hat."""

import time
from uuid import UUID

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from kinwork.accounts.current import FAMILY, LINK
from kinwork.accounts.models import User
from kinwork.accounts.sessions import SEEN, SINCE
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
    return enter(client, user)


def enter(client: Client, user: User, method: str = "mfa") -> Client:
    """As if `user` had just signed in; `method` is the last step they showed."""
    with acting_as(OPERATOR):
        client.force_login(user)
        session = client.session
        session[METHODS] = [{"method": method, "at": time.time()}]
        session[f"{METHODS}_user"] = str(user.pk)
        session[SINCE] = session[SEEN] = time.time()
        session.save()
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
