"""One value at a time: read it as its HSDS kind, mending what is certain. Pure.

Each reader takes the text of a cell and gives (value, note): note is None, or a short code of
what was mended. Raises Bad with a reason code when the value cannot be read without guessing.
"""

import math
import re
from datetime import UTC, date, datetime
from uuid import UUID

from kinwork.interop.hsds.codes import GARBLED, MONTHS


class Bad(Exception):
    """reason: a code of mapping.REASONS."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


Read = tuple[object, str | None]
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.I)
_HOST = re.compile(r"^[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?$")
_EMAIL = re.compile(r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+$")
_TIME = re.compile(
    r"^(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?\s*([ap])?\.?(?:m\.?)?(Z|[+-]\d\d:?\d\d)?$", re.I
)
_ISO_DATE = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_SLASHED = re.compile(r"^(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})$")
_NAMED = re.compile(r"^(?:(\d{1,2})\s+([A-Za-z]+)\.?,?|([A-Za-z]+)\.?\s+(\d{1,2}),?)\s+(\d{4})$")
_LITERAL = {"\\r\\n": "\n", "\\n": "\n", "\\r": "\n", "\\t": " "}
ORDERS = ("mdy", "dmy")


def text(value: str, *, legacy: bool = False) -> Read:
    """legacy: old exports write line breaks as backslash-n and garble typographic quotes."""
    note = None
    if legacy and "\\" in value:
        for old, new in _LITERAL.items():
            if old in value:
                value, note = value.replace(old, new), "line_breaks"
    if legacy and "GÇ" in value:
        for old, new in GARBLED.items():
            value = value.replace(old, new)
        note = "garbled"
    return value.strip("\n ") if legacy else value, note


def uri(value: str) -> Read:
    if " " in value.strip():
        raise Bad("bad_url")
    if _SCHEME.match(value) and not _HOST.match(value):
        if "://" in value or value.lower().startswith(("mailto:", "tel:", "urn:")):
            return value, None
        raise Bad("bad_url")
    if _HOST.match(value):
        return "http://" + value, "url_scheme"
    raise Bad("bad_url")


def email(value: str) -> Read:
    bare = value.removeprefix("mailto:").strip(" .;,")
    if not _EMAIL.match(bare) or len(bare) > 254:
        raise Bad("bad_email")
    return bare, None if bare == value else "email"


def number(value: str) -> Read:
    if not value.isascii():
        raise Bad("bad_number")
    note = None
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", value):
        value, note = value.replace(",", ""), "thousands"
    try:
        found = float(value)
    except ValueError:
        raise Bad("bad_number") from None
    if not math.isfinite(found) or "_" in value:
        raise Bad("bad_number")
    return found, note


def integer(value: str) -> Read:
    found, note = number(value)
    if found != int(found) or not 0 <= found < 32768:
        raise Bad("bad_number")
    return int(found), note


def boolean(value: str) -> Read:
    word = value.lower()
    if word in ("true", "t", "yes", "y", "1"):
        return True, None
    if word in ("false", "f", "no", "n", "0"):
        return False, None
    raise Bad("bad_boolean")


def uuid(value: str) -> Read:
    try:
        return UUID(value), None
    except ValueError:
        raise Bad("bad_id") from None


def time(value: str) -> Read:
    """`8:00am`, `8am`, `17:00`, `17:00:00`, `noon` as HH:MM; seconds and zone stay when given."""
    word = value.strip().lower()
    if word in ("noon", "midnight"):
        return ("12:00" if word == "noon" else "00:00"), "time"
    match = _TIME.match(value.strip()) if value.isascii() else None
    if not match or (match[2] is None and match[4] is None):
        raise Bad("bad_time")
    hour, minute = int(match[1]), int(match[2] or 0)
    half = (match[4] or "").lower()
    if half and not 1 <= hour <= 12:
        raise Bad("bad_time")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or minute > 59 or int(match[3] or 0) > 59 or (hour == 24 and minute):
        raise Bad("bad_time")
    zone = (match[5] or "").upper()
    found = f"{hour:02}:{minute:02}" + (f":{match[3]}" if match[3] else "") + zone
    return found, None if found == value else "time"


def day(value: str, order: str = "") -> Read:
    """A calendar date. ISO is read as it stands; 03/04/2021 only when `order` (mdy, dmy) was said
    for the whole import, never row by row; a bare number (a spreadsheet's serial) never."""
    value = value.strip()
    if not value.isascii():
        raise Bad("bad_date")
    if re.fullmatch(r"\d{1,6}(\.\d+)?", value):
        raise Bad("serial_date")
    iso = _ISO_DATE.match(value)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3])), None if len(value) == 10 else "date"
    stamp = re.match(r"^(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d", value)
    if stamp:
        return _date(*map(int, stamp[1].split("-"))), "date"
    named = _NAMED.match(value)
    if named:
        month = MONTHS.get((named[2] or named[3]).lower())
        if not month:
            raise Bad("bad_date")
        return _date(int(named[5]), month, int(named[1] or named[4])), "date"
    return _slashed(value, order), "date"


def _slashed(value: str, order: str) -> date:
    match = _SLASHED.match(value)
    if not match:
        raise Bad("bad_date")
    a, b, c = (int(part) for part in match.groups())
    if len(match[1]) == 4:
        return _date(a, b, c)
    if len(match[3]) != 4:
        raise Bad("ambiguous_date")
    if order == "mdy":
        return _date(c, a, b)
    if order == "dmy":
        return _date(c, b, a)
    raise Bad("ambiguous_date")


def _date(year: int, month: int, day_: int) -> date:
    if not 1900 <= year <= 2200 or (year, month, day_) == (1900, 1, 0):
        raise Bad("bad_date")
    try:
        return date(year, month, day_)
    except ValueError:
        raise Bad("bad_date") from None


def moment(value: str, order: str = "") -> Read:
    """A date or a date-time that stays text."""
    if re.match(r"^\d{4}-\d\d-\d\d[T ]", value):
        instant(value)
        return value, None
    found, note = day(value, order)
    return found.isoformat(), note


def instant(value: str, order: str = "") -> Read:
    """A date-time; without a zone it is taken as UTC and noted."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value) or not re.match(r"^\d{4}-\d\d-\d\d[T ]", value):
        found, _ = day(value, order)
        return datetime(found.year, found.month, found.day, tzinfo=UTC), "date"
    try:
        found = datetime.fromisoformat(value.replace("Z", "+00:00").replace("z", "+00:00"))
    except ValueError:
        raise Bad("bad_date") from None
    if not 1900 <= found.year <= 2200:
        raise Bad("bad_date")
    if found.tzinfo is None:
        return found.replace(tzinfo=UTC), "no_zone"
    return found, None


READERS = {
    "uri": uri,
    "email": email,
    "number": number,
    "integer": integer,
    "boolean": boolean,
    "uuid": uuid,
    "time": time,
}
DATED = {"date": day, "datetime": instant, "moment": moment}
