"""Values of a file, each read or refused with one sentence that names its place."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

MOST_MONEY = Decimal(10_000_000)
OLDEST = 130
HOURS = 168
LONGEST = 200
HUGE = 10**30


class BadFile(ValueError):
    """A file that cannot be used; the message is one plain sentence with the place."""


def shown(value: object) -> str:
    """A value as it stood in the file, short enough for a sentence."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, list | Mapping):
        return "a list" if isinstance(value, list) else "an object"
    if isinstance(value, Decimal) and not value.is_finite():
        text = f"“{value}”"
    elif isinstance(value, int | Decimal):
        text = str(value) if abs(value) < HUGE else "a very large number"
    else:
        text = f"“{value}”"
    text = "".join(c if c.isprintable() else " " for c in text)
    return text if len(text) <= 42 else text[:40] + "…"


class Place:
    """One object of the file, and where it stands, for sentences."""

    def __init__(self, data: object, where: str, known: set[str]):
        self.where = where
        if not isinstance(data, Mapping):
            raise BadFile(f"{where} must be an object, not {shown(data)}.")
        self.data = data
        for key in data:
            if key not in known:
                raise BadFile(f"{where}: there is no key {shown(key)}{_near(key, known)}")

    def wrong(self, key: str, must: str) -> BadFile:
        return BadFile(f"{self.where}, {key}: {shown(self.data.get(key))} is not {must}.")

    def flag(self, key: str) -> bool | None:
        value = self.data.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return value

    def text(self, key: str) -> str | None:
        value = self.data.get(key)
        if value is not None and not (isinstance(value, str) and value.strip()):
            raise self.wrong(key, "a text")
        return None if value is None else value.strip()

    def number(self, key: str, most: Decimal | int, what: str) -> Decimal | None:
        """A finite number from 0 up to `most`."""
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            raise self.wrong(key, f"a number ({what})")
        number = Decimal(str(value))
        if not number.is_finite():
            raise self.wrong(key, f"a number ({what})")
        if number < 0:
            raise BadFile(f"{self.where}, {key}: {shown(value)} is below zero.")
        if number > most:
            raise BadFile(f"{self.where}, {key}: {shown(value)} is more than {most:,} {what}.")
        return number

    def money(self, key: str) -> Decimal | None:
        amount = self.number(key, MOST_MONEY, "dollars a year")
        return None if amount is None else amount.quantize(Decimal("0.01"))

    def day(self, key: str) -> date | None:
        value = self.text(key) if isinstance(self.data.get(key), str) else self.data.get(key)
        if value is None:
            return None
        try:
            found = date.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.wrong(key, "a date such as 2024-03-01") from None
        if not 1890 <= found.year <= 2200:
            raise self.wrong(key, "a date between 1890 and 2200")
        return found

    def choice(self, key: str, known: Mapping[str, str]) -> str | None:
        value = self.text(key)
        if value is not None and value.casefold() not in known:
            raise self.wrong(key, f"one of {', '.join(dict.fromkeys(known.values()))}")
        return None if value is None else known[value.casefold()]

    def codes(self, key: str, known: set[str]) -> frozenset[str] | None:
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, list):
            raise self.wrong(key, "a list of codes, such as [“snap”, “wic”]")
        for code in value:
            if not isinstance(code, str) or code not in known:
                raise BadFile(
                    f"{self.where}, {key}: {shown(code)} is no help we know{_near(code, known)}"
                )
        return frozenset(value)

    def list_of(self, key: str) -> list:
        value = self.data.get(key)
        if not isinstance(value, list):
            raise self.wrong(key, "a list") if key in self.data else self.lacks(key)
        return value

    def identity(self, key: str = "id") -> str | int:
        value = self.data.get(key)
        if value is None:
            raise self.lacks(key)
        if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
            raise self.wrong(key, "a text or a whole number")
        if isinstance(value, str) and not (value.isprintable() and len(value) <= LONGEST):
            raise self.wrong(key, f"a text of up to {LONGEST} letters that can be printed")
        return value

    def lacks(self, key: str) -> BadFile:
        return BadFile(f"{self.where} has no {key}.")


def _near(key: object, known: set[str]) -> str:
    """A guess at what was meant, if there is one."""
    import difflib

    close = difflib.get_close_matches(str(key), known, 1)
    return f"; did you mean “{close[0]}”?" if close else "."
