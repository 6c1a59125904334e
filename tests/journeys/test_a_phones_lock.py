"""Rosa sets up her phone's lock on her open page and comes back with it; a copy of it, one tap and
"shut all ways in" end it. A pretend phone inside a real browser: its answers are really signed.
"""

import json

import pytest
from django.utils import timezone

from kinwork.common.models import AuditEntry
from kinwork.trust.access.models import FamilyPasskey
from tests import cast as casting
from tests.journeys.people import at_work, looking, on_a_small_phone, words_in
from tests.seeing import everything

pytestmark = pytest.mark.browser
say = words_in("es")
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """The lock of a pretend phone."""

    def __init__(self, page):
        self.tools = page.context.new_cdp_session(page)
        self.tools.send("WebAuthn.enable")
        self.id = self.tools.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})[
            "authenticatorId"
        ]

    def keys(self) -> list[dict]:
        said = {"authenticatorId": self.id}
        return self.tools.send("WebAuthn.getCredentials", said)["credentials"]

    def wind_back(self, to: int) -> None:
        """As a copy of the phone would: its counter is behind."""
        (key,) = self.keys()
        self.tools.send("WebAuthn.clearCredentials", {"authenticatorId": self.id})
        key["signCount"] = to
        self.tools.send("WebAuthn.addCredential", {"authenticatorId": self.id, "credential": key})


def home(window, cast):
    """Rosa's phone, on a name: locks belong to names, not to numbers."""
    rosa = at_work(window, cast, "rosa", size="phone", language="es")
    session = rosa.context.cookies()[0]["value"]
    rosa.address = rosa.address.replace("127.0.0.1", "localhost")
    rosa.context.add_cookies([{"name": "sessionid", "value": session, "url": rosa.address}])
    return rosa


def forgets(rosa) -> None:
    """She left the page, days ago."""
    rosa.context.clear_cookies()


def comes_back(rosa) -> None:
    rosa.go("/start/back/")
    rosa.press(say("Open with this phone’s lock"))
    rosa.page.wait_for_url("**/start/lock/")
    rosa.press(say("Unlock"))


def sets_up(rosa) -> None:
    rosa.go("/ours/lock/")
    rosa.press(say("Set it up on this phone"))
    rosa.sees(say("This phone opens your page with its lock now."))


def test_rosa_comes_back_with_her_phones_lock(own_site, window):
    cast = casting.make_cast(timezone.now())
    rosa = home(window, cast)
    device = Device(rosa.page)
    look = looking(rosa, "phones-lock", pictures=("set-up",))
    rosa.go("/ours/lock/")
    look("set-up")
    on_a_small_phone(rosa)
    sets_up(rosa)
    look("is-set-up")
    (key,) = device.keys()
    assert key["isResidentCredential"] and key["rpId"] == "localhost"
    shown = json.dumps({name: key.get(name) for name in ("userName", "userDisplayName", "rpId")})
    assert not any(word in shown for word in ("Rosa", "help", "ayuda", "family", "famil"))

    forgets(rosa)
    comes_back(rosa)
    rosa.page.wait_for_url("**/ours/")
    rosa.sees("Rosa")
    rosa.go("/ours/looked/")
    rosa.sees(say("A phone opens it with its lock from now on"))
    with everything():
        assert FamilyPasskey.objects.get().sign_count > 0
        rows = AuditEntry.objects.filter(verb="access.open_passkey", outcome="done")
        assert rows.get().household_id == cast.household.pk

    rosa.go("/ours/lock/")
    rosa.press(say("End this"))
    forgets(rosa)
    comes_back(rosa)
    rosa.sees(say("This did not open a page. Try again, or come in with your code and your word."))
    look("did-not-open")


def test_a_copy_of_the_phone_ends_the_key(own_site, window):
    cast = casting.make_cast(timezone.now())
    rosa = home(window, cast)
    device = Device(rosa.page)
    sets_up(rosa)
    forgets(rosa)
    comes_back(rosa)
    rosa.page.wait_for_url("**/ours/")
    forgets(rosa)
    device.wind_back(0)
    comes_back(rosa)
    rosa.sees(say("This did not open a page. Try again, or come in with your code and your word."))
    with everything():
        assert FamilyPasskey.objects.get().ended_at


def test_shutting_all_ways_in_ends_the_phones_lock(own_site, window):
    cast = casting.make_cast(timezone.now())
    rosa = home(window, cast)
    Device(rosa.page)
    sets_up(rosa)
    rosa.press(say("Shut all ways in"))
    rosa.page.wait_for_url("**/ours/code/?ended=yes")
    forgets(rosa)
    comes_back(rosa)
    rosa.sees(say("This did not open a page. Try again, or come in with your code and your word."))


def test_an_answer_cannot_be_used_again(own_site, window):
    """What one visit was asked is answered once, there."""
    cast = casting.make_cast(timezone.now())
    rosa = home(window, cast)
    Device(rosa.page)
    sets_up(rosa)
    forgets(rosa)
    said = []
    rosa.page.on("request", lambda one: said.append(one.post_data) if one.method == "POST" else 0)
    comes_back(rosa)
    rosa.page.wait_for_url("**/ours/")
    forgets(rosa)
    rosa.go("/start/lock/")
    token = rosa.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    old = next(one for one in said if one and "signed=" in one)
    signed = dict(part.split("=", 1) for part in old.split("&"))["signed"]
    answer = rosa.page.request.post(
        rosa.address + "/start/lock/",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        data=f"csrfmiddlewaretoken={token}&signed={signed}",
    )
    assert answer.status == 200 and "Rosa" not in answer.text()


def test_without_javascript_there_is_the_code(own_site, window):
    cast = casting.make_cast(timezone.now())
    rosa = at_work(window, cast, "rosa", size="phone", language="es", javascript=False)
    rosa.go("/ours/lock/")
    rosa.sees(say("No button here? Then this phone cannot do it. Your code works as before."))
    visitor = window("phone", language="es", javascript=False)
    visitor.go("/start/back/")
    assert not visitor.page.get_by_text(say("Open with this phone’s lock")).first.is_visible()
