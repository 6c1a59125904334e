"""Lines to other servers are locked over a network, or nothing starts (ASVS 12.3.1)."""

import json
import os
import socket
import ssl
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kinwork.common.trouble import Trouble
from kinwork.config import lines, webserver
from tests.security.sources import ROOT

FAR = "postgresql://kw_web:hush@192.0.2.7/kinwork"  # an address that is nobody's


@pytest.fixture(autouse=True)
def nothing_from_outside(monkeypatch):
    for name in ("PGHOST", "PGHOSTADDR", "PGSSLMODE", "PGSSLROOTCERT", "PGSERVICE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://kw_web@/kinwork",
        "postgresql://kw_web@/kinwork?host=/run/postgresql&port=5433",
        "postgresql://kw_web@%2Frun%2Fpostgresql/kinwork",
        "postgresql://kw_web@/kinwork?host=@abstract",
        "postgresql://kw_web@localhost/kinwork",
        "postgresql://kw_web@LOCALHOST:6432/kinwork",
        "postgresql://kw_web@127.0.0.1/kinwork",
        "postgresql://kw_web@127.8.8.8/kinwork",
        "postgresql://kw_web@[::1]:5432/kinwork",
        "postgresql://kw_web@db.example.org/kinwork?sslmode=verify-full",
        "postgresql://kw_web@db.example.org/kinwork?sslmode=verify-full&sslrootcert=system",
        "postgresql://kw_web@db.example.org/kinwork?sslmode=verify-ca&sslrootcert=/etc/ca.pem",
    ],
)
def test_a_database_here_or_behind_a_proven_lock_is_fine(url):
    assert lines.database_holes("DATABASE_URL", url) == []


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://kw_web@db.example.org/kinwork",
        "postgresql://kw_web@192.168.1.5/kinwork",
        "postgresql://kw_web@[fd00::5]/kinwork",
        "postgresql://kw_web@localhost.example.org/kinwork",
        "postgresql://kw_web@127.0.0.1.example.org/kinwork",
        *(
            f"postgresql://kw_web@db.example.org/kinwork?sslmode={mode}"
            for mode in ("disable", "allow", "prefer", "require")
        ),
        "postgresql://kw_web@localhost,db.example.org/kinwork",
        "postgresql://kw_web@localhost/kinwork?host=db.example.org",
        "postgresql://kw_web@localhost/kinwork?hostaddr=192.0.2.7",
        "postgresql://kw_web@/kinwork?service=elsewhere",
        "nonsense://db",
    ],
)
def test_a_database_over_an_open_line_is_refused(url):
    (said,) = lines.database_holes("DATABASE_OWNER_URL", url)
    assert said.startswith("DATABASE_OWNER_URL ")


def test_what_the_driver_takes_from_the_environment_counts(monkeypatch):
    near, far = "postgresql://kw_web@/kinwork", "postgresql://kw_web@db.example.org/kinwork"
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    assert not lines.database_holes("DATABASE_URL", far)
    monkeypatch.setenv("PGSSLMODE", "require")
    monkeypatch.setenv("PGHOST", "db.example.org")
    assert lines.database_holes("DATABASE_URL", near)
    monkeypatch.setenv("PGHOST", "/run/postgresql")
    assert not lines.database_holes("DATABASE_URL", near)


@pytest.mark.parametrize(
    ("host", "starttls", "tls", "may"),
    [
        ("localhost", False, False, True),
        ("127.0.0.1", False, False, True),
        ("::1", False, False, True),
        ("mail.example.org", True, False, True),
        ("mail.example.org", False, True, True),
        ("mail.example.org", False, False, False),
        ("10.0.0.3", False, False, False),
        ("mail.example.org", True, True, False),
    ],
)
def test_letters_leave_by_a_locked_line(host, starttls, tls, may):
    assert (lines.mail_holes(host, starttls=starttls, tls=tls) == []) is may


@pytest.mark.parametrize(
    ("where", "may"),
    [
        ("", True),
        ("clamdscan --no-summary -", True),
        ("unix:/run/clamav/clamd.sock", True),
        ("tcp:127.0.0.1:3310", True),
        ("tcp:[::1]:3310", True),
        ("tcp:scan.example.org:3310", False),
        ("tcp:10.0.0.9:3310", False),
    ],
)
def test_papers_go_to_a_scanner_here(where, may):
    assert (lines.scanner_holes(where) == []) is may


def test_the_mail_servers_certificate_is_checked():
    """Django's client, which sends all letters, makes its lock with the system's authorities."""
    from django.core.mail.backends.smtp import EmailBackend

    lock = EmailBackend(use_tls=True).ssl_context
    assert lock.verify_mode is ssl.CERT_REQUIRED and lock.check_hostname


def test_every_line_is_looked_at_except_in_a_demo(settings):
    settings.DATABASE_URLS = dict.fromkeys(settings.DATABASE_URLS, FAR)
    settings.EMAIL_HOST, settings.SCANNER = "mail.example.org", "tcp:scan.example.org:1"
    settings.TESTING = False
    assert len(lines.holes()) == 5
    with pytest.raises(Trouble, match="DATABASE_URL leads over the network"):
        lines.refuse_open_lines()
    settings.DEMO = True
    assert lines.holes() == []
    settings.DEMO, settings.TESTING = False, True
    assert lines.holes() == []


def kinwork(*words: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "kinwork", *words],
        cwd=ROOT, env={**os.environ, "KINWORK_DEMO": "", **environment},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("verb", ["serve", "worker", "doctor"])
def test_nothing_starts_over_an_open_line(tmp_path, verb):
    """The whole command; nobody is called: the address is nobody's and would be waited for."""
    words = ["serve", "--port", str(webserver.free_port("127.0.0.1", 8860))]
    done = kinwork(
        *(words if verb == "serve" else ["doctor", "--json"] if verb == "doctor" else [verb]),
        DJANGO_SETTINGS_MODULE="kinwork.config.settings",
        KINWORK_DATA=str(tmp_path), KINWORK_SMTP_HOST="mail.example.org", DATABASE_URL=FAR,
        DATABASE_OWNER_URL=FAR, DATABASE_WORKER_URL=FAR,
    )  # fmt: skip
    assert done.returncode == 1
    if verb == "doctor":
        findings = json.loads(done.stdout)["findings"]
        assert sum(one["name"] == "lines" and not one["ok"] for one in findings) == 4
    else:
        assert done.stderr.startswith("DATABASE_URL leads over the network with sslmode=prefer")
        assert len(done.stderr.strip().splitlines()) == 1


# --- between the proxy and us ---


def certificate(folder, name: str) -> webserver.Lock:
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    own, private = folder / f"{name}.pem", folder / f"{name}.key"
    own.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return webserver.Lock(str(own), str(private))


def test_the_server_listens_beyond_this_machine_only_with_a_lock(tmp_path, settings):
    own = certificate(tmp_path, "own")
    webserver.must_be_locked("127.0.0.1", None)
    webserver.must_be_locked("0.0.0.0", own)
    for host in ("0.0.0.0", "::", "192.0.2.7"):
        with pytest.raises(Trouble, match="in the open"):
            webserver.must_be_locked(host, None)
    settings.DEMO = True
    webserver.must_be_locked("0.0.0.0", None)


def test_certificate_and_key_belong_together(tmp_path):
    own = certificate(tmp_path, "own")
    assert webserver.lock("", "") is None and webserver.lock(own.certificate, own.key) == own
    for pair in ((own.certificate, ""), ("", own.key), (own.certificate, "nowhere.key")):
        with pytest.raises(Trouble):
            webserver.lock(*pair)


def spoken(port: int, lock: webserver.Lock, highest: ssl.TLSVersion) -> str | None:
    """The version that client and server agree upon."""
    asking = ssl.create_default_context(cafile=lock.certificate)
    asking.check_hostname, asking.maximum_version = False, highest
    line = socket.create_connection(("127.0.0.1", port), 10)
    with line, asking.wrap_socket(line) as locked:
        return locked.version()


def test_with_a_certificate_the_server_speaks_tls_and_nothing_else(tmp_path):
    own, other = certificate(tmp_path, "own"), certificate(tmp_path, "other")
    port = webserver.free_port("127.0.0.1", 8880)
    said = {**os.environ, "DJANGO_SETTINGS_MODULE": "kinwork.config.settings_test"}
    line = webserver.command("127.0.0.1", port, workers=1, threads=1, lock=own)
    running = subprocess.Popen(line, cwd=ROOT, env=said, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 40
        while not webserver.answers("127.0.0.1", port, own) and time.monotonic() < until:
            assert running.poll() is None
            time.sleep(0.1)
        assert webserver.answers("127.0.0.1", port, own)
        assert not webserver.answers("127.0.0.1", port, other)
        assert not webserver.answers("127.0.0.1", port)
        assert spoken(port, own, ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
        with pytest.raises(ssl.SSLError):
            spoken(port, own, ssl.TLSVersion.TLSv1_2)
    finally:
        running.terminate()
        running.wait(20)
