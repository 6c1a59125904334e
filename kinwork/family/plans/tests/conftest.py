import pytest

from tests import cast as casting


@pytest.fixture
def cast(db):
    return casting.make_cast()
