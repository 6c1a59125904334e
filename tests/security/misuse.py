"""What people get wrong, try or suffer (misuse.toml), and the tests that show what happens then."""

import tomllib
from pathlib import Path

from tests.security.checklist import tests_in

FILE = Path(__file__).parent / "misuse.toml"


def cases() -> dict[str, dict]:
    return tomllib.loads(FILE.read_text())


def missing() -> list[str]:
    """Tests that are named and that nobody wrote, or that do not run."""
    named = [test for case in cases().values() for test in case["shown"]]
    return [test for test in named if test.split("::")[1] not in tests_in(test.split("::")[0])]


def page() -> str:
    """docs/reference/misuse.md."""
    lines = [
        "# Misuse and mishaps\n",
        "What people get wrong, try or suffer where trust is at stake, what happens then, and the"
        " tests that do it and look at what came of it.\n",
        "| number | when | then | shown by |",
        "| --- | --- | --- | --- |",
    ]
    for number, case in cases().items():
        shown = "<br>".join(f"`{test.split('/')[-1]}`" for test in case["shown"])
        lines.append(f"| {number} | {case['when']} | {case['then']} | {shown} |")
    return "\n".join(lines) + "\n"
