"""The guide for analysts does what it says: its file is read, its Python is run."""

import doctest
import re
from datetime import date
from pathlib import Path

import pytest

from kinwork.library.programs import files, screen

GUIDE = Path(__file__).resolve().parents[4] / "docs" / "guides" / "screen-households.md"

if not GUIDE.is_file():
    pytest.skip("the guide is not in an installed package", allow_module_level=True)


def test_the_python_of_the_guide():
    found = doctest.testfile(str(GUIDE), module_relative=False)
    assert found.attempted > 10 and found.failed == 0


def test_the_file_of_the_guide():
    text = re.search(r"```json\n(.+?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[1]
    (told,) = files.read_json(text, date(2026, 11, 15))
    answers = {got.program: got.answer.value for got in screen(told.household, date(2026, 11, 15))}
    assert answers["wic"] == "yes" and "maybe" not in (answers["snap"], answers["eitc"])


def test_every_key_stands_in_the_guide():
    text = GUIDE.read_text(encoding="utf-8")
    from kinwork.library.programs.files.reading import HOUSEHOLD_KEYS, INCOME, MEMBER_KEYS

    assert [
        key for key in HOUSEHOLD_KEYS | MEMBER_KEYS | INCOME.keys() if f"`{key}`" not in text
    ] == []
