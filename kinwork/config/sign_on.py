"""Agencies whose staff sign in with the agency's own sign-in (OpenID Connect): one TOML file.

[[agency]]
id = "clinic"                              # part of the address given to the provider
name = "Saguaro Wash Clinic"               # on the button
issuer = "https://login.clinic.example"    # its /.well-known/openid-configuration is read
client_id = "kinwork"
secret_variable = "CLINIC_SIGN_ON_SECRET"  # the variable that holds the secret (or ..._FILE a file)
domains = ["clinic.example"]               # the only e-mail domains it speaks for
calls = ["tokens.clinic.example"]          # other hosts of the provider that we must call
rsa_bits = 3072                            # its RSA keys have as many at least; 2048 is the least
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kinwork.common.trouble import Trouble
from kinwork.config import env

LOOPBACK = ("localhost", "127.0.0.1", "::1")
RSA_BITS = 3072  # as strong as 128 bits; a shorter one only where this file allows it
LEAST_RSA_BITS = 2048
NEEDED = ("id", "name", "issuer", "client_id", "secret_variable", "domains")


@dataclass(frozen=True)
class Agency:
    """One part of the file.

    sign_in_at: the origin people are sent to, where it is not the issuer's. calls: hosts that its
    configuration names besides the issuer's own (tokens, people, keys). rsa_bits: how long its
    RSA keys are at least; keys of other kinds are long enough.
    """

    id: str
    name: str
    issuer: str
    client_id: str
    secret: str
    domains: tuple[str, ...]
    sign_in_at: str
    rsa_bits: int = RSA_BITS
    calls: tuple[str, ...] = ()

    def app(self) -> dict[str, Any]:
        """As allauth wants to hear it."""
        return {
            "provider_id": self.id,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.secret,
            "settings": {
                "server_url": self.issuer,
                "domains": list(self.domains),
                "rsa_bits": self.rsa_bits,
            },
        }


def read(path: str) -> list[Agency]:
    """The agencies of the file at `path`; none without a path. Trouble says what is wrong in it."""
    if not path:
        return []
    try:
        told = tomllib.loads(Path(path).read_text())
    except (OSError, tomllib.TOMLDecodeError) as why:
        raise Trouble(f"KINWORK_SIGN_ON names {path}, which cannot be read: {why}.") from None
    agencies = [_agency(one) for one in told.get("agency", [])]
    for name, values in (
        ("id", [one.id for one in agencies]),
        ("domain", [domain for one in agencies for domain in one.domains]),
    ):
        if twice := {value for value in values if values.count(value) > 1}:
            raise Trouble(f"KINWORK_SIGN_ON: the {name} {sorted(twice)[0]!r} stands there twice.")
    return agencies


def _agency(told: dict[str, Any]) -> Agency:
    missing = [name for name in NEEDED if not told.get(name)]
    if missing:
        raise Trouble(f"KINWORK_SIGN_ON: {told.get('id', 'an agency')} lacks {missing[0]!r}.")
    place = urlsplit(told["issuer"])
    if place.scheme != "https" and place.hostname not in LOOPBACK:
        raise Trouble(f"KINWORK_SIGN_ON: the issuer of {told['id']} must be an https address.")
    rsa_bits = told.get("rsa_bits", RSA_BITS)
    if not isinstance(rsa_bits, int) or rsa_bits < LEAST_RSA_BITS:
        raise Trouble(f"KINWORK_SIGN_ON: rsa_bits of {told['id']} is {LEAST_RSA_BITS} or more.")
    secret = env.secret(told["secret_variable"])
    if not secret:
        raise Trouble(f"KINWORK_SIGN_ON: {told['secret_variable']} is not set for {told['id']}.")
    return Agency(
        id=told["id"],
        name=told["name"],
        issuer=told["issuer"].rstrip("/"),
        client_id=told["client_id"],
        secret=secret,
        domains=tuple(domain.lower() for domain in told["domains"]),
        sign_in_at=told.get("sign_in_at") or f"{place.scheme}://{place.netloc}",
        rsa_bits=rsa_bits,
        calls=tuple(host.lower() for host in told.get("calls", [])),
    )
