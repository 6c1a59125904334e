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
import pwd
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from kinwork.common.trouble import Trouble, disk_full, is_disk_full
from kinwork.config import roles
from kinwork.config.pg_binaries import SYSTEM, as_server, binaries, major, server_account

SUPERUSER = "postgres"
PORT = 5432
LONGEST_SOCKET = 107  # what the kernel takes for a socket's path
PATIENCE = 20  # seconds to retry after a crash, while the old server's children still end
ROOM = 200 * 2**20

SETTINGS = {
    "listen_addresses": "''",
    "port": PORT,
    "max_connections": 60,
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": 1.1,
    "jit": "off",
    "max_wal_size": "1GB",
    "password_encryption": "'scram-sha-256'",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
}
THROWAWAY = {  # for the test cluster, whose data nobody will miss
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": 0,
}


def _private_file(path: Path, text: str) -> None:
    """Write `text` so that a reader sees all of it or none, and only the owner may read."""
    making = path.with_name(f"{path.name}.{os.getpid()}")
    making.touch(mode=0o600)
    making.write_text(text)
    making.replace(path)


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
                    _private_file(path, json.dumps(made, indent=1))
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

    def _server_owns(self, path: Path) -> None:
        if os.geteuid() == 0:
            account = server_account()
            os.chown(path, account.pw_uid, account.pw_gid)

    def _make_socket_dir(self) -> None:
        folder = self.socket_dir
        if len(f"{folder}/.s.PGSQL.{PORT}.lock") > LONGEST_SOCKET:
            raise Trouble(f"The path {folder} is too long for a socket.")
        folder.mkdir(mode=0o700, exist_ok=True)
        seen = folder.lstat()
        mine = {os.geteuid(), server_account().pw_uid}
        if not stat.S_ISDIR(seen.st_mode) or seen.st_uid not in mine:
            raise Trouble(f"{folder} belongs to somebody else: remove it and run this again.")
        folder.chmod(0o700)
        self._server_owns(folder)

    def _make(self) -> None:
        """initdb into a neighbouring folder, renamed when whole: a kill leaves nothing half made."""
        making = self.pgdata.with_name(f"{self.pgdata.name}.making")
        if making.exists():
            shutil.rmtree(making)
        making.mkdir(mode=0o700, parents=True)
        self._server_owns(making)
        builtin = major(self.bin) >= 17
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if builtin else []
        self._tell(
            [self.bin / "initdb", "-D", making, "-U", SUPERUSER, "--encoding=UTF8"]
            + ["--auth-local=peer", "--auth-host=reject", *(locale or ["--locale=C.UTF-8"])]
            + (["--no-sync"] if self.throwaway else [])
        )
        with (making / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude_if_exists = 'kinwork.conf'\n")
        making.rename(self.pgdata)

    def _configure(self) -> None:
        me = pwd.getpwuid(os.geteuid()).pw_name
        values = SETTINGS | (THROWAWAY if self.throwaway else {})
        values["unix_socket_directories"] = f"'{self.socket_dir}'"
        files = {
            "kinwork.conf": "".join(f"{key} = {value}\n" for key, value in values.items()),
            "pg_hba.conf": f"local all {SUPERUSER} peer map=kinwork\nlocal all all scram-sha-256\n",
            "pg_ident.conf": f"kinwork {me} {SUPERUSER}\n",
        }
        for name, text in files.items():
            _private_file(self.pgdata / name, text)
            self._server_owns(self.pgdata / name)

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

    def _forget_dead_server(self) -> None:
        """Remove a postmaster.pid whose process is gone, a zombie, or not PostgreSQL any more.

        PostgreSQL itself takes a zombie, or a stranger with the same number, for a live server.
        """
        note = self.pgdata / "postmaster.pid"
        try:
            pid = int(note.read_text().split("\n", 1)[0])
            status = Path(f"/proc/{pid}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError, ValueError):
            return  # PostgreSQL clears up after a process that is gone
        name, state = status[status.index("(") + 1 : status.rindex(")")], status.rsplit(")")[-1]
        if state.split()[0] in "ZX" or not name.startswith(("postgres", "postmaster")):
            note.unlink()

    def start(self) -> None:
        """Make the folder when there is none, start the server, prepare its roles. Needs the door."""
        if self.answers():
            return
        self.data_dir.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self.data_dir).free < ROOM:
            raise disk_full(self.data_dir)
        self._make_socket_dir()
        if not self.pgdata.exists():
            self._make()
        if os.geteuid() != 0 and self.pgdata.stat().st_uid != os.geteuid():
            raise Trouble(
                f"{self.pgdata} was made by another account (perhaps root): run this as that "
                "account, or remove the folder."
            )
        self._configure()
        log = self.pgdata / "server.log"
        if log.exists() and log.stat().st_size > 10 * 2**20:
            log.unlink()
        until = time.monotonic() + PATIENCE
        while True:
            self._forget_dead_server()
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
        _private_file(stamp, mark)


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
