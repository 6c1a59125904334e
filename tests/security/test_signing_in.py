"""What the security checklist (asvs.toml) asks of passwords, codes, links and locked texts."""

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from kinwork.accounts import sessions
from kinwork.accounts.models import User
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, VISITOR
from kinwork.common.ids import new_code
from kinwork.family.referrals import links
from tests.security.signing_in import PASSWORD, enter
from tests.security.sources import SCRIPTS


@pytest.mark.parametrize(
    ("password", "may"),
    [
        ("a" * 5 + "b" * 6, False),
        ("password1234", False),
        ("qwertyuiop12", False),
        ("ana@example.org", False),
        ("Kinwork2026!", False),
        ("SaguaroWash-County-7", False),
        ("Navigator Welcome 1", False),
        ("saguaro by the kitchen door", True),
        ("two herons by", True),
        ("ocho patos en el río 8", True),
        ("四羽の鷺が川辺に立っている朝", True),
        ("x1 " * 40, True),
    ],
)
def test_what_a_password_may_be(cast, password, may):
    try:
        with acting_as(VISITOR):
            validate_password(password, User(email="ana@example.org", name="Ana"))
    except ValidationError:
        assert not may
    else:
        assert may


def test_password_fields_are_masked_and_take_what_is_pasted(cast, ana):
    page = Client().get("/accounts/sign-in/").content.decode()
    fields = re.findall(r"<input[^>]*password[^>]*>", page)
    assert fields and all('type="password"' in one for one in fields)
    assert all("current-password" in one for one in fields)
    scripts = "".join(path.read_text() for path in SCRIPTS)
    assert "paste" not in scripts and 'maxlength="' not in "".join(fields)


@pytest.mark.parametrize("other", [PASSWORD.upper(), PASSWORD + " ", " " + PASSWORD, PASSWORD[:-1]])
def test_a_password_counts_exactly_as_typed(cast, ana, other):
    assert enter(Client(), ana, other).status_code == 200
    assert enter(Client(), ana).status_code == 302


def test_changing_a_password_asks_for_the_old_one(cast, ana):
    client = Client()
    enter(client, ana)
    new = {"password1": "three herons by the wash", "password2": "three herons by the wash"}
    for old in ({}, {"oldpassword": "wrong, and wrong again"}):
        client.post(reverse("account_change_password"), new | old)
        with acting_as(OPERATOR):
            assert User.objects.get(pk=ana.pk).check_password(PASSWORD)


def test_no_password_expires():
    assert not [field.name for field in User._meta.fields if "expire" in field.name]


def test_passwords_are_stored_with_argon2():
    from kinwork.config import settings as real

    assert real.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_there_are_no_ready_made_accounts(db):
    with acting_as(OPERATOR):
        assert not User.objects.exists()


def test_codes_are_long_enough(cast):
    from math import log2

    client = Client()
    client.post("/start/", {"words": "diapers"})
    assert len(client.session.session_key) * log2(36) > 128
    assert len(new_code(12)) * log2(30) > 58 and len({new_code(12) for _ in range(500)}) == 500


def test_signed_links_know_their_purpose_and_their_time():
    from uuid import uuid4

    made = links.token(uuid4())
    with pytest.raises(signing.BadSignature):
        signing.loads(made, salt="kinwork.device")
    with pytest.raises(links.Expired):
        links.read(links.token(uuid4(), days=-1))


def test_locked_text_that_was_changed_does_not_open():
    from cryptography.fernet import InvalidToken

    locked = sessions.box("kept").encrypt(b"what was typed")
    for changed in (locked[:-4] + b"AAA=", locked[:30] + b"x" + locked[31:]):
        with pytest.raises(InvalidToken):
            sessions.box("kept").decrypt(changed)
    with pytest.raises(InvalidToken):
        sessions.box("mfa").decrypt(locked)
