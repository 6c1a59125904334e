"""Databases for tests: one migrated template for each state of the code, and clones of it.

    with test_server() as server:
        name = server.clone()           # a fresh copy, about a tenth of a second
        server.address("kw_web", name)
        server.drop(name)

The server is the embedded one, with fsync off, in `.kinwork/test-cluster-VERSION`; or, where
DATABASE_ADMIN_URL is set, any PostgreSQL 15 to 18 that may be used for tests: its `kw_*` logins
get new passwords.
"""

import fcntl
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg

from kinwork.common.trouble import Trouble
from kinwork.config import embedded, roles
from kinwork.config.pg_binaries import binaries, major
from kinwork.config.sources import SCHEMA, fingerprint

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = 4  # templates of other states of the code
FOREIGN = ("django", "procrastinate", "django-allauth")  # packages with migrations of their own


class Server:
    """A server that tests may fill: `admin` is a superuser's address without a database name."""

    def __init__(self, folder: Path, passwords: dict[str, str], admin: str):
        self.folder, self.passwords, self.admin = folder, passwords, admin
        self._template = ""

    def _at(self, who: str, name: str) -> str:
        parts = urlsplit(self.admin)
        place = parts.netloc.rpartition("@")[2]
        return parts._replace(netloc=f"{who}@{place}", path=f"/{name}").geturl()

    def address(self, login: str, name: str) -> str:
        """Where `login` (a `kw_` login) finds database `name`."""
        return self._at(f"{login}:{quote(self.passwords[login])}", name)

    def admin_address(self, name: str = "postgres") -> str:
        """Where the superuser finds it; for making and dropping databases only."""
        return self._at(urlsplit(self.admin).netloc.rpartition("@")[0], name)

    def _sql(self, *statements: str, name: str = "postgres") -> list[tuple]:
        with psycopg.connect(self.admin_address(name), autocommit=True) as admin:
            for statement in statements:
                done = admin.execute(statement)
            return done.fetchall() if done.description else []

    def template(self) -> str:
        """The migrated template for the code as it stood at the first call, made when missing."""
        self._template = self._template or self._made()
        return self._template

    def _made(self) -> str:
        key = fingerprint(SCHEMA, *(version(package) for package in FOREIGN))
        name = f"kw_template_{key}"
        with (self.folder / "templates.lock").open("a") as door:
            fcntl.flock(door, fcntl.LOCK_EX)
            if (name,) not in self._sql("SELECT datname FROM pg_database"):
                self._clear()
                self._build(f"{name}_making")
                self._sql(f"ALTER DATABASE {name}_making RENAME TO {name}")
        return name

    def _build(self, name: str) -> None:
        self._sql(
            f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
            f"CREATE DATABASE {name} OWNER kw_owner TEMPLATE template0 ENCODING 'UTF8'",
            roles.database_sql(name),
        )
        self._sql(roles.schema_sql(), roles.LOOK_BEHIND, name=name)
        urls = {
            "DATABASE_URL": self.address("kw_web", name),
            "DATABASE_OWNER_URL": self.address("kw_owner", name),
            "DJANGO_SETTINGS_MODULE": "kinwork.config.settings_test",
        }
        done = subprocess.run(
            [sys.executable, "-m", "kinwork", "database", "migrate", "--mark", "test"],
            env={**os.environ, **urls},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise Trouble(f"The test database could not be migrated.\n{done.stdout}{done.stderr}")

    def _clear(self) -> None:
        """Drop all but the newest templates, and clones whose test run is over."""
        rows = self._sql(
            "SELECT datname FROM pg_database WHERE datname ~ '^kw_template_' ORDER BY oid DESC"
        )
        for (name,) in rows[KEPT:]:
            self._sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        for (name,) in self._sql("SELECT datname FROM pg_database WHERE datname ~ '^kw_run_'"):
            if not Path(f"/proc/{name.split('_')[2]}").exists():
                self.drop(name)

    def clone(self, template: str = "") -> str:
        """A fresh copy of the template (or of another database nobody is connected to)."""
        name = f"kw_run_{os.getpid()}_{secrets.token_hex(4)}"
        self._sql(f"CREATE DATABASE {name} OWNER kw_owner TEMPLATE {template or self.template()}")
        self._sql(roles.database_sql(name))
        return name

    def drop(self, name: str) -> None:
        """Drop a clone; whoever is connected to it is cut off."""
        self._sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def test_server() -> Iterator[Server]:
    """The server for this test run; the embedded one stops with its last user."""
    given = os.environ.get("DATABASE_ADMIN_URL")
    if given:
        folder = ROOT / ".kinwork" / "test-elsewhere"
        folder.mkdir(parents=True, exist_ok=True)
        passwords = embedded.Cluster(folder).passwords
        with psycopg.connect(given, autocommit=True) as admin:
            admin.execute(roles.roles_sql(passwords))
        yield Server(folder, passwords, given)
        return
    folder = ROOT / ".kinwork" / f"test-cluster-{major(binaries())}"
    with embedded.running(folder, throwaway=True) as cluster:
        admin = cluster.address(embedded.SUPERUSER, "postgres")
        yield Server(cluster.data_dir, cluster.passwords, admin)


test_server.__test__ = False  # its name is for people; it is no test
