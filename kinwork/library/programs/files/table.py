"""Households and verdicts as CSV: a row a member in, a row a verdict out."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from kinwork.library.programs.files.checked import BadFile, shown
from kinwork.library.programs.files.reading import (
    FLAGS,
    HOUSEHOLD_KEYS,
    INCOME,
    MEMBER_KEYS,
    MONEY,
    Told,
    tell,
)
from kinwork.library.programs.files.writing import OUTCOME, Screened, named, reasons
from kinwork.library.programs.model import Determination, Program

HOME = {"household": "id", "household_receives": "receives"} | {
    key: key for key in HOUSEHOLD_KEYS - {"id", "receives", "members"}
}
PERSON = {"member": "id"} | {key: key for key in MEMBER_KEYS - {"id", "income"}}
COLUMNS = {**HOME, **PERSON}
TRUTHS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
FLAG_COLUMNS = {*FLAGS, "homeless", "pays_utilities"}
NUMBER_COLUMNS = {*MONEY, *INCOME, "age", "weekly_hours_worked"}
LIST_COLUMNS = {"receives", "household_receives"}
OUT = ("household", "program", "member", "verdict", "discretion", "failed", "criteria", "missing")


def read_csv(text: str, on: date) -> list[Told]:
    """Every household of a table: a row a member, empty cells unknown. Errors: BadFile.

    Columns: `household`, `member` and the keys of the JSON; `receives` and `household_receives`
    hold codes with spaces between, or `none`; the kinds of income are columns of their own.
    """
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BadFile(f"Line {reader.line_num}: this is not CSV ({error}).") from None
    if not rows:
        raise BadFile("The file is empty.")
    heads = _heads([head.strip() for head in rows[0][1]])
    homes: dict[str, dict] = {}
    for line, cells in rows[1:]:
        if len(cells) != len(heads):
            raise BadFile(f"Line {line} has {len(cells)} cells; the first line has {len(heads)}.")
        _add(homes, dict(zip(heads, cells, strict=True)), f"Line {line}")
    return tell({"households": list(homes.values())}, on)


def _heads(heads: list[str]) -> list[str]:
    for head in heads:
        if head not in COLUMNS and head not in INCOME:
            raise BadFile(f"There is no column {shown(head)}.")
        if heads.count(head) > 1:
            raise BadFile(f"The column {shown(head)} stands twice.")
    for needed in ("household", "member"):
        if needed not in heads:
            raise BadFile(f"The column “{needed}” is missing.")
    return heads


def _add(homes: dict[str, dict], row: dict[str, str], where: str) -> None:
    cells = {head: _cell(head, text.strip(), where) for head, text in row.items()}
    told = {head: value for head, value in cells.items() if value is not None}
    for head in ("household", "member"):
        if head not in told:
            raise BadFile(f"{where} has no {head}.")
    home = homes.setdefault(told["household"], {"members": []})
    for head, key in HOME.items():
        if head in told and home.setdefault(key, told[head]) != told[head]:
            raise BadFile(f"{where}, {head}: the rows of one household do not agree.")
    person = {key: told[head] for head, key in PERSON.items() if head in told}
    person["income"] = {kind: told[kind] for kind in INCOME if kind in told}
    home["members"].append(person)


def _cell(head: str, text: str, where: str) -> object:
    if not text:
        return None
    if head in LIST_COLUMNS:
        return [] if text == "none" else text.replace(";", " ").split()
    if head in FLAG_COLUMNS:
        if text.casefold() not in TRUTHS:
            raise BadFile(f"{where}, {head}: {shown(text)} is not yes or no.")
        return TRUTHS[text.casefold()]
    if head in NUMBER_COLUMNS:
        try:
            return Decimal(text)
        except InvalidOperation:
            raise BadFile(f"{where}, {head}: {shown(text)} is not a number.") from None
    return text


def as_csv(screened: Screened, programs: Mapping[str, Program]) -> str:
    """A row for each household and program, then one for each member it looked at."""
    return "".join(csv_parts(screened, programs))


def csv_parts(screened: Screened, programs: Mapping[str, Program]) -> Iterator[str]:
    """The same piece by piece."""
    yield _lines([OUT])
    for told, found in screened:
        yield _lines(row for got in found for row in _rows(told, got, programs[got.program]))


def _rows(told: Told, got: Determination, program: Program) -> Iterator[list[object]]:
    for member in (None, *(m for m in got.members if m.member is not None)):
        answer = got if member is None else member
        looked = [
            f"{program.word(r.criterion)}={'unknown' if r.later else OUTCOME[r.answer]}"
            for r in (reasons(got) if member is None else member.reasons)
            if member is not None or r.member is None
        ]
        yield [
            _safe(told.id),
            got.program,
            "" if member is None else _safe(told.ids.get(member.member, "")),
            answer.answer.value,
            "yes" if answer.discretion else "",
            "yes" if got.failed else "",
            " ".join(looked),
            " ".join(dict.fromkeys(named(ref) for ref in answer.missing)),
        ]


def _lines(rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _safe(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
