"""An agency's own sign-in (OpenID Connect), against a real provider on the loopback."""

from pathlib import Path

import pytest
import requests
from django.test import Client
from django.urls import reverse

from kinwork.accounts.models import Membership, User
from kinwork.accounts.tests import provider as providers
from kinwork.accounts.tests.conftest import PASSWORD, actor, protect
from kinwork.accounts.tests.test_sign_in import code_of
from kinwork.common.actor import VISITOR
from kinwork.common.trouble import Trouble
from kinwork.config import sign_on

START = "/accounts/agency/clinic/login/"


@pytest.fixture
def provider(settings):
    with providers.running() as one:
        agency = sign_on.Agency(
            "clinic", "Ocotillo Clinic", one.address, providers.CLIENT, providers.SECRET,
            ("clinic.example",), one.address,
        )  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"APPS": [agency.app()], "OAUTH_PKCE_ENABLED": True}
        }
        yield one


@pytest.fixture
def ana(world):
    hat = world.worker("Ana", "navigator", password=PASSWORD)
    User.objects.filter(pk=hat.user_id).update(email="ana@clinic.example")
    return hat


def to_provider(client) -> str:
    """Press our button and the provider's; where the browser is sent back to."""
    sent = client.post(START)
    assert sent.status_code == 302, sent.content
    back = requests.get(sent["Location"], allow_redirects=False, timeout=5)
    return back.headers["Location"].removeprefix("http://testserver")


def come_in(client):
    return client.get(to_provider(client))


def is_out(client) -> bool:
    return not client.get("/accounts/").wsgi_request.user.is_authenticated


def test_who_was_invited_comes_in_and_still_shows_the_second_step(client, provider, ana):
    secret = protect(ana.user)
    asked = come_in(client)
    assert asked["Location"] == reverse("mfa_authenticate") and is_out(client)
    client.post(asked["Location"], {"code": code_of(secret)})
    assert client.get("/accounts/").wsgi_request.actor == actor(ana)


def test_without_a_second_factor_it_opens_nothing(client, provider, ana):
    assert come_in(client)["Location"] == reverse("accounts:protect")
    assert client.get("/accounts/").wsgi_request.actor == VISITOR


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "1", "email": "ana@clinic.example", "email_verified": False},
        {"sub": "1", "email": "ana@clinic.example"},
        {"sub": "1", "email": "ana@clinic.example", "email_verified": "no"},
        {"sub": "2", "email": "nobody@clinic.example", "email_verified": True},
        {"sub": "3", "email_verified": True},
        {"sub": "4", "email": "ben@example.org", "email_verified": True},
    ],
    ids=["unverified", "unsaid", "a word", "not invited", "no address", "another domain"],
)
def test_nobody_else_comes_in_and_no_account_is_made(client, provider, world, ana, person):
    world.worker("Ben", "navigator", password=PASSWORD)
    before = User.objects.count(), Membership.objects.count()
    provider.person = person
    refused = come_in(client)
    assert refused.status_code == 403 and "begin with an invitation" in refused.content.decode()
    assert is_out(client) and (User.objects.count(), Membership.objects.count()) == before


def test_a_provider_that_speaks_of_two_people_is_not_believed(client, provider, ana):
    provider.userinfo_extra = {"sub": "somebody else"}
    assert come_in(client).status_code == 403 and is_out(client)


def test_a_closed_account_stays_closed(client, provider, ana):
    come_in(client)
    client.post(reverse("account_logout"))
    User.objects.filter(pk=ana.user_id).update(is_active=False)
    assert come_in(client).status_code == 403 and is_out(client)


def test_another_person_at_the_provider_does_not_become_the_first(client, provider, world, ana):
    """The provider's number for Ana now comes with another address: nobody is let in."""
    come_in(client)
    client.post(reverse("account_logout"))
    other = world.worker("Ben", "navigator")
    User.objects.filter(pk=other.user_id).update(email="ben@clinic.example")
    provider.person = {"sub": "1", "email": "ben@clinic.example", "email_verified": True}
    assert come_in(client).status_code == 403 and is_out(client)


def test_it_asks_with_state_and_pkce(client, provider, ana):
    to_provider(client)
    asked = provider.asked[-1]
    assert len(asked["state"]) >= 16 and asked["code_challenge_method"] == "S256"
    assert asked["response_type"] == "code" and "openid" in asked["scope"].split()


def test_an_answer_to_somebody_elses_question_is_refused(client, provider, ana):
    """Login CSRF: the thief's own code and state in the victim's browser."""
    thief = Client()
    back = to_provider(thief)
    assert "did not let you in" in client.get(back).content.decode() and is_out(client)


def test_a_code_in_another_question_is_refused(client, provider, ana):
    """The code belongs to a challenge; with another verifier it is worth nothing."""
    thief = Client()
    code = to_provider(thief).split("code=")[1].split("&")[0]
    mine = to_provider(client)
    own = mine.split("code=")[1].split("&")[0]
    assert "did not let you in" in client.get(mine.replace(own, code)).content.decode()
    assert is_out(client)


def test_an_answer_works_once(client, provider, ana):
    back = to_provider(client)
    client.get(back)
    client.post(reverse("account_logout"))
    client.get(back)
    assert is_out(client)


def test_a_provider_that_names_another_issuer_is_refused(client, provider, ana):
    provider.claims_extra = {"iss": "https://login.elsewhere.example"}
    assert "did not let you in" in come_in(client).content.decode() and is_out(client)


def test_a_token_for_somebody_else_is_refused(client, provider, ana):
    for claims in ({"aud": "another client"}, {"exp": 1}):
        provider.claims_extra = claims
        assert "did not let you in" in come_in(client).content.decode() and is_out(client)


def test_an_answer_at_another_providers_door_is_refused(client, provider, ana, settings):
    """The state belongs to one provider: its answer is not taken at another's address."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    apps.append(apps[0] | {"provider_id": "other", "name": "Other", "client_id": "other"})
    back = to_provider(client).replace("/clinic/", "/other/")
    client.get(back)
    assert is_out(client)


def test_no_token_of_the_provider_is_kept(client, provider, ana):
    from allauth.socialaccount.models import SocialAccount, SocialToken

    come_in(client)
    assert not SocialToken.objects.exists()
    kept = str(SocialAccount.objects.values()) + str(dict(client.session))
    assert not any(secret in kept for secret in provider.codes)


def test_looking_at_the_address_starts_nothing(client, provider, ana):
    assert client.get(START).status_code == 200 and not provider.asked


def test_the_sign_in_page_has_a_button_for_each_agency(client, provider, db):
    page = client.get(reverse("account_login")).content.decode()
    assert "Sign in with Ocotillo Clinic" in page and f'action="{START}' in page


# --- the file ---

GOOD = """[[agency]]
id = "clinic"
name = "Ocotillo Clinic"
issuer = "https://login.clinic.example/"
client_id = "kinwork"
secret_variable = "CLINIC_SECRET"
domains = ["Clinic.example"]
"""


def read(tmp_path: Path, text: str):
    place = tmp_path / "sign-on.toml"
    place.write_text(text)
    return sign_on.read(str(place))


def test_the_file_names_agencies(tmp_path, monkeypatch):
    monkeypatch.setenv("CLINIC_SECRET", "hush")
    (one,) = read(tmp_path, GOOD)
    assert (one.issuer, one.domains) == ("https://login.clinic.example", ("clinic.example",))
    assert one.sign_in_at == "https://login.clinic.example" and sign_on.read("") == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("https://login", "http://login", "https"),
        ('domains = ["Clinic.example"]', "", "lacks 'domains'"),
        ("domains", "rsa_bits = 1024\ndomains", "2048 or more"),
        ("domains", "rsa_bits = true\ndomains", "2048 or more"),
        ("CLINIC_SECRET", "NOT_SET_ANYWHERE", "is not set"),
        ("[[agency]]", GOOD + "[[agency]]", "twice"),
        ("[[agency]]", "[[agency", "cannot be read"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path, monkeypatch, old, new, says):
    monkeypatch.setenv("CLINIC_SECRET", "hush")
    with pytest.raises(Trouble, match=says):
        read(tmp_path, GOOD.replace(old, new, 1))


def test_a_provider_that_sends_us_on_is_not_followed(client, provider, ana):
    """The other address would answer, and would be believed."""
    provider.elsewhere = f"{provider.address}/moved"
    assert "did not let you in" in come_in(client).content.decode() and is_out(client)
