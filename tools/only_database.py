"""pytest plugin (`-p tools.only_database`): keep the tests that stand on a database."""

FIXTURES = {"db", "transactional_db", "own_database", "django_db_setup", "database_server"}
OF_PAGES = "tests/guards/test_crawl.py"  # minutes long, and the same on every server


def pytest_collection_modifyitems(config, items) -> None:
    kept = [item for item in items if stands_on_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def stands_on_database(item) -> bool:
    if item.nodeid.startswith(OF_PAGES):
        return False
    return bool(FIXTURES & set(item.fixturenames)) or item.get_closest_marker("django_db")
