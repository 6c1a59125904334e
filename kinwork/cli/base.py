"""What verbs share: whose login a verb uses, and the embedded server around it."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kinwork.common.trouble import Trouble

ROOT = Path(__file__).resolve().parent.parent.parent


def use_demo() -> None:
    """Everything after this works on the demo's folder. Call it before Django starts."""
    if os.environ.get("KINWORK_DEMO") and data_dir().name == "demo":
        return
    os.environ["KINWORK_DEMO"] = "1"
    os.environ["KINWORK_DATA"] = str(data_dir() / "demo")


def data_dir() -> Path:
    """The data folder, known without reading the settings."""
    return Path(os.environ.get("KINWORK_DATA") or ROOT / ".kinwork").resolve()


def start_django(login: str = "kw_web") -> None:
    """Load Django as `login` (kw_web, kw_worker, kw_owner). One login a process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinwork.config.settings")
    os.environ["KINWORK_LOGIN"] = login
    import django

    django.setup()


def database_address(login: str = "kw_web") -> str:
    """Where `login` finds the database: as the environment says, else the embedded server."""
    from kinwork.config import embedded, env

    if not env.secret("DATABASE_URL"):
        return embedded.address(data_dir(), login=login)
    names = {
        "kw_web": "DATABASE_URL",
        "kw_owner": "DATABASE_OWNER_URL",
        "kw_worker": "DATABASE_WORKER_URL",
    }
    url = env.secret(names[login]) if login in names else None
    if not url:
        raise Trouble(f"DATABASE_URL is set, but no address is set for {login}.")
    return url


@contextmanager
def server_running() -> Iterator[None]:
    """A database that runs, without Django: DATABASE_URL's, else the embedded one.

    The embedded server is started when it is not running, and left as it was found.
    """
    from kinwork.config import embedded, env

    if env.secret("DATABASE_URL"):
        yield
        return

    with embedded.running(data_dir()):
        yield


def _reachable(login: str) -> None:
    """Trouble, at once and with its reason, where nobody answers as `login`: the pool of connections
    would try for seconds and say nothing."""
    import psycopg

    try:
        psycopg.connect(database_address(login), connect_timeout=10).close()
    except psycopg.OperationalError as why:
        raise Trouble(f"The database does not answer: {str(why).strip().splitlines()[0]}") from why


def _lacks_tables() -> bool:
    """Asked after an error: is it because migrations were never, or not all, applied?"""
    from django.db.utils import DatabaseError

    from kinwork.config.health import migration_finding

    try:
        return not migration_finding().ok
    except DatabaseError:  # not even the roles are there
        return True


@contextmanager
def with_database(login: str = "kw_web", *, prepared: bool = True) -> Iterator[None]:
    """A database that runs, and Django talking to it as `login`.

    Trouble where a line to another server is open (config/lines.py), where nobody answers, and, with
    `prepared`, where something failed because the tables are not there."""
    from kinwork.config.lines import refuse_open_lines

    with server_running():
        start_django(login)
        refuse_open_lines()
        _reachable(login)
        from django.db.utils import DatabaseError, OperationalError

        try:
            yield
        except OperationalError:
            raise
        except DatabaseError as why:
            if prepared and _lacks_tables():
                from kinwork.config.health import NOT_PREPARED

                raise Trouble(NOT_PREPARED) from why
            raise
        finally:
            from django.db import connections

            for connection in connections.all(initialized_only=True):
                connection.close()
                if hasattr(connection, "close_pool"):
                    connection.close_pool()


def needs_database(login: str = "kw_web") -> Callable[[Callable], Callable]:
    """Decorator for a verb's function: `with_database(login)` around it."""
    from functools import wraps

    def around(function: Callable) -> Callable:
        @wraps(function)
        def inside(*args, **kwargs):
            with with_database(login):
                return function(*args, **kwargs)

        return inside

    return around


class Progress:
    """Says each step as it begins, and how long it took when that was over a second."""

    def __init__(self):
        self._since, self._open = time.monotonic(), False

    def __call__(self, line: str) -> None:
        self.done()
        click.echo(f"  {line} ...", nl=False)
        self._since, self._open = time.monotonic(), True

    def done(self) -> None:
        if self._open:
            took = time.monotonic() - self._since
            click.echo(f" {took:.1f} s" if took > 1 else "")
            self._open = False
