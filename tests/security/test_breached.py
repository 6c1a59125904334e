"""Breached passwords are refused, from a list of the operator's (ASVS 6.2.12)."""

import hashlib

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from kinwork.accounts import breached
from kinwork.accounts.models import User
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, VISITOR
from kinwork.config.health import breached_finding
from tests.security.signing_in import PASSWORD, enter

STOLEN = [f"a stolen password {number}" for number in range(300)]


def line(password: str) -> str:
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


@pytest.fixture(params=["\n", "\r\n", ":17\r\n"], ids=["plain", "of Windows", "with counts"])
def listed(request, tmp_path, settings):
    path = tmp_path / "stolen.txt"
    path.write_bytes("".join(sorted(line(one) + request.param for one in STOLEN)).encode())
    settings.BREACHED_PASSWORDS = str(path)
    return path


def test_each_of_the_list_is_found_and_nothing_else(listed):
    assert all(breached.stands_in(listed, one) for one in STOLEN)
    others = [one.upper() for one in STOLEN] + [one + " " for one in STOLEN]
    assert not any(breached.stands_in(listed, one) for one in others)


@pytest.mark.parametrize("many", [0, 1, 2, 3])
def test_short_lists_too(tmp_path, many):
    path = tmp_path / "short.txt"
    path.write_text("".join(sorted(f"{line(one)}\n" for one in STOLEN[:many])))
    assert [breached.stands_in(path, one) for one in STOLEN[:4]] == [n < many for n in range(4)]


def test_a_stolen_password_is_not_taken(cast, listed):
    with acting_as(VISITOR):
        validate_password("another one by the wash", User(email="ana@example.org"))
        with pytest.raises(ValidationError, match="stolen somewhere"):
            validate_password(STOLEN[7], User(email="ana@example.org"))


def test_nor_on_the_page_where_it_is_changed(cast, ana, listed):
    client = Client()
    enter(client, ana)
    told = {"oldpassword": PASSWORD, "password1": STOLEN[9], "password2": STOLEN[9]}
    client.post(reverse("account_change_password"), told)
    with acting_as(OPERATOR):
        assert User.objects.get(pk=ana.pk).check_password(PASSWORD)


def test_a_list_that_is_away_lets_no_password_through(cast, listed):
    listed.unlink()
    with acting_as(VISITOR), pytest.raises(OSError):
        validate_password("another one by the wash", User(email="ana@example.org"))


def test_the_most_often_stolen_are_refused_without_a_list(settings):
    settings.BREACHED_PASSWORDS = ""
    assert len(CommonPasswordValidator().passwords) > 19_000
    names = [one["NAME"].rpartition(".")[2] for one in settings.AUTH_PASSWORD_VALIDATORS]
    assert {"CommonPasswordValidator", "Breached"} <= set(names)


def test_the_doctor_misses_a_list_and_knows_a_wrong_one(listed, tmp_path):
    assert breached_finding(str(listed), demo=False).ok
    assert not breached_finding("", demo=False).ok and breached_finding("", demo=True).ok
    wrong = tmp_path / "wrong.txt"
    backwards = "".join(f"{line(one)}\n" for one in sorted(STOLEN, key=line, reverse=True))
    for text in ("", "password\n", line("x").lower(), backwards):
        wrong.write_text(text)
        assert not breached_finding(str(wrong), demo=True).ok, text[:50]
    assert not breached_finding(str(tmp_path / "nowhere.txt"), demo=True).ok
