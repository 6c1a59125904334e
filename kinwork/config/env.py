"""One typed helper reads every setting from the environment, and remembers what it read.

`READ` is what `kinwork doctor` prints and what docs/reference/settings.md is drawn from. A secret
NAME may stand in a file instead, where the platform's vault puts it: NAME_FILE says which.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kinwork.config.secret import private_text


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


def secret(name: str) -> str | None:
    """The secret `name`: from the environment, or from the file that NAME_FILE names.

    Raises BadSetting in one sentence where both are set or the file cannot be read, Exposed where
    others can read it too.
    """
    place = os.environ.get(f"{name}_FILE")
    if not place:
        return os.environ.get(name)
    if os.environ.get(name):
        raise BadSetting(f"{name} and {name}_FILE are both set: leave one.")
    try:
        found = private_text(Path(place))
    except (OSError, UnicodeDecodeError) as why:
        said = getattr(why, "strerror", None) or "it is no text"
        raise BadSetting(f"{name}_FILE names {place}, which cannot be read: {said}.") from None
    if not found:
        raise BadSetting(f"{name}_FILE names {place}, which is empty.")
    return found


def from_file(name: str) -> bool:
    """Does the secret `name` come from a file?"""
    return bool(os.environ.get(f"{name}_FILE"))


def env(name: str, kind: str, default: Any, help: str, *, is_secret: bool = False) -> Any:
    """The value of variable `name`, read as `kind` (text, number, boolean, words).

    Raises BadSetting with one plain sentence when the text cannot be read as that kind.
    """
    raw = secret(name) if is_secret else os.environ.get(name)
    try:
        value = default if raw is None else KINDS[kind](raw)
    except ValueError as why:
        shown, said = ("something", "") if is_secret else (repr(raw), f": {why}")
        raise BadSetting(f"{name} is set to {shown}, which is not a {kind}{said}.") from None
    READ[name] = Setting(name, kind, default, help, is_secret, value)
    return value
