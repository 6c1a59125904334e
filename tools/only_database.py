"""pytest plugin (`-p tools.only_database`): keep the tests that stand on a database."""

FIXTURES = {"db", "transactional_db", "own_database", "django_db_setup", "database_server"}


def pytest_collection_modifyitems(config, items) -> None:
    kept = [item for item in items if stands_on_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def stands_on_database(item) -> bool:
    return bool(FIXTURES & set(item.fixturenames)) or item.get_closest_marker("django_db")
