"""A passkey from invitation to sign-in, in a real browser under the site's own CSP."""

import re

import pytest
from django.utils import timezone

from kinwork.accounts import actions, queries
from kinwork.accounts.models import Mail, User
from kinwork.accounts.tests.conftest import OPERATOR
from kinwork.accounts.tests.test_sign_in import code_of
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from tests.browser import *  # noqa: F403  (its fixtures)

pytestmark = [pytest.mark.browser, pytest.mark.own_database]


def by_name(window):
    """Passkeys belong to a name: the loopback's, not its number."""
    window.address = window.address.replace("127.0.0.1", "localhost")
    with_authenticator(window.page)
    return window


def with_authenticator(page) -> None:
    """A pretend fingerprint reader inside the browser."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def invited() -> str:
    """The path of a fresh invitation's link."""
    now = timezone.now()
    with acting_as(OPERATOR):
        told = {"state": "AZ", "by": OPERATOR, "at": now}
        here = actions.create_community(slug="saguaro-wash", name="Saguaro Wash County", **told)
        told = {"communities": [here], "by": OPERATOR, "at": now}
        library = actions.create_agency(name="Mesquite Flats Library", **told)
        told = {"agency": library, "community": here, "role": "navigator"}
        actions.invite(email="ana@example.org", **told, by=OPERATOR, at=now)
        return re.search(r"/accounts/invitation/\S+", Mail.objects.get().body).group(0)


def test_from_the_invitation_to_the_next_sign_in(own_site, browser):
    ana = by_name(browser)
    ana.go(invited())
    ana.check()
    ana.fill("Your name", "Ana Reyes")
    ana.press("Accept and go on")
    ana.sees("Save a passkey on this device")
    ana.check()
    ana.press("Save a passkey on this device")
    ana.sees("Your spare codes")
    ana.check()
    assert ana.page.locator(".kw-codes li").count() == 10

    ana.go("/accounts/sign-out/")
    ana.page.locator("main").get_by_role("button", name="Sign out").click()
    ana.page.wait_for_url(lambda url: "sign-out" not in url)
    ana.go("/accounts/sign-in/?next=/accounts/")
    ana.check()
    ana.press("Sign in with a passkey")
    ana.sees("Mesquite Flats Library")
    ana.check()
    with acting_as(VISITOR):
        user = User.objects.get()
        assert (user.name, user.has_usable_password()) == ("Ana Reyes", False)
        assert queries.has_second_factor(user)


def test_a_device_without_a_passkey_is_told_on_the_page(own_site, browser):
    ana = by_name(browser)
    ana.go("/accounts/sign-in/")
    ana.press("Sign in with a passkey")
    ana.sees("That did not work. Try again on this device")


def test_without_javascript_a_password_and_a_code_let_in(own_site, window):
    """Nobody is kept out by a blocked script: the app's key stands there in letters."""
    path = invited()
    ben = window("phone", javascript=False)
    ben.go(path)
    ben.fill("Your name", "Ben Ortiz")
    ben.choose("With a password and a code from an app")
    ben.page.locator("input[name=password]").fill("two herons by the wash")
    ben.press("Accept and go on")
    ben.sees("Protect your account")
    ben.fits()
    ben.press("An app for codes")
    ben.sees("Key:")
    ben.fits()
    secret = ben.page.locator("code").first.inner_text()
    ben.page.locator("input[name=code]").fill(code_of(secret))
    ben.press("Finish")
    ben.sees("Your spare codes")
