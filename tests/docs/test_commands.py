"""What the pages tell somebody to type is there: commands with their options, targets, files."""

import re
from pathlib import Path

import click
import pytest
from django.urls import Resolver404, resolve

from kinwork.cli import kinwork

ROOT = Path(__file__).resolve().parent.parent.parent
DRAWN = ROOT / "docs" / "reference" / "cli.md"
READMES = [page for page in (ROOT / "kinwork").rglob("README.md") if "_template" not in page.parts]
PAGES = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *READMES} - {DRAWN})
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.S)
CALL = re.compile(r"(?<![\w/.-])(?:\.venv/bin/)?kinwork((?: +[^\s`|>;&)#]+)+)")
TARGET = re.compile(r"(?:^|\s|`)make ([a-z][a-z-]+)")
# Folders of the repository; what a page shows as an example begins otherwise.
FILE = re.compile(r"^((?:kinwork|tools|tests|bench|docs|requirements)/[\w./-]+)$")

ADDRESS = re.compile(r"^`(/[a-z][a-z0-9/-]*/)`$")

# The first pages of the demo alone, and what others' addresses begin with.
ABOVE = {"/demo/", "/community/"}


def codes(page: Path) -> list[str]:
    return [code.replace("\\\n", " ") for code in CODE.findall(page.read_text())]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_is_one(page):
    wrong = [w for code in codes(page) for call in CALL.findall(code) for w in unknown(call)]
    assert not wrong


def unknown(call: str) -> list[str]:
    """Words of a command that are neither a verb nor an option of it."""
    command, context = kinwork, click.Context(kinwork, info_name="kinwork")
    for word in call.split():
        if word.startswith("-"):
            known = {
                o for one in command.get_params(context) for o in (*one.opts, *one.secondary_opts)
            }
            if word.partition("=")[0] not in known:
                return [f"{call}: no option {word}"]
        elif isinstance(command, click.Group):
            command = command.get_command(context, word)
            if command is None:
                return [f"{call}: no verb {word}"]
    return []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_target_and_every_file_is_there(page):
    targets = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(), re.M))
    for code in codes(page):
        named = {one for one in TARGET.findall(code) if code.strip("`").strip().startswith("make")}
        assert named <= targets, named - targets
        for path in FILE.findall(code.strip("`")):
            assert (ROOT / path).exists() or (page.parent / path).exists(), path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_address_is_one(page):
    for code in codes(page):
        for path in ADDRESS.findall(code):
            assert path in ABOVE or answers(path), path


def answers(path: str) -> bool:
    try:
        return bool(resolve(path))
    except Resolver404:
        return False
