"""One typed helper reads every setting from the environment, and remembers what it read.

`READ` is what `kinwork doctor` prints and what docs/reference/settings.md is drawn from.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, kind, default, help, and whether its value is a secret."""

    name: str
    kind: str
    default: Any
    help: str
    secret: bool
    value: Any


READ: dict[str, Setting] = {}
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class BadSetting(Exception):
    """A variable is set to something its kind does not allow."""


def _boolean(text: str) -> bool:
    if text.lower() in TRUE:
        return True
    if text.lower() in FALSE:
        return False
    raise ValueError("write true or false")


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


KINDS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "number": int,
    "boolean": _boolean,
    "words": _words,
}


def env(name: str, kind: str, default: Any, help: str, *, secret: bool = False) -> Any:
    """The value of variable `name`, read as `kind` (text, number, boolean, words).

    Raises BadSetting with one plain sentence when the text cannot be read as that kind.
    """
    raw = os.environ.get(name)
    try:
        value = default if raw is None else KINDS[kind](raw)
    except ValueError as why:
        raise BadSetting(f"{name} is set to {raw!r}, which is not a {kind}: {why}.") from None
    READ[name] = Setting(name, kind, default, help, secret, value)
    return value
