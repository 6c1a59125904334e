"""Is this identity token of the provider, for us, of now, and for this very sign-in?

In: the token as it came, the provider's published keys (JWKS), and what must stand in it. Out: its
claims. Untrusted says why not, for the log. Source: OpenID Connect Core 1.0, 3.1.3.7.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

# Both sides of each are asymmetric: no shared secret signs, and "none" is no signature.
ALGORITHMS = (
    *("ES256", "ES384", "ES512", "EdDSA"),
    *("PS256", "PS384", "PS512", "RS256", "RS384", "RS512"),
)
NEEDED = ("iss", "aud", "exp", "iat", "sub")
SKEW = 30  # seconds that two clocks may differ
Claims = dict[str, Any]


class Untrusted(Exception):
    """Why the token is not believed; a sentence of ours, nothing of the token's."""


@dataclass(frozen=True)
class Expected:
    """What must stand in the token."""

    issuer: str
    client: str
    nonce: str
    rsa_bits: int


def believed(token: object, published: object, expected: Expected) -> Claims:
    """The claims of `token`, signed by one of the `published` keys. Raises Untrusted."""
    if not isinstance(token, str) or not token:
        raise Untrusted("the provider gave no identity token")
    try:
        head = jwt.get_unverified_header(token)
        key = _key(head, published, expected.rsa_bits)
        claims = jwt.decode(
            token, key, algorithms=[head["alg"]], audience=expected.client,
            issuer=expected.issuer, leeway=SKEW, options={"require": list(NEEDED)},
        )  # fmt: skip
    except jwt.PyJWTError as why:
        raise Untrusted(f"the identity token is not valid ({type(why).__name__})") from why
    _for_this_sign_in(claims, expected)
    return claims


def _key(head: Mapping[str, Any], published: object, rsa_bits: int) -> jwt.PyJWK:
    """The one published key that `head` names, fit for its algorithm and long enough."""
    algorithm = head.get("alg")
    if algorithm not in ALGORITHMS:
        raise Untrusted("the identity token is not signed with an algorithm that we take")
    listed = published.get("keys") if isinstance(published, Mapping) else None
    fitting = [
        one
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, Mapping)
        and one.get("use", "sig") == "sig"
        and one.get("alg", algorithm) == algorithm
        and head.get("kid") in (None, one.get("kid"))
    ]
    if len(fitting) != 1:
        raise Untrusted("the identity token is not signed with one of the provider's keys")
    key = jwt.PyJWK(dict(fitting[0]), algorithm=algorithm)
    if key.key_type == "oct":
        raise Untrusted("a shared secret signs no identity token")
    if key.key_type == "RSA" and key.key.key_size < rsa_bits:
        raise Untrusted(
            f"the provider's key has {key.key.key_size} bits, fewer than {rsa_bits} (rsa_bits in"
            " the file of KINWORK_SIGN_ON)"
        )
    return key


def _for_this_sign_in(claims: Claims, expected: Expected) -> None:
    """The nonce is ours, and of several audiences we are the one it was asked for."""
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), expected.nonce.encode()):
        raise Untrusted("the identity token belongs to another sign-in")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else expected.client) != expected.client:
        raise Untrusted("the identity token was asked for by somebody else")
