"""The embedded server under bad weather: killed, full, shared, private; and who may enter."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from kinwork.common.trouble import Trouble
from kinwork.config import embedded, roles
from kinwork.config.embedded import Cluster, address, running

ROOT = Path(__file__).resolve().parent.parent
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that everybody may pass through: pytest's own are private to root."""
    made = Path(tempfile.mkdtemp(prefix="kw-"))
    made.chmod(0o755)
    yield made
    Cluster(made).stop()
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def house():
    """One server for the tests that only look at it."""
    with open_folder() as made, running(made, throwaway=True) as cluster:
        yield cluster


@pytest.fixture
def folder():
    with open_folder() as made:
        yield made


def ask(url: str, sql: str):
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(sql).fetchone()


def admin(cluster: Cluster, name: str = roles.DATABASE) -> str:
    return cluster.address(embedded.SUPERUSER, name)


def postmaster(cluster: Cluster) -> int:
    return int((cluster.pgdata / "postmaster.pid").read_text().split("\n")[0])


def python(code: str, *words: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    )


HOLD = """
import sys
from pathlib import Path
from kinwork.config.embedded import running
with running(Path(sys.argv[1]), throwaway=True):
    print("in", flush=True)
    sys.stdin.readline()
"""


# -- who may enter -----------------------------------------------------------------------------


@pytest.mark.parametrize("login", roles.LOGINS)
def test_each_login_enters_with_its_password_and_no_power(house, login):
    url = house.address(login, roles.DATABASE)
    powers = "rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
    assert ask(url, f"SELECT {powers} FROM pg_roles WHERE rolname = current_user") == (False,)


def test_a_wrong_password_is_refused(house):
    url = house.address("kw_web", roles.DATABASE)
    wrong = url.replace(house.passwords["kw_web"], "guess")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        ask(wrong, "SELECT 1")


def test_the_superuser_has_no_password_way_in(house):
    url = admin(house).replace("postgres@", f"postgres:{house.passwords['kw_owner']}@")
    assert ask(url, "SELECT current_user") == ("postgres",)  # by the account, not the password
    hba = (house.pgdata / "pg_hba.conf").read_text()
    assert "trust" not in hba and "host" not in hba


def test_it_listens_on_a_socket_in_a_private_folder_only(house):
    assert ask(admin(house), "SHOW listen_addresses") == ("",)
    assert stat.S_IMODE(house.socket_dir.stat().st_mode) == 0o700
    assert stat.S_IMODE((house.data_dir / "database-passwords.json").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("login", "role", "may"),
    [
        ("kw_web", "kw_app", True),
        ("kw_web", "kw_task", False),
        ("kw_web", "kw_judge", False),
        ("kw_web", "kw_owner", False),
        ("kw_web", "kw_migrator", False),
        ("kw_worker", "kw_task", True),
        ("kw_worker", "kw_owner", False),
        ("kw_reporter", "kw_report", True),
        ("kw_reporter", "kw_app", False),
        ("kw_owner", "kw_judge", True),
        ("kw_owner", "kw_migrator", True),
    ],
)
def test_who_may_become_whom(house, login, role, may):
    url = house.address(login, roles.DATABASE)
    if may:
        ask(url, f"SELECT set_config('role', '{role}', false)")
    else:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(url, f"SELECT set_config('role', '{role}', false)")


def test_the_web_login_has_nothing_before_it_switches(house):
    owner, web = (house.address(who, roles.DATABASE) for who in ("kw_owner", "kw_web"))
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS seen (word text)")
        connection.execute("GRANT SELECT ON seen TO kw_app")
    with psycopg.connect(web, autocommit=True) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM seen")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE own_table (word text)")
        connection.execute("SET ROLE kw_app")
        assert connection.execute("SELECT count(*) FROM seen").fetchone() == (0,)


def test_the_administrators_script_runs_twice(house):
    for _ in range(2):
        done = subprocess.run(
            [house.bin / "psql", "-q", "-v", "ON_ERROR_STOP=1", admin(house, "postgres")],
            input=roles.script(),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr


# -- bad weather -------------------------------------------------------------------------------


def test_rows_survive_a_killed_server(folder):
    with running(folder) as cluster:
        url = address(folder, "kw_owner")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        os.kill(postmaster(cluster), signal.SIGKILL)
    began = time.monotonic()
    with running(folder):
        assert ask(url, "SELECT count(*) FROM kept") == (1000,)
    assert time.monotonic() - began < 20


def test_a_command_killed_hard_leaves_a_server_that_the_next_one_uses(folder):
    child = python(HOLD, str(folder))
    assert child.stdout.readline() == "in\n"
    child.kill()
    child.wait()
    with running(folder, throwaway=True) as cluster:
        assert ask(address(folder), "SELECT 1") == (1,)
    assert not cluster.answers()


def test_a_note_that_names_a_stranger_is_no_server(folder):
    with running(folder, throwaway=True) as cluster:
        note = (cluster.pgdata / "postmaster.pid").read_text()
    lines = note.split("\n")
    (cluster.pgdata / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]))
    with running(folder, throwaway=True):
        assert ask(address(folder), "SELECT 1") == (1,)


def test_a_half_made_folder_is_made_again(folder):
    (folder / "postgres.making").mkdir()
    (folder / "postgres.making" / "PG_VERSION").write_text("18")
    with running(folder, throwaway=True):
        assert ask(address(folder), "SELECT 1") == (1,)


def test_the_last_of_two_commands_stops_the_server(folder):
    first, second = python(HOLD, str(folder)), python(HOLD, str(folder))
    assert [first.stdout.readline(), second.stdout.readline()] == ["in\n", "in\n"]
    first.communicate("\n", timeout=60)
    assert ask(address(folder), "SELECT 1") == (1,)
    second.communicate("\n", timeout=60)
    assert first.returncode == second.returncode == 0
    assert not Cluster(folder).answers()


def test_a_server_that_was_asked_to_stay_stays(folder):
    with running(folder, throwaway=True) as cluster:
        cluster.keep.touch()
    with running(folder, throwaway=True):
        pass
    assert cluster.answers()
    cluster.keep.unlink()
    with running(folder, throwaway=True):
        pass
    assert not cluster.answers()


def test_somebody_elses_socket_folder_is_refused(folder):
    cluster = Cluster(folder)
    cluster.socket_dir.symlink_to(folder)
    try:
        with pytest.raises(Trouble, match="belongs to somebody else"), running(folder):
            pass
    finally:
        cluster.socket_dir.unlink()


def test_a_folder_of_another_version_says_which_programs_it_wants(folder):
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("9")
    with pytest.raises(Trouble, match="made by PostgreSQL 9"), running(folder):
        pass


@as_root
def test_a_private_home_of_roots_works(folder):
    folder.chmod(0o700)
    with running(folder / "checkout" / ".kinwork", throwaway=True) as cluster:
        assert not cluster.pgdata.is_relative_to(folder)
        assert ask(address(folder / "checkout" / ".kinwork"), "SELECT 1") == (1,)
    shutil.rmtree(cluster.pgdata)


@as_root
def test_root_runs_the_server_as_nobody(house):
    assert Path(f"/proc/{postmaster(house)}").stat().st_uid == 65534


@as_root
def test_a_full_disk_is_said_in_one_sentence(folder):
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m", "none", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("may not mount a small disk here")
    try:
        with pytest.raises(Trouble, match=r"^The disk that holds .* is full: "), running(disk):
            pass
    finally:
        subprocess.run(["umount", str(disk)], check=True)


# -- the command -------------------------------------------------------------------------------


def kinwork(*words: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "kinwork", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_help_lists_every_verb_without_loading_django():
    watched = python(
        """
        import atexit, sys
        from kinwork.cli import main
        atexit.register(lambda: print("loaded:", "django" in sys.modules))
        sys.argv = ["kinwork", "--help"]
        main()
        """
    )
    assert watched.communicate()[0].endswith("\nloaded: False\n")
    said = kinwork("--help").stdout
    verbs = {path.stem for path in (ROOT / "kinwork" / "cli").glob("[a-z]*.py")} - {"base"}
    assert {verb.replace("_", "-") for verb in verbs} <= set(said.split())


def test_a_port_in_use_is_said_in_one_sentence(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for verb in ("demo", "serve"):
            done = kinwork(verb, "--port", port, KINWORK_DATA=str(folder))
            assert (done.returncode, done.stdout) == (1, "")
            assert done.stderr == (
                f"Port {port} is in use by another program: stop that one, or choose another "
                "with --port.\n"
            )


def test_a_bad_setting_is_said_in_one_sentence(folder):
    done = kinwork("doctor", KINWORK_DATA=str(folder), KINWORK_HTTPS="perhaps", DATABASE_URL="")
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "KINWORK_HTTPS is set to 'perhaps', which is not a boolean: write true or false."
    )


def test_a_database_that_does_not_answer_is_said_in_one_sentence():
    nowhere = "postgresql://kw_web@127.0.0.1:1/kinwork"
    done = kinwork("serve", "--port", "8765", DATABASE_URL=nowhere)
    assert done.returncode == 1
    assert done.stderr.startswith("The database does not answer: ")
    assert len(done.stderr.strip().splitlines()) == 1


def test_children_end_with_a_parent_that_is_killed():
    parent = python(
        """
        import sys, time
        from kinwork.config.processes import Processes
        with Processes() as running:
            running.start("sleeper", ["sleep", "300"])
            print(running._children["sleeper"].running.pid, flush=True)
            running.wait()
        """
    )
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    until = time.monotonic() + 30
    while time.monotonic() < until and alive(child):
        time.sleep(0.05)
    assert not alive(child)


KEPT = """
from kinwork.config.processes import Processes
with Processes() as running:
    running.start("{name}", {command}, kept=True)
    print(running._children["{name}"].running.pid, flush=True)
    running.wait()
"""


def test_a_kept_child_that_is_killed_is_started_again(tmp_path):
    note = tmp_path / "starts"
    command = ["sh", "-c", f"echo $$ >> {note}; exec sleep 300"]
    parent = python(KEPT.format(name="sleeper", command=command))
    first = int(parent.stdout.readline())
    _until(lambda: note.exists() and note.read_text())
    os.kill(first, signal.SIGKILL)
    _until(lambda: len(note.read_text().split()) == 2)
    second = int(note.read_text().split()[1])
    assert alive(second)
    parent.terminate()
    assert parent.wait(30) == 0
    assert not alive(second)


def test_what_ends_at_once_again_and_again_is_given_up(tmp_path):
    note = tmp_path / "starts"
    command = ["sh", "-c", f"echo one >> {note}; exit 3"]
    parent = python(KEPT.format(name="quitter", command=command))
    assert parent.wait(60) != 0
    assert len(note.read_text().split()) == 6


def _until(true) -> None:
    until = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except FileNotFoundError:
        return False
