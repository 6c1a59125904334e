"""The embedded PostgreSQL server: one folder, one socket, started when needed and stopped after.

    with running(data_dir):              # everything that needs the server goes inside
        psycopg.connect(address(data_dir, login="kw_web"))

The users of one server share a lock; whoever leaves last stops it, unless `keep` asked it to stay.
The superuser is reachable only by the operating system's own account (peer); every login has a
generated password in a file that only its owner can read.
"""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from kinwork.common.trouble import Trouble, disk_full, is_disk_full
from kinwork.config import roles
from kinwork.config.pg_binaries import SYSTEM, as_server, binaries
from kinwork.config.server_files import (
    PORT,
    SUPERUSER,
    configure,
    forget_dead_server,
    make_data_dir,
    make_socket_dir,
    private_file,
)

PATIENCE = 20  # seconds to retry after a crash, while the old server's children still end
ROOM = 200 * 2**20


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _not_mine(folder: Path) -> Trouble:
    return Trouble(
        f"{folder} belongs to another account: run this as that account, or set KINWORK_DATA to a "
        "folder of your own."
    )


class Cluster:
    """One server below `data_dir`. Nothing here starts it except `start`."""

    def __init__(self, data_dir: Path, *, throwaway: bool = False):
        self.data_dir = Path(data_dir).resolve()
        self.throwaway = throwaway
        self.users = self.data_dir / "database.users"
        self.door = self.data_dir / "database.door"
        self.keep = self.data_dir / "database.keep"

    # -- addresses: cheap, no server needed ------------------------------------------------

    @property
    def socket_dir(self) -> Path:
        """A short folder named after the data folder; only its owner may enter it."""
        mark = hashlib.sha256(str(self.data_dir).encode()).hexdigest()[:12]
        return Path("/tmp") / f"kinwork-{os.geteuid()}-{mark}"  # noqa: S108 (owner checked below)

    @property
    def passwords(self) -> dict[str, str]:
        """Login -> password, made on first use."""
        path = self.data_dir / "database-passwords.json"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            with _locked(self.data_dir / "database-passwords.lock"):
                if not path.exists():
                    made = {login: secrets.token_urlsafe(24) for login in roles.LOGINS}
                    private_file(path, json.dumps(made, indent=1))
        try:
            return json.loads(path.read_text())
        except PermissionError:
            raise _not_mine(self.data_dir) from None

    def address(self, login: str, name: str) -> str:
        """`postgresql://...` for `login`; the superuser comes in by its account, not a password."""
        who = login if login == SUPERUSER else f"{login}:{quote(self.passwords[login])}"
        return f"postgresql://{who}@/{name}?host={quote(str(self.socket_dir))}&port={PORT}"

    # -- the server ------------------------------------------------------------------------

    @cached_property
    def pgdata(self) -> Path:
        """The server's own folder: in the data folder, or in /var/lib where root's is private."""
        here = self.data_dir / "postgres"
        near = next(folder for folder in [here, *here.parents] if folder.exists())
        if os.geteuid() != 0 or as_server(["test", "-x", near]).returncode == 0:
            return here
        mark = hashlib.sha256(str(self.data_dir).encode()).hexdigest()[:12]
        SYSTEM.mkdir(mode=0o755, parents=True, exist_ok=True)
        return SYSTEM / f"data-{mark}"

    @cached_property
    def bin(self) -> Path:
        """The programs that fit this data folder's version."""
        version = self.pgdata / "PG_VERSION"
        return binaries(int(version.read_text()) if version.exists() else None)

    def answers(self) -> bool:
        """Does the server take connections now? (`pg_isready` decides.)"""
        if not (self.socket_dir / f".s.PGSQL.{PORT}").exists():
            return False
        ready = as_server([self.bin / "pg_isready", "-q", "-h", self.socket_dir, "-p", PORT])
        return ready.returncode == 0

    def _tell(self, command: list) -> None:
        """Run one of PostgreSQL's programs; Trouble in one sentence when it fails."""
        done = as_server(command)
        if done.returncode:
            self._explain(done.stdout + done.stderr + self._log_tail())

    def _log_tail(self) -> str:
        log = self.pgdata / "server.log"
        return log.read_text(errors="replace")[-2000:] if log.exists() else ""

    def _explain(self, said: str) -> None:
        if "No space left on device" in said:
            raise disk_full(self.data_dir)
        lines = [line.strip() for line in said.splitlines() if "FATAL" in line or "error:" in line]
        last = lines[-1] if lines else said.strip()[-300:]
        raise Trouble(
            f"The embedded PostgreSQL could not start ({last}); its log: {self.pgdata}/server.log"
        )

    def start(self) -> None:
        """Make the folder when there is none, start the server, prepare its roles. Needs the door."""
        if self.answers():
            return
        self.data_dir.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self.data_dir).free < ROOM:
            raise disk_full(self.data_dir)
        make_socket_dir(self.socket_dir)
        if not self.pgdata.exists():
            make_data_dir(self.pgdata, self.bin, self._tell, throwaway=self.throwaway)
        if os.geteuid() != 0 and self.pgdata.stat().st_uid != os.geteuid():
            raise Trouble(
                f"{self.pgdata} was made by another account (perhaps root): run this as that "
                "account, or remove the folder."
            )
        configure(self.pgdata, self.socket_dir, throwaway=self.throwaway)
        log = self.pgdata / "server.log"
        if log.exists() and log.stat().st_size > 10 * 2**20:
            log.unlink()
        until = time.monotonic() + PATIENCE
        while True:
            forget_dead_server(self.pgdata)
            done = as_server(
                [self.bin / "pg_ctl", "-D", self.pgdata, "-w", "-t", 60, "-l", log, "-s", "start"]
            )
            if self.answers():
                return
            said = done.stdout + done.stderr + self._log_tail()
            if "No space left on device" in said or time.monotonic() > until:
                self._explain(said)
            time.sleep(0.5)

    def stop(self) -> None:
        """Stop the server; connections still open are told to end."""
        if (self.pgdata / "postmaster.pid").exists():
            as_server(
                [self.bin / "pg_ctl", "-D", self.pgdata, "-m", "fast", "-w", "-t", 60, "stop"]
            )
        with suppress(OSError):  # not there, or not empty: then the server still runs
            self.socket_dir.rmdir()

    def forget_database(self) -> None:
        """Drop the product's database and make an empty one. For the demo: all rows are lost."""
        import psycopg

        with psycopg.connect(self.address(SUPERUSER, "postgres"), autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {roles.DATABASE} WITH (FORCE)")
        (self.pgdata / "kinwork.prepared").unlink(missing_ok=True)
        self.prepare()

    def prepare(self) -> None:
        """Roles and the product's database; skipped when the same preparation was done before."""
        sql = roles.roles_sql(self.passwords) + roles.database_sql() + roles.schema_sql()
        mark = hashlib.sha256(sql.encode()).hexdigest()
        stamp = self.pgdata / "kinwork.prepared"
        if stamp.exists() and stamp.read_text() == mark:
            return
        import psycopg

        with psycopg.connect(self.address(SUPERUSER, "postgres"), autocommit=True) as admin:
            admin.execute(roles.roles_sql(self.passwords))
            if not admin.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [roles.DATABASE]
            ).fetchone():
                admin.execute(f"CREATE DATABASE {roles.DATABASE} OWNER kw_owner")
            admin.execute(roles.database_sql())
        with psycopg.connect(self.address(SUPERUSER, roles.DATABASE), autocommit=True) as admin:
            admin.execute(roles.schema_sql())
        private_file(stamp, mark)


def address(data_dir: Path, login: str = "kw_web", name: str = roles.DATABASE) -> str:
    """Where `login` finds database `name`. Starts nothing; may make the file of passwords."""
    return Cluster(data_dir).address(login, name)


@contextmanager
def running(data_dir: Path, *, throwaway: bool = False) -> Iterator[Cluster]:
    """The server runs inside this block; on leaving, the last user stops it.

    Raises Trouble (one sentence) when it cannot start.
    """
    cluster = Cluster(data_dir, throwaway=throwaway)
    try:
        cluster.data_dir.mkdir(parents=True, exist_ok=True)
        users = cluster.users.open("a")
    except PermissionError:
        raise _not_mine(cluster.data_dir) from None
    except OSError as why:
        raise (disk_full(cluster.data_dir) if is_disk_full(why) else why) from None
    with users:
        fcntl.flock(users, fcntl.LOCK_SH)
        with _locked(cluster.door):
            cluster.start()
            cluster.prepare()
        try:
            yield cluster
        finally:
            with _locked(cluster.door):
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass  # somebody else still needs it
                else:
                    if not cluster.keep.exists():
                        cluster.stop()
