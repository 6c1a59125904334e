"""Sensitivity classes, and how names are kept so that they are found again. Plain values only."""

import unicodedata
from datetime import date

# access.md, "Classes": tables are cut by class, so that which field is seen is which row is seen.
CLASSES = (
    "identity",
    "contact",
    "location",
    "household",
    "means",
    "demographics",
    "development",
    "health",
    "sud",
    "safety",
    "education",
    "plan",
    "notes",
)
RELATIONS = ("caregiver", "child", "expected child", "other adult", "other")
NAME_LIMIT = 300
PARTICLES = {"de", "del", "la", "las", "los", "y", "da", "dos", "van", "von", "al", "el", "bin"}


def name_keys(*names: str) -> list[str]:
    """Keys that a name is found by: unaccented, lower case, one per part and one for the whole.

    O'Brien-Nuñez gives obrien, nunez, obriennunez; the same for composed and decomposed letters.
    """
    keys: list[str] = []
    for name in names:
        parts = _parts(name)
        keys += [part for part in parts if part not in PARTICLES] or parts
        if len(parts) > 1:
            keys.append("".join(parts))
    return list(dict.fromkeys(key[:80] for key in keys if key))


def _parts(name: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    plain = plain.replace("'", "").replace("\u2019", "").replace("\u02bc", "")
    return "".join(c if c.isalnum() else " " for c in plain).split()


def initials(given: str, family: str) -> str:
    """For lists that strangers may read over a shoulder: `R. L.`"""
    return " ".join(f"{part[0].upper()}." for part in (given, family) if part)


def possible_birth_date(born: date, today: date) -> bool:
    """No real person is born after today (in the family's own zone) or over 120 years ago."""
    return today.year - 120 <= born.year and born <= today
