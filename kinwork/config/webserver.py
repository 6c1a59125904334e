"""The web server's command line, its port, and its static files."""

import socket
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path

from kinwork.common.trouble import Trouble
from kinwork.config.sources import fingerprint

STATIC = ("*/static/**/*", "*/*/static/**/*", "config/settings.py")
SETTLE = 60


@dataclass(frozen=True)
class Lock:
    """The server's own certificate (PEM, with its chain) and key (PEM, PKCS#8), as files."""

    certificate: str
    key: str


def command(
    host: str, port: int, *, workers: int = 2, threads: int = 4, lock: Lock | None = None
) -> list[str]:
    """granian serving the site by WSGI: processes that keep no state, each with some threads.

    HTTP/1.1 alone: a proxy and we must never read two different ends of one message.
    """
    locked = ["--ssl-certificate", lock.certificate, "--ssl-keyfile", lock.key] if lock else []
    return [
        *[sys.executable, "-m", "granian", "--interface", "wsgi"],
        *["--host", host, "--port", str(port), "--http", "1", "--no-ws", "--log-level", "warning"],
        *["--workers", str(workers), "--blocking-threads", str(threads)],
        *["--respawn-failed-workers", "--workers-kill-timeout", "5"],
        *locked,
        "kinwork.config.wsgi:application",
    ]


def lock(certificate: str, key: str) -> Lock | None:
    """The two files as a Lock; none without them. Trouble where one is missing."""
    if bool(certificate) != bool(key):
        raise Trouble("--certificate and --key belong together: name both.")
    for path in (certificate, key):
        if path and not Path(path).is_file():
            raise Trouble(f"{path} is not there.")
    return Lock(certificate, key) if certificate else None


def must_be_locked(host: str, lock: Lock | None) -> None:
    """Trouble when real pages would travel from `host` to the proxy in the open."""
    from django.conf import settings

    from kinwork.config.lines import listening_holes

    found = listening_holes(host, lock and lock.certificate)
    if found and not settings.DEMO:
        raise Trouble(found[0])


def is_free(host: str, port: int) -> bool:
    """Could a server listen there now?"""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError:
            raise Trouble(
                f"Port {port} is for the system's own servers: choose one above 1023 with --port."
            ) from None
        except OSError:
            return False
    return True


def free_port(host: str, wanted: int) -> int:
    """`wanted`, or the next of 50 that is free."""
    for port in range(wanted, wanted + 50):
        if is_free(host, port):
            return port
    raise Trouble(f"Ports {wanted} to {wanted + 49} are all in use: name a free one with --port.")


def must_be_free(host: str, port: int) -> None:
    """Trouble in one sentence when somebody else listens on `port`."""
    if not is_free(host, port):
        raise Trouble(
            f"Port {port} is in use by another program: stop that one, or choose another with --port."
        )


def _only(lock: Lock) -> ssl.SSLContext:
    """Trusts the certificate in the file of `lock` and no other, whatever name it carries."""
    context = ssl.create_default_context(cafile=lock.certificate)
    context.check_hostname = False  # we ask by the number we listen on
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


def answers(host: str, port: int, lock: Lock | None = None) -> bool:
    """Does the site answer a request, whatever it says?"""
    if lock:
        connection = HTTPSConnection(host, port, timeout=10, context=_only(lock))
    else:
        connection = HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        connection.getresponse().read()
        return True
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def wait_until_it_answers(host: str, port: int, running, lock: Lock | None = None) -> bool:
    """True once the site answers; False when somebody asked to stop before.

    Raises Trouble when the server ended by itself or took over a minute.
    """
    until = time.monotonic() + SETTLE
    while not answers(host, port, lock):
        if running.asked_to_stop:
            return False
        if running.ended():
            raise Trouble("The web server could not start; what it said stands above.")
        if time.monotonic() > until:
            raise Trouble("The web server does not answer after a minute.")
        time.sleep(0.1)
    return True


def collect_static(data_dir: Path, tell) -> None:
    """Gather, name by content and compress the static files, when any has changed."""
    mark = fingerprint(STATIC, str(data_dir))
    stamp = data_dir / "static" / "made-from"
    if stamp.exists() and stamp.read_text() == mark:
        return
    tell("gathering style sheets, scripts and pictures")
    code = (
        "import django; django.setup(); from django.core.management import call_command; "
        "call_command('collectstatic', '--noinput', '--clear', verbosity=0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    if done.returncode:
        raise Trouble(f"The static files could not be gathered.\n{done.stderr[-2000:]}")
    stamp.write_text(mark)
