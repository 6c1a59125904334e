import pytest

from kinwork.system.meetings.tests import scenes
from tests import cast as casting
from tests.browser import *  # noqa: F403


@pytest.fixture
def cast(db):
    return casting.make_cast(household=False)


@pytest.fixture
def row(cast):
    """A partnership whose charter is in force."""
    return scenes.chartered(cast).partnership
