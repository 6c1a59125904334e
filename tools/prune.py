"""What our pages never use is left out of USWDS's style sheet, signs and letters. Standard library only.

A class stays if its name stands anywhere in our templates, Python or scripts. A name that code puts
together ("usa-alert--" and a kind) keeps every class that begins so. A family on a slow phone loads
what is left; `tests/guards/test_weight.py` holds it against the whole sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kinwork"
KINDS = ("*.html", "*.py", "*.js", "*.svg")
# What browsers or scripts of the system put on by themselves, and nobody writes.
SAFE = {"usa-focus", "usa-js-loading", "is-visible"}
NAME = re.compile(r"\.((?:[A-Za-z0-9_-]|\\.)+)")
WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_:-]*")
BEGUN = re.compile(r"([A-Za-z0-9_][A-Za-z0-9_:-]*-)(?=\{|%|\"|')")
SIGN = re.compile(r"""["']([a-z0-9_]+)["']""")
FACE = re.compile(r"font-family:\s*\"?([^\";}]+)")
FACE_USED = re.compile(r"\"([A-Z][A-Za-z ]+ Web)\"")
LIGHT = "font-weight:300"


def sources() -> list[Path]:
    """Everything in which a class or a sign may be named."""
    found = (path for kind in KINDS for path in PACKAGE.rglob(kind))
    return sorted(
        path for path in found if not {"vendor", "tests"} & set(path.relative_to(PACKAGE).parts)
    )


def named(paths: list[Path]) -> tuple[set[str], tuple[str, ...]]:
    """The words in these files, and the beginnings that something else is put behind."""
    words: set[str] = set(SAFE)
    begun: set[str] = set()
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        words.update(WORD.findall(text))
        begun.update(one for one in BEGUN.findall(text) if one.startswith("usa-"))
    return words, tuple(sorted(begun))


def sheet(text: str, words: set[str], begun: tuple[str, ...], own: str) -> str:
    """A minified style sheet without the rules for classes that nobody names. own: our own sheets, which
    say which letters are used."""

    def keep(selector: str) -> bool:
        bare = re.sub(r":not\([^)]*\)", "", selector)
        found = [re.sub(r"\\(.)", r"\1", one) for one in NAME.findall(bare)]
        return all(one in words or one.startswith(begun) for one in found)

    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return "".join(_rules(text, keep, set(FACE_USED.findall(own))))


def _rules(text: str, keep, faces: set[str]) -> Iterator[str]:
    for head, body in _blocks(text):
        if body is None:
            yield head
        elif head.startswith(("@media", "@supports", "@layer")):
            inside = "".join(_rules(body, keep, faces))
            if inside:
                yield f"{head}{{{inside}}}"
        elif head.startswith("@font-face"):
            family = FACE.search(body)
            if family and family[1] in faces and LIGHT not in body:
                yield f"{head}{{{body}}}"
        elif head.startswith("@"):
            yield f"{head}{{{body}}}"
        elif chosen := [one for one in _apart(head) if keep(one)]:
            yield f"{','.join(chosen)}{{{body}}}"


def _blocks(text: str) -> Iterator[tuple[str, str | None]]:
    """(what stands before the brace, what stands in it); body None for a statement without one."""
    place, start = 0, 0
    while place < len(text):
        sign = text[place]
        if sign in "\"'":
            place = _end_of_string(text, place)
        elif sign == ";":
            yield text[start : place + 1], None
            place = start = place + 1
        elif sign == "{":
            end = _end_of_block(text, place)
            yield text[start:place].strip(), text[place + 1 : end]
            place = start = end + 1
        else:
            place += 1


def _end_of_block(text: str, place: int) -> int:
    deep = 0
    while place < len(text):
        if text[place] in "\"'":
            place = _end_of_string(text, place)
            continue
        deep += {"{": 1, "}": -1}.get(text[place], 0)
        if deep == 0:
            return place
        place += 1
    raise ValueError("a brace of the style sheet is not closed")


def _end_of_string(text: str, place: int) -> int:
    quote, place = text[place], place + 1
    while text[place] != quote:
        place += 2 if text[place] == "\\" else 1
    return place + 1


def _apart(selectors: str) -> Iterator[str]:
    """The parts of `a,b:is(c,d)` that stand apart."""
    deep, start = 0, 0
    for place, sign in enumerate(selectors):
        deep += {"(": 1, "[": 1, ")": -1, "]": -1}.get(sign, 0)
        if sign == "," and deep == 0:
            yield selectors[start:place]
            start = place + 1
    yield selectors[start:]


def signs(paths: list[Path]) -> set[str]:
    """What stands between quotes in these files: a sign is named so."""
    return {one for path in paths for one in SIGN.findall(path.read_text(errors="replace"))}


def sprite(text: str, words: set[str]) -> str:
    """The signs that somebody names."""

    def kept(found: re.Match) -> str:
        return found[0] if found[1] in words else ""

    return re.sub(r'<symbol[^>]*\bid="([^"]+)".*?</symbol>\s*', kept, text, flags=re.DOTALL)


def own_sheets() -> str:
    paths = (
        one for one in PACKAGE.rglob("*.css") if "vendor" not in one.relative_to(PACKAGE).parts
    )
    return "\n".join(path.read_text() for path in sorted(paths))
