"""A file of a spreadsheet as rows of cells: which encoding, which separator. Errors: BadRatings."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator

SEPARATORS = (",", ";", "\t")
# What only spreadsheets' own files begin with.
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
WIDE = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"))
WIDE += ((b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
# An apostrophe that a writer set before what a spreadsheet would run as a formula.
GUARD = re.compile(r"'+[=+\-@＝＋－＠]")
LONGEST = 40


class BadRatings(ValueError):
    """A file of ratings that cannot be used; its text is one plain sentence with the place."""


def rows(raw: bytes) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every row that has anything in it; the cells are trimmed."""
    text = decoded(raw)
    start = re.match(r"sep=(.)\r?\n", text)
    text, skipped = (text[start.end() :], 1) if start else (text, 0)
    separator = start[1] if start else _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            trimmed = [tidy(cell) for cell in cells]
            if any(trimmed):
                yield reader.line_num + skipped, trimmed
    except csv.Error as why:
        line = reader.line_num + skipped
        raise BadRatings(f"Line {line} is not CSV that we can read: {why}.") from None


def decoded(raw: bytes) -> str:
    """Text in UTF-8, in UTF-16 as spreadsheets write it, else in Western European letters."""
    if not raw.strip():
        raise BadRatings("It is empty.")
    if raw.startswith(WORKBOOKS):
        raise BadRatings("It is a spreadsheet's own file: save it as CSV (UTF-8) and read that.")
    marked = [name for mark, name in WIDE if raw.startswith(mark)]
    tries = marked[:1] or ([_unmarked(raw)] if b"\0" in raw else ["utf-8", "cp1252"])
    for name in tries:
        try:
            text = raw.decode(name)
        except UnicodeDecodeError:
            continue
        if not any(unicodedata.category(sign) == "Cc" for sign in set(text) - set("\t\r\n")):
            return text
    raise BadRatings("It is not text in an encoding that is known here: save it as CSV (UTF-8).")


def _unmarked(raw: bytes) -> str:
    """UTF-16 without its mark: of plain letters every second byte is 0, the first or the other."""
    return "utf-16-le" if raw[1::2].count(0) > raw[::2].count(0) else "utf-16-be"


def _separator(text: str) -> str:
    """Which one parts the first row into the most cells."""
    first = next(line for line in text.splitlines() if line.strip()) if text.strip() else ""
    return max(SEPARATORS, key=re.sub(r'"[^"]*"', "", first).count)


def tidy(cell: str) -> str:
    """A cell as it was meant: one way to write each letter, single spaces, no apostrophe of a guard."""
    seen = " ".join(UNSEEN.sub("", unicodedata.normalize("NFC", cell)).split())
    return seen[1:] if GUARD.match(seen) else seen


def shown(text: str) -> str:
    """A text of the file, in quotation marks and not too long."""
    return f"“{text if len(text) <= LONGEST else text[:LONGEST] + '…'}”"
