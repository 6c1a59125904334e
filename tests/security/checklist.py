"""The checklist of OWASP ASVS 5.0 (asvs.toml): what we show, what does not apply, what is open."""

import ast
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = Path(__file__).parent / "asvs.toml"
CHAPTERS = {
    1: "Encoding and cleaning",
    2: "Checking input, and the logic of the business",
    3: "In the browser",
    4: "Messages and interfaces",
    5: "Files",
    6: "Signing in",
    7: "Sessions",
    8: "Who may do and see what",
    9: "Self-contained tokens",
    10: "OAuth and OpenID Connect",
    11: "Cryptography",
    12: "Encrypted connections",
    13: "Configuration",
    14: "Protecting data",
    15: "How it is built",
    16: "Logs and faults",
    17: "WebRTC",
}
ANSWERS = {"shown": "shown", "not_applicable": "does not apply", "open": "open"}


@dataclass(frozen=True)
class Item:
    """One requirement: its number, level, our words for it, and exactly one answer."""

    number: str
    level: int
    says: str
    answer: str
    told: str | list[str]

    @property
    def chapter(self) -> int:
        return int(self.number.split(".")[0])


def items() -> list[Item]:
    """All of them, in the file's order. ValueError where one has no answer, or two."""
    found = []
    for number, told in tomllib.loads(FILE.read_text()).items():
        given = [answer for answer in ANSWERS if told.get(answer)]
        if len(given) != 1:
            raise ValueError(f"{number} has {len(given)} answers")
        found.append(Item(number, told["level"], told["says"], given[0], told[given[0]]))
    return found


def counts() -> Counter[str]:
    return Counter(item.answer for item in items())


@cache
def tests_in(path: str) -> frozenset[str]:
    """The names of the tests in a file, those inside classes too; none where there is no file."""
    place = ROOT / path
    if not place.exists():
        return frozenset()
    tree = ast.parse(place.read_text())
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def missing() -> list[str]:
    """Tests that the list names and nobody wrote."""
    named = [test for item in items() if item.answer == "shown" for test in item.told]
    return [test for test in named if test.split("::")[1] not in tests_in(test.split("::")[0])]


def page() -> str:
    """docs/reference/asvs.md."""
    number = counts()
    head = (
        "# Security checklist\n\n"
        "The requirements of the OWASP Application Security Verification Standard 5.0, levels 1 and"
        " 2 and eight of level 3, in our own words. Each is shown by a test that can fail, or does"
        " not apply here, or is open.\n\n"
        f"**{number['shown']} shown, {number['not_applicable']} do not apply,"
        f" {number['open']} open.** Nobody outside has checked this list.\n"
    )
    parts = [head, "## What is open\n", _table(i for i in items() if i.answer == "open")]
    for chapter, name in CHAPTERS.items():
        parts += [f"## {chapter}. {name}\n", _table(i for i in items() if i.chapter == chapter)]
    return "\n".join(parts)


def _table(some) -> str:
    lines = ["| number | level | requirement | answer |", "| --- | --- | --- | --- |"]
    lines += [f"| {i.number} | {i.level} | {i.says} | {_answer(i)} |" for i in some]
    return "\n".join(lines) + "\n"


def _answer(item: Item) -> str:
    if item.answer == "shown":
        return "<br>".join(f"`{test.split('/')[-1]}`" for test in item.told)
    return f"{ANSWERS[item.answer]}: {item.told}"
