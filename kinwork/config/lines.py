"""Lines to other servers: over a network they are encrypted, and the other end shows who it is.

A socket of this machine and its loopback need no lock. Those of a demo and of tests
are not looked at.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from psycopg import Error, pq

from kinwork.common.trouble import Trouble

PROVEN = ("verify-full", "verify-ca")  # of libpq's sslmode: the server's certificate is checked


def is_here(host: str) -> bool:
    """Is `host` this very machine: its loopback, or a socket in a folder (or libpq's `@`)?"""
    name = host.strip("[]").lower()
    if name == "localhost" or name.startswith(("/", "@")):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def database_holes(name: str, url: str) -> list[str]:
    """What is open on the way to the database at `url`, the value of variable `name`.

    Read as the driver reads it: PGHOST, PGSSLMODE and the like count where `url` is silent.
    """
    try:
        said = {option.keyword: option.val for option in pq.Conninfo.parse(url.encode())}
    except Error:
        return [f"{name} is no address of a database."]
    told = {
        option.keyword.decode(): (said[option.keyword] or option.val or b"").decode()
        for option in pq.Conninfo.get_defaults()
    }
    if told["service"]:
        return [f"{name} leans on a service file: write host and sslmode into the address itself."]
    hosts = [host for word in ("host", "hostaddr") for host in told[word].split(",") if host]
    if all(is_here(host) for host in hosts) or told["sslmode"] in PROVEN:
        return []
    return [
        f"{name} leads over the network with sslmode={told['sslmode'] or 'prefer'}, which does not"
        " prove who answers: add ?sslmode=verify-full (and sslrootcert=FILE for an authority of"
        " your own)."
    ]


def mail_holes(host: str, *, starttls: bool, tls: bool) -> list[str]:
    """What is open on the way to the mail server. Django's own client checks its certificate."""
    if starttls and tls:
        return ["KINWORK_SMTP_TLS and KINWORK_SMTP_SSL are two ways to one lock: choose one."]
    if is_here(host) or starttls or tls:
        return []
    return [
        "KINWORK_SMTP_HOST lies across the network, and letters would go there in the open: set"
        " KINWORK_SMTP_TLS=true (port 587) or KINWORK_SMTP_SSL=true (port 465)."
    ]


def scanner_holes(where: str) -> list[str]:
    """clamd speaks in the open only: papers go to one on this machine."""
    if not where.startswith("tcp:") or is_here(where.removeprefix("tcp:").rpartition(":")[0]):
        return []
    return [
        "KINWORK_SCANNER lies across the network, and papers would go there in the open: use"
        " unix:/path, tcp:127.0.0.1:PORT, or a command."
    ]


def text_holes(url: str) -> list[str]:
    """Numbers and our key go to the gateway of texts: over TLS."""
    told = urlsplit(url)
    if (
        not url
        or told.scheme == "https"
        or (told.scheme == "http" and is_here(told.hostname or ""))
    ):
        return []
    return [
        "KINWORK_SMS_URL would send families' numbers in the open: it begins with https:// unless the"
        " gateway is on this machine."
    ]


def listening_holes(host: str, certificate: str | None) -> list[str]:
    """What is open between the proxy and the server that listens on `host`."""
    if is_here(host) or certificate:
        return []
    return [
        f"Pages would go from {host} to the proxy in the open: listen on 127.0.0.1, or name"
        " --certificate and --key."
    ]


def holes() -> list[str]:
    """Every open line that the settings lead over; none in a demo, nor under the tests' settings."""
    from django.conf import settings

    if settings.DEMO or getattr(settings, "TESTING", False):
        return []
    names = {"kw_owner": "DATABASE_OWNER_URL", "kw_worker": "DATABASE_WORKER_URL"}
    return [
        *(
            hole
            for login, url in settings.DATABASE_URLS.items()
            if url
            for hole in database_holes(names.get(login, "DATABASE_URL"), url)
        ),
        *mail_holes(
            settings.EMAIL_HOST, starttls=settings.EMAIL_USE_TLS, tls=settings.EMAIL_USE_SSL
        ),
        *scanner_holes(settings.SCANNER),
        *text_holes(settings.SMS_URL),
    ]


def refuse_open_lines() -> None:
    """Trouble that names the first open line."""
    if found := holes():
        raise Trouble(found[0])
