"""The cast without a family, and Ana with a password."""

import pytest

from kinwork.accounts import actions
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR
from tests import cast as casting
from tests.security.signing_in import PASSWORD


@pytest.fixture
def cast(db):
    return casting.make_cast(household=False)


@pytest.fixture
def ana(cast):
    """Ana with a password."""
    with acting_as(OPERATOR):
        user = cast.users["ana"]
        actions.set_password(user=user, password=PASSWORD, by=OPERATOR, at=cast.at)
    return user
