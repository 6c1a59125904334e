"""What the benchmarks of pages share: a database of their own, a real server, somebody who asks.

Whoever asks runs in a process of its own (`bench.load`) and reaches the server over the loopback.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


def machine() -> str:
    """What it was measured on, in few words."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        "unknown processor",
    )
    return f"{os.cpu_count()} cores ({model}), load {os.getloadavg()[0]:.1f} at the beginning"


@contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """A migrated database nobody else uses, and Django set up on it; yields its environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinwork.config.settings_test")
    from kinwork.config.clones import test_server

    with test_server() as server, tempfile.TemporaryDirectory() as folder:
        name = server.clone()
        said = {
            "DATABASE_URL": server.address("kw_web", name),
            "DATABASE_OWNER_URL": server.address("kw_owner", name),
            "DATABASE_WORKER_URL": server.address("kw_worker", name),
            "KINWORK_DATA": folder,
        }
        os.environ.update(said)
        import django

        django.setup()
        try:
            yield said
        finally:
            from django.db import connection

            connection.close()
            server.drop(name)


@contextmanager
def serving(said: dict[str, str], *, workers: int = 2, threads: int = 2) -> Iterator[int]:
    """The site as `kinwork serve` starts it, on that database; yields its port."""
    from kinwork.config import webserver

    port = webserver.free_port(HOST, 8700)
    environment = {
        **os.environ,
        **said,
        "DJANGO_SETTINGS_MODULE": "kinwork.config.settings",
        "KINWORK_ADDRESS": f"http://{HOST}:{port}",
        "KINWORK_LOGIN": "kw_web",
    }
    gather = "import django; django.setup(); from django.core.management import call_command as c; "
    gather += "c('collectstatic', '--noinput', verbosity=0)"
    subprocess.run([sys.executable, "-c", gather], cwd=ROOT, env=environment, check=True)
    with _process(
        webserver.command(HOST, port, workers=workers, threads=threads), environment, port
    ):
        yield port


@contextmanager
def serving_nothing(size: int, *, workers: int = 2, threads: int = 2) -> Iterator[int]:
    """The same server with an application that says `size` constant bytes: the limit."""
    from kinwork.config import webserver

    port = webserver.free_port(HOST, 8760)
    line = webserver.command(HOST, port, workers=workers, threads=threads)
    line[-1] = "bench.nothing:application"
    with _process(line, {**os.environ, "BENCH_SIZE": str(size)}, port):
        yield port


@contextmanager
def _process(line: list[str], environment: dict[str, str], port: int) -> Iterator[None]:
    from kinwork.config import webserver

    running = subprocess.Popen(line, cwd=ROOT, env=environment)
    _servers.append(running.pid)
    try:
        until = time.monotonic() + 60
        while not webserver.answers(HOST, port):
            if running.poll() is not None or time.monotonic() > until:
                raise SystemExit("the web server did not start")
            time.sleep(0.1)
        yield
    finally:
        _servers.remove(running.pid)
        running.terminate()
        running.wait(20)


def cpu_seconds(said: dict[str, str]) -> tuple[float, float]:
    """CPU spent so far by our web server's processes, and by the database for this database.

    It tells what an answer costs even while others use the machine.
    """
    import psycopg

    with psycopg.connect(said["DATABASE_URL"]) as connection:
        backends = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        ).fetchall()
    web = [pid for parent in _servers for pid in (parent, *_children(parent))]
    return sum(map(_cpu, web)), sum(_cpu(pid) for (pid,) in backends)


_servers: list[int] = []


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _cpu(pid: int) -> float:
    try:
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def load(port: int, asked: list[dict], *, clients: int, seconds: float, rate: float = 0) -> dict:
    """Ask `asked` (dicts: name, path, and perhaps method, body, cookie) in turn for `seconds`.

    rate: so many a second, whatever the answers take; 0: as fast as `clients` go. Returns by name:
    count, p50, p95 in milliseconds, statuses, bytes; and under "" the whole: a_second.
    """
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(
            {"port": port, "asked": asked, "clients": clients, "seconds": seconds, "rate": rate}
        ),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=seconds * 3 + 60,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)
