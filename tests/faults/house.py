"""A whole installation that tests may break: its own durable server, web server and people."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from kinwork.config import embedded, roles, webserver

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
START = 40
PEOPLE = "import django; django.setup(); from tests.cast import make_cast; make_cast()"


class House:
    """`cluster` is its database server, `port` its web server's."""

    def __init__(self, folder: Path, cluster: embedded.Cluster):
        self.folder, self.cluster = folder, cluster
        self.port = webserver.free_port(HOST, 8900 + os.getpid() % 80)
        self.web: subprocess.Popen | None = None

    def environment(self, login: str = "kw_web") -> dict[str, str]:
        urls = {
            name: self.cluster.address(who, roles.DATABASE)
            for name, who in (
                ("DATABASE_URL", "kw_web"),
                ("DATABASE_OWNER_URL", "kw_owner"),
                ("DATABASE_WORKER_URL", "kw_worker"),
            )
        }
        return {
            **os.environ,
            **urls,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "KINWORK_LOGIN": login,
            "KINWORK_DATA": str(self.folder),
            "KINWORK_ADDRESS": f"http://{HOST}:{self.port}",
        }

    def run(self, *words: str, login: str = "kw_web") -> None:
        """Run Python with these arguments in this house."""
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment(login),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def open(self, workers: int = 2) -> None:
        """Start the web server and wait until it answers."""
        keeper = [sys.executable, "-m", "tests.faults.keeper"]
        line = [*keeper, *webserver.command(HOST, self.port, workers=workers, threads=4)]
        with (self.folder / "web.log").open("ab") as log:
            self.web = subprocess.Popen(
                line, cwd=ROOT, env=self.environment(), stdout=log, stderr=subprocess.STDOUT
            )
        until = time.monotonic() + START
        while not webserver.answers(HOST, self.port):
            assert time.monotonic() < until and self.web.poll() is None, self.log()
            time.sleep(0.1)

    def log(self) -> str:
        return (self.folder / "web.log").read_text(errors="replace")[-4000:]

    def close(self) -> None:
        if self.web and self.web.poll() is None:
            self.web.terminate()
            try:
                self.web.wait(10)
            except subprocess.TimeoutExpired:
                self.web.kill()
                self.web.wait()

    def web_workers(self) -> list[int]:
        """The processes that answer; their parent only watches them, and is kept up by its own."""
        until, found = time.monotonic() + START, []
        while not found and time.monotonic() < until:
            found = [pid for server in _children(self.web.pid) for pid in _children(server)]
            time.sleep(0 if found else 0.1)
        return found

    def postmaster(self) -> int:
        return int((self.cluster.pgdata / "postmaster.pid").read_text().split("\n")[0])

    def kill_database(self) -> None:
        os.kill(self.postmaster(), signal.SIGKILL)

    def ask(self, sql: str, *values) -> list[tuple]:
        """What is really stored, as the superuser."""
        with self.superuser() as connection:
            return connection.execute(sql, values).fetchall()

    def superuser(self) -> psycopg.Connection:
        address = self.cluster.address(embedded.SUPERUSER, roles.DATABASE)
        return psycopg.connect(address, autocommit=True)


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:  # it ended this moment
        return []


@contextmanager
def house(kind: type[House] = House) -> Iterator[House]:
    """A migrated house with the cast in it; gone afterwards. kind: what it is made as."""
    folder = Path(tempfile.mkdtemp(prefix="kw-"))
    folder.chmod(0o755)
    try:
        with embedded.running(folder) as cluster:
            made = kind(folder, cluster)
            made.run("-m", "kinwork", "database", "migrate", "--mark", "test", login="kw_owner")
            made.run("-c", PEOPLE)
            try:
                yield made
            finally:
                made.close()
    finally:
        with suppress(Exception):
            embedded.Cluster(folder).stop()
        shutil.rmtree(folder, ignore_errors=True)


class Browser:
    """A phone that keeps its cookies and follows nothing by itself."""

    def __init__(self, port: int):
        self.port, self.cookies = port, SimpleCookie()

    def get(self, path: str) -> tuple[int, str, dict[str, str]]:
        return self._send("GET", path)

    def post(self, path: str, **fields: str) -> tuple[int, str, dict[str, str]]:
        """(status, body, headers); (0, why, {}) when no answer came."""
        if "csrftoken" not in self.cookies:
            self.get("/start/")
        token = self.cookies["csrftoken"].value if "csrftoken" in self.cookies else ""
        return self._send("POST", path, urlencode({**fields, "csrfmiddlewaretoken": token}))

    def _send(self, method: str, path: str, body: str = "") -> tuple[int, str, dict[str, str]]:
        head = {"Cookie": "; ".join(f"{key}={one.value}" for key, one in self.cookies.items())}
        if body:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        line = http.client.HTTPConnection(HOST, self.port, timeout=30)
        try:
            line.request(method, path, body or None, head)
            answer = line.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as why:
            return 0, repr(why), {}
        finally:
            line.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        return answer.status, text, {key.lower(): value for key, value in answer.getheaders()}


def field(page: str, name: str) -> str:
    """The value of a hidden field on a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    return found[1] if found else ""
