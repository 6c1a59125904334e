"""A database without tables, or none at all: one plain sentence, whatever the verb."""

import os
import secrets
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kinwork.config import roles

ROOT = Path(__file__).resolve().parents[3]
VERBS = (
    "partnership status X",
    "barriers list",
    "agreements list",
    "agency list",
    "retention plan",
    "audit verify",
    "worker --once",
    "report referrals --from 2026-01-01 --to 2026-02-28",
    "database policies",
    "serve --port 0",
)


@pytest.fixture(scope="module")
def empty(database_server):
    """Made as `kinwork database prepare --sql` makes one, and never migrated."""
    name = f"kw_run_{os.getpid()}_{secrets.token_hex(4)}"
    database_server._sql(f"CREATE DATABASE {name} OWNER kw_owner", roles.database_sql(name))
    database_server._sql(roles.schema_sql(), name=name)
    logins = {"DATABASE_URL": "kw_web", "DATABASE_OWNER_URL": "kw_owner"}
    logins["DATABASE_WORKER_URL"] = "kw_worker"
    yield {key: database_server.address(login, name) for key, login in logins.items()}
    database_server.drop(name)


def kinwork(urls: dict[str, str], words: str) -> subprocess.CompletedProcess:
    asked = [sys.executable, "-W", "ignore", "-m", "kinwork", *words.split()]
    told = {**os.environ, **urls, "DJANGO_SETTINGS_MODULE": "kinwork.config.settings_test"}
    return subprocess.run(asked, cwd=ROOT, env=told, capture_output=True, text=True)


@pytest.mark.parametrize("words", VERBS)
def test_without_tables(empty, words):
    done = kinwork(empty, words)
    assert done.returncode == 1
    assert done.stderr == "The database is not prepared: run `kinwork database migrate` first.\n"


@pytest.mark.parametrize("words", ["partnership status X", "worker --once"])
def test_without_a_database(empty, words):
    gone = {key: urlsplit(url)._replace(path="/kw_gone").geturl() for key, url in empty.items()}
    done = kinwork(gone, words)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("The database does not answer: ")
    assert 'database "kw_gone" does not exist' in done.stderr
