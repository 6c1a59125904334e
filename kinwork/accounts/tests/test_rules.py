from datetime import timedelta

import pytest

from kinwork.accounts import codes, rules
from kinwork.accounts.models import ROLE_NAMES
from kinwork.accounts.tests.conftest import NOW
from kinwork.common.actor import ROLES


def test_every_role_of_staff_has_a_name_and_is_known_to_actors():
    assert set(rules.STAFF_ROLES) == set(ROLES) - {"family member"} == set(ROLE_NAMES)


@pytest.mark.parametrize(
    ("role", "convenes", "may"),
    [
        ("operator", False, rules.STAFF_ROLES),
        ("account administrator", False, rules.AGENCY_ROLES),
        ("account administrator", True, (*rules.AGENCY_ROLES, *rules.COMMUNITY_ROLES)),
        ("supervisor", True, rules.CARE_ROLES),
        ("navigator", True, ()),
        ("family member", True, ()),
    ],
)
def test_roles_that_one_may_give(role, convenes, may):
    assert rules.grantable(role, convenes=convenes) == may


def test_nobody_but_an_operator_makes_operators():
    for role in ROLES:
        gives = "operator" in rules.grantable(role, convenes=True)
        assert gives == (role == "operator")


def standing(**told):
    known = {"accepted_at": None, "withdrawn_at": None, "expires_at": NOW, "now": NOW}
    return rules.standing(**{**known, **told})


def test_an_invitation_is_open_until_its_very_end():
    assert standing(now=NOW - timedelta(microseconds=1)) == "open"
    assert standing(now=NOW) == "expired"
    assert standing(accepted_at=NOW) == "accepted"
    assert standing(withdrawn_at=NOW) == "withdrawn"


def test_keys_are_long_and_stored_as_hashes():
    one, other = rules.new_key(), rules.new_key()
    assert len(one) == 32 and one != other
    assert codes.key_hash(one) != codes.key_hash(other)
    assert one.encode() not in codes.key_hash(one)
