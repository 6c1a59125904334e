"""Approaches from a file, as `kinwork classify` takes them: JSON or CSV. What is empty is not known.

Errors: BadFile, one plain sentence with the row and the column.
"""

import csv
import io
import json
import re
from collections.abc import Mapping
from typing import Any

from kinwork.library.approaches.rule import Profile
from kinwork.library.approaches.scheme import LOCAL, STATE, Scheme

NAME, LEVEL, ALL = "name", "level", "approaches"
YES_WORDS = frozenset({"yes", "y", "true", "t", "1", "si", "sí", "s", "verdadero"})
NO_WORDS = frozenset({"no", "n", "false", "f", "0", "falso"})
LEVEL_WORDS = {
    "state": STATE,
    "local": LOCAL,
    "estatal": STATE,
    "estado": STATE,
    "statewide": STATE,
}
UNKNOWN_WORDS = frozenset({"", "unknown", "?", "na", "n/a", "null", "desconocido"})
MOST = 100_000
LONGEST = 300
MOST_ROWS = 100_000
Value = bool | int | None


class BadFile(Exception):
    """What is wrong, as one sentence."""


def read(data: bytes, by: Scheme) -> list[Profile]:
    """Every approach of a file: JSON where it begins like JSON, else a table. Errors: BadFile."""
    text = decoded(data)
    if not text.strip():
        raise BadFile("the file is empty.")
    return read_json(text, by) if text.lstrip()[:1] in "[{" else read_csv(text, by)


def decoded(data: bytes) -> str:
    """UTF-8 or UTF-16, with or without the mark at its beginning. Errors: BadFile."""
    coding = "utf-8-sig"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        coding = "utf-16"
    elif b"\0" in data[:2]:
        coding = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
    try:
        text = data.decode(coding)
    except UnicodeDecodeError:
        raise BadFile("this is not text in UTF-8 or UTF-16.") from None
    if "\0" in text:
        raise BadFile("this is not text in UTF-8 or UTF-16.")
    return text


def read_json(text: str, by: Scheme) -> list[Profile]:
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as why:
        place = f"line {why.lineno}, column {why.colno}"
        raise BadFile(f"this is not JSON: {why.msg} in {place}.") from None
    except RecursionError:
        raise BadFile("this is not JSON that we can read: it is nested too deep.") from None
    except ValueError:  # Python reads no whole number of thousands of digits
        raise BadFile("this is not JSON that we can read: a number is too long.") from None
    if isinstance(data, Mapping) and ALL in data:
        strange = [key for key in data if key != ALL]
        if strange:
            raise BadFile(
                f"beside “{ALL}” there is a key “{shown(strange[0])}” that we do not know."
            )
        data = data[ALL]
    rows = [data] if isinstance(data, Mapping) else data
    if not isinstance(rows, list):
        raise BadFile(f"“{ALL}” is no list of approaches.")
    return _profiles([(f"row {number}", one) for number, one in enumerate(rows, 1)], by)


def _once(pairs: list[tuple[str, Any]]) -> dict:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadFile(f"the key “{shown(twice)}” stands twice in one object.")
    return found


def read_csv(text: str, by: Scheme) -> list[Profile]:
    """A row an approach; commas, semicolons or tabs, whichever the first line has."""
    first = text.lstrip("\r\n").partition("\n")[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader if any(one.strip() for one in cells)]
    except csv.Error as why:
        raise BadFile(f"row {reader.line_num}: this is not CSV ({why}).") from None
    if not lines:
        raise BadFile("the file is empty.")
    heads = [_head(one) for one in lines[0][1]]
    while (
        heads and not heads[-1] and all(not "".join(c[len(heads) - 1 :]).strip() for _n, c in lines)
    ):
        heads.pop()
    _whole(heads, by)
    rows = []
    for number, cells in lines[1:]:
        if len(cells) > len(heads) and any(one.strip() for one in cells[len(heads) :]):
            raise BadFile(f"row {number} has {len(cells)} cells; the first line has {len(heads)}.")
        filled = [*cells, *[""] * len(heads)][: len(heads)]
        rows.append((f"row {number}", dict(zip(heads, filled, strict=True))))
    return _profiles(rows, by)


def _head(text: str) -> str:
    return re.sub(r"[\s\-]+", "_", text.strip()).casefold()


def _whole(heads: list[str], by: Scheme) -> None:
    known = columns(by)
    for place, head in enumerate(heads, 1):
        if not head:
            raise BadFile(f"column {place} has no name in the first line.")
        if head not in known:
            raise BadFile(f"there is no column “{shown(head)}”; there is: {', '.join(known)}.")
        if heads.count(head) > 1:
            raise BadFile(f"the column “{head}” stands twice in the first line.")
    if NAME not in heads:
        raise BadFile(f"the column “{NAME}” is missing.")


def columns(by: Scheme) -> list[str]:
    inputs = [one.input for level in by.rules for one in by.asked(level)]
    return [NAME, LEVEL, *dict.fromkeys(inputs)]


def _profiles(rows: list[tuple[str, Any]], by: Scheme) -> list[Profile]:
    if not rows:
        raise BadFile("there is no approach in it.")
    if len(rows) > MOST_ROWS:
        raise BadFile(f"there are {len(rows)} approaches; one file takes {MOST_ROWS}.")
    return [_profile(where, row, by) for where, row in rows]


def _profile(where: str, row: Any, by: Scheme) -> Profile:
    if not isinstance(row, Mapping):
        raise BadFile(
            f"{where} is no approach: it must be an object with its name and its answers."
        )
    known = columns(by)
    for key in row:
        if key not in known:
            raise BadFile(
                f"{where}: there is no column “{shown(key)}”; there is: {', '.join(known)}."
            )
    name = row.get(NAME)
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST:
        raise BadFile(f"{where}, column “{NAME}”: write the name of the approach.")
    numbers = {one.input for one in by.criteria.values() if one.is_number}
    inputs = {
        key: (_number if key in numbers else _truth)(row.get(key), f"{where}, column “{key}”")
        for key in known[2:]
    }
    level = _level(row.get(LEVEL), f"{where}, column “{LEVEL}”")
    return Profile(name.strip(), level, inputs)


def _level(said: Any, where: str) -> str | None:
    text = _plain(said)
    if text in UNKNOWN_WORDS:
        return None
    if text in LEVEL_WORDS:
        return LEVEL_WORDS[text]
    raise BadFile(f"{where}: “{shown(said)}” is neither state nor local.")


def _truth(said: Any, where: str) -> Value:
    if isinstance(said, bool):
        return said
    text = _plain(said)
    if text in UNKNOWN_WORDS:
        return None
    if text in YES_WORDS:
        return True
    if text in NO_WORDS:
        return False
    raise BadFile(f"{where}: “{shown(said)}” is neither yes nor no.")


def _number(said: Any, where: str) -> Value:
    """A whole number; in JSON also a list of names, which are counted once each."""
    if isinstance(said, list) and all(isinstance(one, str) and one.strip() for one in said):
        return len({one.strip().casefold() for one in said})
    if isinstance(said, float) and said.is_integer():
        said = int(said)
    text = "?" if isinstance(said, bool) else _plain(said)
    if not isinstance(said, bool) and text in UNKNOWN_WORDS:
        return None
    if text.isascii() and text.isdigit() and int(text[:9]) <= MOST and len(text) < 10:
        return int(text)
    raise BadFile(f"{where}: “{shown(said)}” is no whole number from 0 to {MOST:,}.")


def _plain(said: Any) -> str:
    """How it is written; what is no single value is its own unknown word, and refused."""
    if said is None:
        return ""
    if isinstance(said, str | int) and not isinstance(said, bool):
        text = str(said).strip().casefold()
        return text[:-2] if re.fullmatch(r"\d+\.0", text) else text
    return repr(said).casefold()


def shown(said: Any) -> str:
    """As much of it as a sentence takes, on one line and without what a terminal would run."""
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False, default=str)
    clean = "".join(one if one.isprintable() else " " for one in text)
    return clean if len(clean) <= 40 else f"{clean[:39]}…"
