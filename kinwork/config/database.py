"""Where the database is: a given address, or the embedded server's socket."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from kinwork.config import embedded


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


def database(url: str, data_dir: Path, *, login: str = "kw_web", pool: bool) -> dict:
    """Django's settings for `url`, or for the embedded server below `data_dir` as `login`.

    With `pool` the driver keeps up to 8 connections a process open; READ COMMITTED always,
    because the access rule's clock is the statement's (docs/explanation/access.md).
    """
    settings = parse(url or embedded.address(data_dir, login=login))
    settings["CONN_MAX_AGE"] = 0
    if pool:
        settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    return settings
