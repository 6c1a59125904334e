"""pytest plugin (`-p tools.only_database`): keep the tests that stand on a database."""

FIXTURES = {"db", "transactional_db", "own_database", "django_db_setup", "database_server"}
# The same on every server: pages, faults of machines, whole feeds, the long play, and tests of the
# tests. What speaks SQL of its own (functions, policies, triggers, search, locks) is run again.
ONCE = (
    "tests/guards/test_can",
    "tests/guards/test_crawl",
    "tests/guards/test_headers.py",
    "tests/faults/",
    "tests/journeys/",
    "tests/access/test_mutants.py",
    "tests/access/test_properties.py",
    "tests/access/test_states.py",
    "tests/access/test_worlds.py",
    "kinwork/family/programs/",
    "kinwork/interop/hsds/tests/test_round_trip.py",
    "kinwork/interop/hsds/tests/test_import.py",
    "kinwork/interop/hsds/tests/test_api.py",
    "kinwork/demo/",
    "kinwork/accounts/",
    "kinwork/home/",
)


def pytest_collection_modifyitems(config, items) -> None:
    kept = [item for item in items if stands_on_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def stands_on_database(item) -> bool:
    if item.nodeid.startswith(ONCE):
        return False
    return bool(FIXTURES & set(item.fixturenames)) or item.get_closest_marker("django_db")
