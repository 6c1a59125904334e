import pytest

from tests import cast as casting
from tests.browser import *  # noqa: F403


@pytest.fixture
def cast(db):
    return casting.make_cast(household=False)
