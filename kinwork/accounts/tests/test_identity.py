"""The identity token of an agency's provider is proven, or nobody comes in (ASVS 6.8.2)."""

import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from kinwork.accounts.models import User
from kinwork.accounts.tests import provider as providers
from kinwork.accounts.tests.test_sign_on import ana, come_in, is_out, provider, to_provider

__all__ = ["ana", "provider"]  # fixtures

REFUSED = "did not let you in"
KID = {"kid": "1"}
pytestmark = pytest.mark.filterwarnings("ignore:The RSA key")  # short ones are made to be refused


def rsa_key(key, **more) -> dict:
    return json.loads(RSAAlgorithm.to_jwk(key.public_key())) | {"kid": "1", "use": "sig"} | more


def refused(client, why: str, caplog) -> bool:
    """A plain sentence, no session, no account tied to the provider; the log says why."""
    page = come_in(client).content.decode()
    said = [one.getMessage() for one in caplog.records if one.name == "kinwork.accounts.openid"]
    return REFUSED in page and is_out(client) and any(why in one for one in said)


def test_a_proven_token_is_believed(client, provider, ana):
    assert REFUSED not in come_in(client).content.decode()
    assert User.objects.get(pk=ana.user_id).socialaccount_set.count() == 1


def test_a_token_signed_with_another_key_is_refused(client, provider, ana, caplog):
    thief = providers.own_key(3072, 2)
    provider.signs = lambda claims: jwt.encode(claims, thief, algorithm="RS256", headers=KID)
    assert refused(client, "InvalidSignatureError", caplog)


def test_a_token_changed_on_the_way_is_refused(client, provider, ana, caplog):
    own = provider.signs

    def changed(claims):
        head, _claims, signature = own(claims).split(".")
        _head, other, _signature = own(claims | {"sub": "somebody else"}).split(".")
        return ".".join([head, other, signature])

    provider.signs = changed
    assert refused(client, "InvalidSignatureError", caplog)


def test_a_token_without_a_signature_is_refused(client, provider, ana, caplog):
    provider.signs = lambda claims: jwt.encode(claims, None, algorithm="none", headers=KID)
    assert refused(client, "algorithm that we take", caplog)


@pytest.mark.parametrize("secret", ["client", "public key"])
def test_a_token_signed_with_a_shared_secret_is_refused(client, provider, ana, caplog, secret):
    """The client's secret, or the published key itself taken for one."""
    import base64
    import hashlib
    import hmac

    public = json.dumps(rsa_key(provider.key)).encode()
    used = providers.SECRET.encode() if secret == "client" else public

    def part(told) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=")

    def signed(claims):
        body = part({"alg": "HS256", **KID}) + b"." + part(claims)
        digest = hmac.new(used, body, hashlib.sha256).digest()
        return (body + b"." + base64.urlsafe_b64encode(digest).rstrip(b"=")).decode()

    provider.signs = signed
    assert refused(client, "algorithm that we take", caplog)


def test_a_published_shared_secret_is_no_key(client, provider, ana, caplog):
    provider.published = {"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "1"}]}
    assert refused(client, "not valid", caplog)


@pytest.mark.parametrize(
    "published",
    [
        {},
        [],
        "keys",
        {"keys": None},
        {"keys": []},
        {"keys": ["1"]},
        {"keys": [{"kid": "1"}]},
        {"keys": [{"kid": "1", "kty": "RSA", "n": "%%", "e": "AQAB"}]},
        {"keys": [{"kid": "1", "kty": "martian"}]},
    ],
)
def test_keys_that_cannot_be_read_prove_nothing(client, provider, ana, caplog, published):
    provider.published = published
    assert refused(client, "identity token", caplog)


def test_a_key_for_something_else_proves_nothing(client, provider, ana, caplog):
    for wrong in ({"use": "enc"}, {"alg": "RS512"}, {"kid": "2"}):
        provider.published = {"keys": [rsa_key(provider.key, **wrong)]}
        assert refused(client, "one of the provider's keys", caplog)


def test_two_keys_of_one_name_prove_nothing(client, provider, ana, caplog):
    provider.published = {"keys": [rsa_key(providers.own_key(3072, 2)), rsa_key(provider.key)]}
    assert refused(client, "one of the provider's keys", caplog)


@pytest.mark.parametrize("bits", [1024, 2048])
def test_a_short_key_is_refused(client, provider, ana, caplog, bits):
    provider.key = providers.own_key(bits)
    assert refused(client, f"{bits} bits, fewer than 3072", caplog)


def test_a_shorter_key_only_where_the_file_allows_it(client, provider, ana, settings, caplog):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["rsa_bits"] = 2048
    provider.key = providers.own_key(1024)
    assert refused(client, "1024 bits, fewer than 2048", caplog)
    provider.key = providers.own_key(2048)
    assert REFUSED not in come_in(client).content.decode()


def test_keys_of_curves_are_taken(client, provider, ana):
    key = ec.generate_private_key(ec.SECP256R1())
    provider.signs = lambda claims: jwt.encode(claims, key, algorithm="ES256", headers=KID)
    provider.published = {"keys": [json.loads(ECAlgorithm.to_jwk(key.public_key())) | KID]}
    assert REFUSED not in come_in(client).content.decode()


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"aud": "another client"}, "InvalidAudienceError"),
        ({"aud": ["kinwork", "another client"]}, "somebody else"),
        ({"aud": ["kinwork", "another client"], "azp": "another client"}, "somebody else"),
        ({"azp": "another client"}, "somebody else"),
        ({"iss": "https://login.elsewhere.example"}, "InvalidIssuerError"),
        ({"exp": int(time.time()) - 3600}, "ExpiredSignatureError"),
        ({"exp": "soon"}, "not valid"),
        ({"iat": int(time.time()) + 3600}, "ImmatureSignatureError"),
        ({"nbf": int(time.time()) + 3600}, "ImmatureSignatureError"),
        ({"nonce": "of another sign-in"}, "another sign-in"),
        ({"nonce": 7}, "another sign-in"),
    ],
)
def test_a_token_for_somebody_else_or_another_time_is_refused(
    client, provider, ana, caplog, claims, why
):
    provider.claims_extra = claims
    assert refused(client, why, caplog)


@pytest.mark.parametrize("name", ["iss", "aud", "exp", "iat", "sub", "nonce"])
def test_a_token_that_leaves_something_out_is_refused(client, provider, ana, caplog, name):
    provider.claims_left_out = {name}
    assert refused(client, "identity token", caplog)


@pytest.mark.parametrize("token", [None, "", "nonsense", "a.b.c", 7, ["x"], {"alg": "RS256"}])
def test_without_a_token_nobody_comes_in(client, provider, ana, caplog, token):
    """Although the provider answers the question for the person."""
    provider.signs = lambda claims: token
    assert refused(client, "identity token", caplog)


def test_each_sign_in_has_a_nonce_of_its_own(client, provider, ana):
    to_provider(client)
    to_provider(client)
    first, second = (asked["nonce"] for asked in provider.asked)
    assert len(first) >= 32 and first != second


def test_what_goes_to_the_provider_cannot_be_guessed(client, provider, ana):
    """128 random bits each: letters and figures, hexadecimal, base64."""
    to_provider(client)
    asked = provider.asked[-1]
    assert len(asked["state"]) * 5.9 >= 128
    assert len(asked["nonce"]) * 4 >= 128 and len(asked["code_challenge"]) * 6 >= 128


@pytest.mark.parametrize(
    "told",
    [
        {"issuer": "https://login.elsewhere.example"},
        {"issuer": None},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": None},
        {"token_endpoint": "ftp://127.0.0.1/"},
        {"userinfo_endpoint": ""},
    ],
)
def test_a_configuration_that_is_not_the_agencys_is_refused(client, provider, ana, told):
    """Already at the button: nobody is sent anywhere."""
    provider.configuration_extra = told
    answer = client.post("/accounts/agency/clinic/login/")
    assert REFUSED in answer.content.decode() and not provider.asked


def test_a_provider_that_is_away_is_said_in_plain_words(client, provider, ana, settings):
    back = to_provider(client)
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:1"
    for answer in (client.get(back), client.post("/accounts/agency/clinic/login/")):
        assert REFUSED in answer.content.decode() and is_out(client)
