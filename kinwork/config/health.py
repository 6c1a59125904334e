"""Is this installation whole? Findings for `kinwork doctor`, and what refuses to start."""

import os
import smtplib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kinwork.common.trouble import Trouble
from kinwork.config.secret import is_strong

VENDOR = Path(__file__).resolve().parent.parent / "web" / "static" / "vendor"
LOCALE = Path(__file__).resolve().parent.parent / "locale"
NOT_PREPARED = "The database is not prepared: run `kinwork database migrate` first."


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `ok` false makes the doctor end with 1."""

    name: str
    ok: bool
    says: str


def marks(url: str) -> list[str]:
    """What the database at `url` (the web login's) says it is for: demo, test, or nothing."""
    import psycopg

    with psycopg.connect(url, connect_timeout=10) as connection:
        connection.execute("SET ROLE kw_app")
        return [kind for (kind,) in connection.execute("SELECT kind FROM common_databasemark")]


def refuse_to_start(url: str) -> None:
    """Trouble when real people would meet a demo's database or one-click sign-in, or when the
    database is not migrated."""
    import psycopg

    demo, https = _is_on("KINWORK_DEMO"), _is_on("KINWORK_HTTPS")
    try:
        found = marks(url)
    except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege):
        raise Trouble(NOT_PREPARED) from None
    if found and not demo:
        raise Trouble(
            f"This database is marked as a {found[0]} database, where clocks can be set by hand: "
            "use another one for real families, or set KINWORK_DEMO."
        )
    if demo and not found:
        raise Trouble(
            "KINWORK_DEMO is on, but this database is not marked as a demo's: unset KINWORK_DEMO, "
            "or make a demo with `make demo`."
        )
    if demo and https:
        raise Trouble(
            "KINWORK_DEMO is on together with KINWORK_HTTPS: a demo lets everybody in with one "
            "click. Unset KINWORK_DEMO."
        )
    key = key_finding(demo)
    if not key.ok:
        raise Trouble(key.says)
    from kinwork.config.walls import refuse_over_holes

    refuse_over_holes()


def _is_on(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def login_findings() -> list[Finding]:
    """Is the server one we know, and the web login as powerless as it must be?"""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, "
            "EXISTS (SELECT FROM pg_tables t WHERE schemaname = 'public' AND tableowner = rolname) "
            "FROM pg_roles WHERE rolname = current_user"
        )
        login, superuser, bypass, owner = cursor.fetchone()
    powers = [
        word
        for word, has in (
            ("is a superuser", superuser),
            ("bypasses row-level security", bypass),
            ("owns tables", owner),
        )
        if has
    ]
    return [
        Finding("database", 15 <= int(version.split(".")[0]) <= 18, f"PostgreSQL {version}"),
        Finding(
            "web login",
            not powers,
            f"{login} {' and '.join(powers) or 'may only switch to its role'}",
        ),
    ]


def wall_findings() -> list[Finding]:
    """Each hole in the walls; one line when they stand."""
    from kinwork.config.walls import holes

    found = [Finding("walls", False, hole) for hole in holes()]
    return found or [Finding("walls", True, "every table guarded, every role powerless enough")]


def migration_finding() -> Finding:
    """Does the database have every migration of the code?"""
    from django.db import connection, transaction

    from kinwork.config.migrating import pending

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE kw_app")
        missing = pending()
    says = f"{len(missing)} not applied: run `kinwork database migrate`" if missing else "all there"
    return Finding("migrations", not missing, says)


def standstill_finding() -> Finding:
    """Later work that nothing tries again, and clocks that keep failing: a person has to look."""
    from kinwork.common.acting import acting_as
    from kinwork.common.actor import OPERATOR
    from kinwork.trust.access.standstill import CLOCKS, JOBS, standing

    with acting_as(OPERATOR):
        found = standing()
    if not found:
        return Finding("work by itself", True, "nothing failed for good")
    jobs, clocks = (sum(one.count for one in found if one.kind == kind) for kind in (JOBS, CLOCKS))
    kinds = ", ".join(f"{one.count} {one.name} ({one.error or 'unknown'})" for one in found)
    says = f"{jobs} jobs failed for good, {clocks} clocks keep failing: {kinds}; see /standstill/"
    return Finding("work by itself", False, says)


def demo_finding(url: str, demo: bool) -> Finding:
    """A database marked as demo serves a demo only, and the other way round."""
    found = marks(url)
    if found and not demo:
        return Finding("demo mark", False, f"marked as {found[0]}, but KINWORK_DEMO is off")
    if demo and not found:
        return Finding("demo mark", False, "KINWORK_DEMO is on, but the database is no demo's")
    return Finding("demo mark", True, "a demo" if demo else "a real installation")


def mail_finding(host: str, port: int, demo: bool) -> Finding:
    """Does the SMTP server let us in as the settings say, its certificate checked?

    (The demo's own runs only while the demo does.)
    """
    from django.core.mail import get_connection

    try:
        with get_connection():
            return Finding("mail", True, f"{host}:{port} answers")
    except (OSError, ValueError, smtplib.SMTPException) as why:
        return Finding("mail", demo, f"{host}:{port} does not answer ({why})")


def key_finding(demo: bool) -> Finding:
    """Everything that is signed or locked is as strong as the weakest key that opens it."""
    from django.conf import settings

    from kinwork.common.digests import METHODS

    if not settings.DIGESTS or not set(settings.DIGESTS) <= set(METHODS):
        methods = ", ".join(METHODS)
        return Finding("secret key", False, f"KINWORK_DIGESTS may name {methods}; one at least.")
    weak = [
        one for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS) if not is_strong(one)
    ]
    if not weak:
        return Finding("secret key", True, "long enough")
    return Finding(
        "secret key",
        demo,
        "A secret key (KINWORK_SECRET_KEY or an older one) is too short or too plain: make one with"
        " `openssl rand -base64 48`, or leave it out and one is made.",
    )


def breached_finding(place: str, demo: bool) -> Finding:
    """A list of stolen passwords: none, one that can be used, or one that cannot."""
    from kinwork.accounts.breached import is_such_a_file

    if not place:
        return Finding("stolen passwords", demo, "no list of them: set KINWORK_BREACHED_PASSWORDS")
    if is_such_a_file(Path(place)):
        return Finding("stolen passwords", True, "those of the list are refused")
    return Finding(
        "stolen passwords", False, f"{place} is no sorted list of SHA-1 digests in capitals"
    )


def scanner_finding(scanner: str, demo: bool) -> Finding:
    """Without a scanner papers are made anew, which leaves nothing that acts, but not scanned."""
    if scanner:
        return Finding("virus scanner", True, "papers wait until it says that they are clean")
    return Finding("virus scanner", demo, "none looks at papers: set KINWORK_SCANNER")


def parts_finding(demo: bool) -> Finding:
    """Are the parts of others that run here as new as SECURITY.md promises?"""
    from kinwork.config import parts

    says = f"brought up to date on {parts.UPDATED}; known faults: `kinwork parts --faults FOLDER`"
    return Finding("parts", demo or parts.is_current(datetime.now(UTC).date()), says)


def line_findings() -> list[Finding]:
    """Each line to another server that is open; one line when all are locked."""
    from kinwork.config.lines import holes

    found = [Finding("lines", False, hole) for hole in holes()]
    return found or [Finding("lines", True, "nothing leaves this machine in the open")]


def text_finding(demo: bool) -> Finding:
    """A gateway of texts whose keys are all set; none at all is a choice, and said."""
    from django.conf import settings

    if settings.WEBHOOK_INSIDE and not demo:
        return Finding("texts", False, "KINWORK_WEBHOOK_INSIDE is on: agencies may call inside")
    if not settings.SMS_URL:
        return Finding("texts", True, "none are sent: KINWORK_SMS_URL is not set")
    keys = {
        "KINWORK_SMS_KEY": settings.SMS_KEY,
        "KINWORK_SMS_SIGNING_KEY": settings.SMS_SIGNING_KEY,
        "KINWORK_SMS_FROM": settings.SMS_FROM,
    }
    missing = [name for name, value in keys.items() if not value]
    if missing:
        return Finding("texts", False, f"a gateway is set, but not {', '.join(missing)}")
    if not demo and not is_strong(settings.SMS_SIGNING_KEY):
        return Finding("texts", False, "KINWORK_SMS_SIGNING_KEY is too short or too plain")
    return Finding("texts", True, "the gateway and its keys are set")


def file_findings() -> list[Finding]:
    """Front-end files and compiled translations."""
    sheet = (VENDOR / "uswds" / "css" / "uswds.min.css").exists()
    spanish = (LOCALE / "es" / "LC_MESSAGES" / "django.mo").exists()
    return [
        Finding("front-end files", sheet, "there" if sheet else "missing: run `make install`"),
        Finding("translations", spanish, "compiled" if spanish else "missing: run `make install`"),
    ]
