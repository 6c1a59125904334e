"""Identifiers: random UUIDs made in Python, so that no sequence tells how many rows there are."""

import secrets
import uuid

# No I, L, O, U, 0, 1: nobody has to spell a letter that looks like another.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


def new_id() -> uuid.UUID:
    """A fresh random UUID (version 4)."""
    return uuid.uuid4()


def new_code(length: int = 14) -> str:
    """A code that a family can write down: `length` letters of 30, 68 bits at 14."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def spaced(code: str, every: int = 4) -> str:
    """`ABCDEFGH` as `ABCD-EFGH`, for reading aloud."""
    return "-".join(code[start : start + every] for start in range(0, len(code), every))


def unspaced(text: str) -> str:
    """What somebody typed, brought back to the letters of a code."""
    return "".join(letter for letter in text.upper() if letter in ALPHABET)


def id_of(thing):
    """The id of a record, or what already is one."""
    return getattr(thing, "pk", thing)
