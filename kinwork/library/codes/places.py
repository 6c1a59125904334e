"""Places as far as rules need them: the state of a ZIP code, and the school ages of a state."""

from datetime import date

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
    for name, prefixes in table("places")["zip_prefixes"].items():
        if digits[:3] in prefixes:
            return name
    return ""


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
