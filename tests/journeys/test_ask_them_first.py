"""The family is not at the desk: Ana writes down what is needed, the question goes out by mail, Rosa says
yes on her phone, in Spanish, and Ana sends it with one press. Nothing is sent before."""

import re

import pytest

from kinwork.family.referrals.models import Referral
from kinwork.trust.consent.models import Consent, ConsentAsk
from tests.journeys.people import (
    at_work,
    looking,
    on_a_small_phone,
    open_town,
    words_in,
    write_date,
)
from tests.posting import post
from tests.seeing import everything, unsigned

pytestmark = pytest.mark.browser
say = words_in("es")


@pytest.fixture
def cast(own_database, own_site, settings, mailbox):
    settings.SITE_ADDRESS = own_site.address
    return open_town().cast


def row_of(cast) -> Referral:
    with everything():
        return Referral.objects.get(household=cast.household.pk)


def ana_writes_it_down(ana, look, cast) -> None:
    service = cast.services["visits"].pk
    ana.go(f"/households/{cast.household.pk}/refer/{service}/?need=home-visiting")
    ana.page.locator("summary", has_text="They are not with you?").click()
    first = ana.page.locator("details[open]")
    first.locator("label", has_text="Mateo").first.click()
    look("first")
    first.get_by_role("button", name="Ask them first").click()
    ana.sees("When they say yes, it lies on your desk to be sent.")
    ana.choose("By e-mail")
    look("question", whole=True)
    ana.press("Ask them")


def rosa_says_yes(rosa, look, where: str) -> None:
    rosa.go(where)
    rosa.sees(say("Who are you?"))
    assert "Saguaro Wash Clinic" not in rosa.page.content()
    write_date(rosa, "mayo", 14, 1997)
    rosa.press(say("Go on"))
    rosa.sees(say("A question for you"))
    on_a_small_phone(rosa)
    look("asked")
    rosa.choose(say("Yes, I agree."))
    rosa.press(say("Send my answer"))
    rosa.sees(say("You said yes"))
    look("yes")


def test_a_yes_that_comes_later(cast, window, mailbox):
    ana = at_work(window, cast, "ana")
    look = looking(ana, "first", pictures=("question",))
    ana_writes_it_down(ana, look, cast)
    row = row_of(cast)
    assert (row.state, row.sent_at) == ("awaiting consent", None)
    with everything():
        ask = ConsentAsk.objects.get(about=row.pk)
    post(ask.pk, kind="ask")
    (mail,) = mailbox.letters
    words = unsigned(f"{mail['subject']} {mail.get_content()}")
    assert mail["to"] == "rosa@example.org"
    assert not any(name in words for name in ("Rosa", "Mateo", "Saguaro", "Mesquite"))
    address = re.search(r"http\S+", mail.get_content())[0]
    rosa = window("phone", language="es")
    rosa_says_yes(rosa, looking(rosa, "first"), address.removeprefix(rosa.address))
    assert row_of(cast).sent_at is None, "a worker sends it"
    ana.go("/desk/")
    ana.sees("The family said yes: send it")
    look("desk")
    ana.page.locator(f'a[href="/referrals/{row.pk}/send/"]').first.click()
    ana.sees("said yes by a link")
    look("send")
    ana.press("Send it now")
    ana.page.wait_for_load_state()
    assert row_of(cast).state == "sent"
    with everything():
        assert Consent.objects.get().way == "by link"
