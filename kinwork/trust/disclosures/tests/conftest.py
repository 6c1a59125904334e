"""Whoever owns the machine that the database runs on."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.browser import *  # noqa: F403


@pytest.fixture
def superuser(own_database, database_server) -> Iterator[psycopg.Connection]:
    """A superuser's connection to this test's own database: nothing holds it back."""
    address = database_server.admin_address(own_database.name)
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


@pytest.fixture(autouse=True)
def anchor_file(settings, tmp_path):
    """An anchor file of this test's own."""
    settings.ANCHOR_FILE = str(tmp_path / "anchors.jsonl")
    return tmp_path / "anchors.jsonl"
