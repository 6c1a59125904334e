"""What machines carry and nobody may guess has 128 random bits (ASVS 11.5.1).

Codes that people write by hand are another thing (ASVS 6.5.4): shorter, with ceilings of tries,
kept as slow hashes. Each place that makes either is named here; a new one is found.
"""

import ast
import re
from math import log2

from django.test import Client

from kinwork.accounts import rules as accounts
from kinwork.accounts.actions import spare_codes
from kinwork.common.ids import ALPHABET
from kinwork.family.intake import rules as intake
from kinwork.trust.access.actions import keys, ways
from kinwork.trust.consent import rules as consent
from tests.security.sources import calls

ENOUGH = 128
MADE = re.compile(
    r"secrets\.(?!compare_digest)\w+|get_random_string|os\.urandom|new_code|uuid\.uuid\d"
)
NO_SECRET = {
    ("kinwork/config/clones.py", "secrets.token_hex"): "the name of a test's database",
    ("kinwork/family/contact/actions/delivering.py", "secrets.SystemRandom"): "how long a wait is",
    ("kinwork/common/ids.py", "uuid.uuid4"): "ids are no secrets: the rule of access guards rows",
}
BY_HAND = {
    ("kinwork/common/ids.py", "secrets.choice"): "one letter of a code",
    ("kinwork/family/intake/actions/seats.py", "new_code"): intake.SEAT_LETTERS,
    ("kinwork/trust/access/actions/keys.py", "new_code"): keys.CLAIM_LETTERS,
    ("kinwork/trust/access/actions/ways.py", "new_code"): ways.LETTERS,  # a link: 132 bits
    ("kinwork/trust/access/actions/ways.py", "secrets.choice"): "8 figures of a text, and a word",
    ("kinwork/trust/consent/actions/asking.py", "new_code"): consent.ASK_LETTERS,
    ("kinwork/accounts/actions/signing_in.py", "new_code"): 12,
    ("kinwork/accounts/actions/spare_codes.py", "secrets.randbelow"): "9 figures behind a place",
}


def made() -> list[tuple[tuple[str, str], ast.Call]]:
    """Each call in our code that makes something random; the demo's people are made up."""
    return [
        ((place, name), node)
        for place, name, node in calls()
        if MADE.fullmatch(name) and not place.startswith("kinwork/demo/")
    ]


def bits(name: str, node: ast.Call) -> float:
    """How many random bits the call gives, by its one number."""
    number = ast.literal_eval(node.args[0])
    return number * (log2(62) if name == "get_random_string" else 8)


def test_what_machines_carry_has_128_bits():
    found = {where: bits(where[1], node) for where, node in made() if where not in KNOWN}
    assert len(found) >= 5
    assert not {where: many for where, many in found.items() if many < ENOUGH}


KNOWN = NO_SECRET.keys() | BY_HAND.keys()


def test_no_line_here_is_about_a_place_that_is_gone():
    assert {where for where, _node in made()} >= KNOWN


def test_codes_by_hand_are_as_long_as_people_can_write():
    """20 bits are asked of a code with a ceiling of tries; ours have 29 and more."""
    letters = [told for told in BY_HAND.values() if isinstance(told, int)]
    assert min(letters) * log2(len(ALPHABET)) > 29
    assert log2(10 ** (spare_codes.DIGITS - 1)) > 29


def test_keys_of_invitations_and_devices_are_long():
    assert len(accounts.new_key()) * 6 >= ENOUGH
    assert len({accounts.new_key() for _ in range(200)}) == 200


def test_sessions_and_form_tokens_are_long(cast):
    client = Client()
    client.post("/start/", {"words": "diapers"})
    assert len(client.session.session_key) * log2(36) >= ENOUGH
    token = client.get("/accounts/sign-in/").cookies
    secret = next(one.value for name, one in token.items() if "csrf" in name.lower())
    assert len(secret) * log2(62) >= ENOUGH and re.fullmatch(r"[A-Za-z0-9]+", secret)
