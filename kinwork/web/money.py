"""Amounts as people write them: `$1,200.50`, `1.200,50`, `1200`. A doubtful one is asked back."""

import re
from decimal import Decimal
from unicodedata import digit

LARGEST = Decimal("99999999.99")


class Unclear(ValueError):
    """The amount can be read in no way, or in two. `reason`: words, below zero, large, or two ways."""

    def __init__(self, reason: str, readings: tuple[str, ...] = ()):
        super().__init__(reason)
        self.reason, self.readings = reason, readings


def amount(text: str) -> Decimal:
    """The dollars that `text` says, to the cent. Raises Unclear; never guesses between two readings."""
    plain = _digits(text).replace("$", "").replace(" ", "").replace("\u00a0", "").replace("'", "")
    if re.fullmatch(r"[-−–]\d[\d.,]*", plain):
        raise Unclear("below zero")
    if not re.fullmatch(r"\d[\d.,]*|[.,]\d{1,2}", plain):
        raise Unclear("words")
    value = Decimal(_point_only(plain))
    if value > LARGEST:
        raise Unclear("large")
    return value


def _digits(text: str) -> str:
    return "".join(str(digit(sign, sign)) for sign in text.strip())


def _point_only(plain: str) -> str:
    """`1,200.50` and `1.200,50` as `1200.50`; Unclear when the mark could mean both."""
    marks = [sign for sign in plain if sign in ".,"]
    if not marks:
        return plain
    last = marks[-1]
    whole, _, rest = plain.rpartition(last)
    other = "." if last == "," else ","
    if len(set(marks)) == 2:
        if last in whole or not _grouped(whole, other) or len(rest) > 2:
            raise Unclear("words")
        return f"{whole.replace(other, '')}.{rest or '0'}"
    if len(marks) > 1 or (last == "," and len(rest) == 3):
        if not _grouped(plain, last):
            raise Unclear("words")
        return plain.replace(last, "")
    if len(rest) <= 2:
        return f"{whole or '0'}.{rest or '0'}"
    if len(rest) == 3:
        raise Unclear("two ways", (f"{whole}{rest}", f"{whole}.{rest[:2]}"))
    raise Unclear("words")


def _grouped(text: str, mark: str) -> bool:
    first, *others = text.split(mark)
    return 1 <= len(first) <= 3 and all(len(group) == 3 for group in others)
