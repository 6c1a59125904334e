"""The embedded server's files: its folder, its socket's folder, its settings, its doors."""

import os
import pwd
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

from kinwork.common.trouble import Trouble
from kinwork.config.pg_binaries import major, server_account

SUPERUSER = "postgres"
PORT = 5432
LONGEST_SOCKET = 107  # what the kernel takes for a socket's path

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


def private_file(path: Path, text: str) -> None:
    """Write `text` so that a reader sees all of it or none, and only the owner may read."""
    making = path.with_name(f"{path.name}.{os.getpid()}")
    making.touch(mode=0o600)
    making.write_text(text)
    making.replace(path)


def give_to_server(path: Path) -> None:
    """As root, hand `path` to the account that the server runs as."""
    if os.geteuid() == 0:
        account = server_account()
        os.chown(path, account.pw_uid, account.pw_gid)


def make_socket_dir(folder: Path) -> None:
    """A folder that only its owner may enter; Trouble when somebody else was there first."""
    if len(f"{folder}/.s.PGSQL.{PORT}.lock") > LONGEST_SOCKET:
        raise Trouble(f"The path {folder} is too long for a socket.")
    folder.mkdir(mode=0o700, exist_ok=True)
    seen = folder.lstat()
    mine = {os.geteuid(), server_account().pw_uid}
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid not in mine:
        raise Trouble(f"{folder} belongs to somebody else: remove it and run this again.")
    folder.chmod(0o700)
    give_to_server(folder)


def make_data_dir(pgdata: Path, binaries: Path, tell: Callable, *, throwaway: bool) -> None:
    """initdb into a neighbouring folder, renamed when whole: a kill leaves nothing half made."""
    making = pgdata.with_name(f"{pgdata.name}.making")
    if making.exists():
        shutil.rmtree(making)
    making.mkdir(mode=0o700, parents=True)
    give_to_server(making)
    locale = ["--locale=C.UTF-8"]
    if major(binaries) >= 17:
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    tell(
        [binaries / "initdb", "-D", making, "-U", SUPERUSER, "--encoding=UTF8", *locale]
        + ["--auth-local=peer", "--auth-host=reject"]
        + (["--no-sync"] if throwaway else [])
    )
    with (making / "postgresql.conf").open("a") as conf:
        conf.write("\ninclude_if_exists = 'kinwork.conf'\n")
    making.rename(pgdata)


def configure(pgdata: Path, socket_dir: Path, *, throwaway: bool) -> None:
    """Settings, and who may come in: the account itself as superuser, logins by password."""
    me = pwd.getpwuid(os.geteuid()).pw_name
    values = SETTINGS | (THROWAWAY if throwaway else {})
    values["unix_socket_directories"] = f"'{socket_dir}'"
    files = {
        "kinwork.conf": "".join(f"{key} = {value}\n" for key, value in values.items()),
        "pg_hba.conf": f"local all {SUPERUSER} peer map=kinwork\nlocal all all scram-sha-256\n",
        "pg_ident.conf": f"kinwork {me} {SUPERUSER}\n",
    }
    for name, text in files.items():
        private_file(pgdata / name, text)
        give_to_server(pgdata / name)


def forget_dead_server(pgdata: Path) -> None:
    """Remove a postmaster.pid whose process is a zombie, or not PostgreSQL any more.

    PostgreSQL itself takes a zombie, or a stranger with the same number, for a live server; a
    process that is gone it finds out by itself.
    """
    note = pgdata / "postmaster.pid"
    try:
        pid = int(note.read_text().split("\n", 1)[0])
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return
    name, state = status[status.index("(") + 1 : status.rindex(")")], status.rsplit(")")[-1]
    if state.split()[0] in "ZX" or not name.startswith(("postgres", "postmaster")):
        note.unlink()
