"""Spare codes of the second step: shown once, kept as slow salted hashes (ASVS 6.5.2)."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows
from django.contrib.auth.hashers import identify_hasher
from django.test import Client
from django.urls import reverse

from kinwork.accounts.actions.spare_codes import SpareCodes
from kinwork.accounts.tests.conftest import PASSWORD, actor, protect
from kinwork.accounts.tests.test_sign_in import ana, enter
from kinwork.common.actor import VISITOR

__all__ = ["ana"]  # a fixture


def kept(user) -> Authenticator:
    return user.authenticator_set.get(type="recovery_codes")


def shown(user) -> list[str]:
    """The codes as the page shows them, the one time."""
    protect(user)
    codes = SpareCodes.activate(user)
    codes.mark_as_viewed()
    return codes.get_unused_codes()


def lets_in(user, code: str) -> bool:
    client = Client()
    client.post(enter(client, user.email)["Location"], {"code": code})
    return client.get("/accounts/").wsgi_request.actor != VISITOR


def test_allauth_keeps_them_in_our_way(ana):
    protect(ana.user)
    SpareCodes.activate(ana.user)
    assert type(kept(ana.user).wrap()) is SpareCodes and flows.RecoveryCodes is SpareCodes


def test_no_readable_code_is_kept(ana):
    codes = shown(ana.user)
    told = str(kept(ana.user).data)
    assert len(set(codes)) == 10
    assert not [code for code in codes if code in told or code.replace(" ", "") in told]
    assert "seed" not in kept(ana.user).data and len(set(kept(ana.user).data["hashes"])) == 10


def test_the_hashes_are_slow_and_salted_each_by_itself(ana, settings):
    from kinwork.config import settings as real

    settings.PASSWORD_HASHERS = real.PASSWORD_HASHERS
    shown(ana.user)
    found = [identify_hasher(one).decode(one) for one in kept(ana.user).data["hashes"]]
    assert {one["algorithm"] for one in found} == {"argon2"}
    assert all(one["memory_cost"] >= 19456 and one["time_cost"] >= 2 for one in found)
    assert len({one["salt"] for one in found}) == 10


def test_nothing_is_made_before_somebody_looks(ana):
    protect(ana.user)
    codes = SpareCodes.activate(ana.user)
    assert codes.get_unused_codes() == [] and kept(ana.user).data == {"hashes": []}


def test_they_are_shown_once(client, ana):
    secret = protect(ana.user)
    from kinwork.accounts.tests.test_sign_in import code_of

    client.post(enter(client)["Location"], {"code": code_of(secret)})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    SpareCodes.activate(ana.user)
    first = client.get(reverse("mfa_view_recovery_codes"))
    codes = first.context["unused_codes"]
    assert len(codes) == 10 and all(code in first.content.decode() for code in codes)
    again = client.get(reverse("mfa_view_recovery_codes"))
    assert again.status_code == 200 and not [c for c in codes if c in again.content.decode()]
    assert len(kept(ana.user).wrap().get_unused_codes()) == 10
    assert not set(kept(ana.user).wrap().get_unused_codes()) & set(codes)


def test_a_code_lets_in_once(ana):
    first, second, *_rest = shown(ana.user)
    assert lets_in(ana.user, first) and not lets_in(ana.user, first)
    assert len(kept(ana.user).wrap().get_unused_codes()) == 9
    assert lets_in(ana.user, second.replace(" ", "-"))


def test_a_spare_code_makes_a_full_session(client, ana):
    code = shown(ana.user)[7]
    client.post(enter(client)["Location"], {"code": code.replace(" ", "")})
    assert client.get("/accounts/").wsgi_request.actor == actor(ana)


@pytest.mark.parametrize("change", ["place", "digit", "short", "long", "letters", "other signs"])
def test_what_is_not_the_code_does_not(ana, change):
    code = shown(ana.user)[3].replace(" ", "")
    wrong = {
        "place": "4" + code[1:],
        "digit": code[:-1] + str((int(code[-1]) + 1) % 10),
        "short": code[:-1],
        "long": code + "0",
        "letters": "threesixty",
        "other signs": code.translate({ord(str(n)): 0x660 + n for n in range(10)}),
    }[change]
    assert not kept(ana.user).wrap().validate_code(wrong)
    assert kept(ana.user).wrap().validate_code(code)


def test_somebody_elses_code_does_not(world, ana):
    ben = world.worker("Ben", "navigator", password=PASSWORD)
    shown(ana.user)
    code = shown(ben.user)[0]
    assert not lets_in(ana.user, code) and lets_in(ben.user, code)


def test_a_row_without_hashes_lets_nobody_in(ana):
    """One of before, or one that was damaged: every number is wrong, and none are left."""
    protect(ana.user)
    SpareCodes.activate(ana.user)
    old = {"seed": "x", "used_mask": 0, "viewed_at": 1.0}
    Authenticator.objects.filter(pk=kept(ana.user).pk).update(data=old)
    wrapped = kept(ana.user).wrap()
    assert wrapped.get_unused_codes() == []
    assert not wrapped.validate_code("0123456789") and not wrapped.validate_code("")
