"""Where the database is: a given address, or the embedded server's socket."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from kinwork.config import embedded
from kinwork.config.env import BadSetting

# A statement that comes again is planned once a connection, for row-level security makes planning dear.
# A pooler that hands out another server connection for each transaction cannot keep plans
# (KINWORK_PREPARE=false).
PREPARED = {"server_side_binding": True, "prepare_threshold": 2}
# reconnect_timeout: the pool waits twice as long after each failure; short, so that after a long
# absence the next request tries at once.
POOL = {"min_size": 1, "max_size": 8, "timeout": 5, "reconnect_timeout": 2}


def parse(url: str) -> dict:
    """`postgresql://user:password@host:port/name?sslmode=...` as Django's database settings."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("a database address starts with postgresql://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }


def database(
    urls: dict[str, str], data_dir: Path, *, login: str, pool: bool, prepare: bool
) -> dict:
    """Django's settings for `login`: at its address in `urls`, or on the embedded server.

    With `pool` the driver keeps up to 8 connections a process open, with `prepare` the plans of
    statements; READ COMMITTED always, because the access rule's clock is the statement's
    (docs/explanation/access.md).
    """
    settings = parse(_address(urls, data_dir, login))
    settings["CONN_MAX_AGE"] = 0
    if login == "kw_worker":  # the queue's own connections never pass through `acting_as`
        settings["OPTIONS"]["options"] = "-c role=kw_task"
    if prepare:
        settings["OPTIONS"] |= PREPARED
    if pool:
        settings["OPTIONS"]["pool"] = POOL
        settings["CONN_HEALTH_CHECKS"] = True  # one left from before a restart is replaced unseen
    return settings


def _address(urls: dict[str, str], data_dir: Path, login: str) -> str:
    if login not in urls:
        raise BadSetting(f"KINWORK_LOGIN is {login!r}; it can be {', '.join(urls)}.")
    if not urls["kw_web"]:
        return embedded.address(data_dir, login=login)
    if not urls[login]:
        name = {"kw_owner": "DATABASE_OWNER_URL", "kw_worker": "DATABASE_WORKER_URL"}[login]
        raise BadSetting(f"DATABASE_URL is set, but {name} is not: this command needs both.")
    return urls[login]
