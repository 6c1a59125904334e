import pytest

from tests.faults import house as houses


@pytest.fixture(scope="package")
def house():
    """One house for all tests that break it; each leaves it whole again."""
    with houses.house() as made:
        made.open()
        yield made
