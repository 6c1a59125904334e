import logging

import pytest

from tests import cast as casting


@pytest.fixture
def no_log():
    """Thousands of refusals are asked for here; nobody wants them in the log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def cast(db):
    return casting.make_cast()
