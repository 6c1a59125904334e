"""What people paste: kept as typed, except for signs nobody can see and no database can hold."""

import re

NUL_AND_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Zero-width joiners stay: emoji and several scripts are spelled with them.
UNSEEN = re.compile("[\u200b\u2060\ufeff\u202d\u202e]")


def tidy(text: str) -> tuple[str, bool]:
    """`text` without control and invisible characters, and whether any was taken out."""
    clean = UNSEEN.sub("", NUL_AND_CONTROLS.sub("", text))
    return clean, clean != text
