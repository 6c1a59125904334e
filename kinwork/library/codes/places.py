"""Places as far as rules need them: the state of a ZIP code, and the school ages of a state."""

from datetime import date
from functools import cache

from kinwork.library.codes.tables import table


def state_of(state: str | None, zip_code: str | None) -> str | None:
    """The state as said, else the one the ZIP code tells.

    "" = a ZIP code outside the states whose rules are here; None = not known.
    """
    if state and state.strip():
        return state.strip().upper()
    digits = "".join(c for c in (zip_code or "") if c.isascii() and c.isdigit())
    if len(digits) < 5:
        return None
    return _by_prefix().get(digits[:3], "")


@cache
def _by_prefix() -> dict[str, str]:
    """The state of each first three digits, from spans such as 850-865."""
    found = {}
    for name, spans in table("places")["zip_prefixes"].items():
        for first, _, last in (span.partition("-") for span in spans):
            found |= {f"{n:03}": name for n in range(int(first), int(last or first) + 1)}
    return found


def school_day(state: str | None, year: int) -> date | None:
    """The last birthday that counts for public school in a calendar year, where known."""
    rule = table("places")["school"].get(state or "")
    if rule is None or not 1 <= year <= 9999:
        return None
    month, day = (int(part) for part in rule["turns_by"].split("-"))
    return date(year, month, day)


def must_attend_at(state: str | None) -> int | None:
    """The age at which a child must go to school, where known."""
    rule = table("places")["school"].get(state or "")
    return rule and rule["must_attend_at"]
