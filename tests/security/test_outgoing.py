"""Web server and worker call whom the settings name, and nobody else (ASVS 13.2.5)."""

import ast
import json
import os
import subprocess
import sys
import textwrap
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from kinwork.config import outgoing
from kinwork.config.sign_on import Agency
from tests.security.sources import ROOT


@contextmanager
def somebody():
    """A server of the loopback that would answer everybody; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(204)
            self.end_headers()

        def log_message(self, *words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def says(code: str, *arguments: object) -> str:
    """What a process of its own prints: a hook cannot be taken out again."""
    told = {**os.environ, "DJANGO_SETTINGS_MODULE": "kinwork.config.settings_test"}
    for name in outgoing.PROXIES:
        told.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        cwd=ROOT, env=told, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


WAYS = {
    "http": "import http.client as h; h.HTTPConnection(HOST, PORT, timeout=5).request('GET', '/')",
    "requests": "import requests; requests.get(f'http://{HOST}:{PORT}/', timeout=5)",
    "urllib": "import urllib.request as u; u.urlopen(f'http://{HOST}:{PORT}/', timeout=5)",
    "smtplib": "import smtplib; smtplib.SMTP(HOST, PORT, timeout=1, local_hostname='x')",
    "a plain socket": "import socket as s; s.create_connection((HOST, PORT), 5)",
    "a bare socket": "import socket as s; s.socket().connect((HOST, PORT))",
    "a letter without a line": "import socket as s; s.socket(type=s.SOCK_DGRAM)"
    ".sendto(b'x', (HOST, PORT))",
    "a look-up": "import socket as s; s.getaddrinfo(HOST, PORT)",
    "another loop": "import asyncio; asyncio.run(asyncio.open_connection(HOST, PORT))",
}


def outcomes(port: int, listed: str) -> dict[str, str]:
    """What becomes of each way in a process whose list is `listed`."""
    code = """
        import json, sys
        from kinwork.config.outgoing import NotListed, install
        HOST, PORT = "127.0.0.1", int(sys.argv[1])
        install(frozenset({sys.argv[2]}))
        found = {}
        for way, line in json.loads(sys.argv[3]).items():
            found[way] = "went through"
            try:
                exec(line, {"HOST": HOST, "PORT": PORT})
            except BaseException as why:
                while why and not isinstance(why, NotListed):
                    why = why.__cause__ or why.__context__
                found[way] = "refused" if why else "went through"
        print(json.dumps(found))
    """
    return json.loads(says(code, port, listed, json.dumps(WAYS)))


def test_whatever_calls_a_stranger_is_refused():
    """The same calls go through where the list has the name, so the refusal is the list's."""
    with somebody() as port:
        assert outcomes(port, "mail.example.org") == dict.fromkeys(WAYS, "refused")
        assert outcomes(port, "127.0.0.1") == dict.fromkeys(WAYS, "went through")


def test_a_listed_name_may_be_looked_up_and_connected_to():
    code = """
        import socket, sys
        from kinwork.config.outgoing import install
        install(frozenset({"localhost"}))
        socket.create_connection(("localhost", int(sys.argv[1])), 5).close()
        one, other = socket.socketpair()
        one.send(b"x")
        print("through")
    """
    with somebody() as port:
        assert says(code, port) == "through"


def test_the_web_server_has_the_list():
    """What granian serves, imported as granian does."""
    code = """
        import socket, sys
        import kinwork.config.wsgi
        from kinwork.config.outgoing import NotListed
        try:
            socket.create_connection(("192.0.2.7", 80), 5)
        except NotListed:
            print("refused")
    """
    assert says(code) == "refused"


def test_the_worker_has_it_before_it_works():
    tree = ast.parse((ROOT / "kinwork" / "cli" / "worker.py").read_text())
    order = [ast.unparse(one.func) for one in ast.walk(tree) if isinstance(one, ast.Call)]
    lines = {
        ast.unparse(one.func): one.lineno for one in ast.walk(tree) if isinstance(one, ast.Call)
    }
    assert "install" in order and lines["install"] < lines["work"]


def test_the_list_is_made_of_the_settings(settings, monkeypatch):
    for name in (*outgoing.PROXIES, *outgoing.DRIVERS):
        monkeypatch.delenv(name, raising=False)
    settings.EMAIL_HOST, settings.SCANNER = "Mail.example.org", "tcp:[::1]:3310"
    settings.SIGN_ON = [
        Agency("clinic", "Clinic", "https://login.clinic.example/x", "kinwork", "hush",
               ("clinic.example",), "https://signin.clinic.example", calls=("keys.example",)),
    ]  # fmt: skip
    settings.DATABASE_URLS = {
        "kw_web": "postgresql://kw_web@db.example.org/kinwork",
        "kw_owner": "postgresql://kw_owner@/kinwork?host=one.example,two.example",
        "kw_worker": "",
    }
    assert outgoing.listed() == {
        "mail.example.org", "::1", "login.clinic.example", "keys.example", "db.example.org",
        "one.example", "two.example",
    }  # fmt: skip
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    assert "proxy.example" in outgoing.listed()
