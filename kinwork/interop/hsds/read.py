"""Open a feed, whatever its form, and give its rows one by one; memory does not grow with it.

open_feed(path) -> Feed. A file that cannot be a feed at all (an HTML page, an empty file, nothing
of HSDS inside) raises BadFeed with one sentence; a row that cannot be read is a Row with a problem.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from kinwork.interop.hsds import mapping

# Of one file inside a zip, and of all files of one: beyond that it is no directory.
MOST_BYTES = 4 * 1024**3
MOST_TOGETHER, MOST_FILES = 8 * 1024**3, 10_000
csv.field_size_limit(16 * 1024 * 1024)


class BadFeed(Exception):
    """This is no HSDS feed; one sentence for people."""


@dataclass
class Row:
    """One row as read. table: the table of mapping.TABLES. number: as a spreadsheet counts it
    (the header is 1), or the item of a JSON list. prefix: where in a nested item it stood."""

    table: str
    file: str
    number: int
    cells: dict[str, str]
    problem: tuple[str, str] | None = None
    prefix: str = ""


@dataclass
class Feed:
    """name: of the folder or file. form: tabular, ohana or json. complete: it lists all that its
    source has. rows(): reads it; may be called once."""

    name: str
    form: str
    legacy: bool
    complete: bool
    licence: str
    rows: Iterator[Row]
    ignored: list[str] = field(default_factory=list)


@dataclass
class _File:
    """A file in a folder or a zip: its name, and how to open its bytes."""

    name: str
    opener: object

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def ending(self) -> str:
        return PurePosixPath(self.name).suffix.lower()

    def open(self):
        return self.opener()


def open_feed(path: Path) -> Feed:
    path = Path(path)
    if not path.exists():
        raise BadFeed(f"There is no file or folder {path}.")
    files = _files(path)
    tables = {}
    for file in files:
        name = mapping.table_of(file.stem)
        if file.ending in (".csv", ".tsv", ".txt") and name:
            tables.setdefault(name, file)
    documents = [f for f in files if f.ending in (".json", ".ndjson", ".jsonl")]
    documents = [f for f in documents if f.stem != "datapackage"]
    if not tables and not documents:
        raise BadFeed(f"{path.name} holds no file of an HSDS package.")
    _refuse_pages([*tables.values(), *documents])
    known = {file.name for file in tables.values()} | {file.name for file in documents}
    ignored = [f.name for f in files if f.name not in known and f.stem != "datapackage"]
    package = _descriptor(files)
    # Not the descriptor's name: most packages keep the template's.
    name = path.resolve().name if path.is_dir() else path.stem
    licence = _licence(package)
    if tables:
        return _tabular(name, licence, tables, ignored)
    from kinwork.interop.hsds import flatten

    return flatten.feed(name, licence, documents, ignored)


def _files(path: Path) -> list[_File]:
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        return [_File(str(p.relative_to(path)), lambda p=p: p.open("rb")) for p in found]
    with path.open("rb") as start:
        magic = start.read(4)
    if magic == b"PK\x03\x04":
        return _zipped(path)
    return [_File(path.name, lambda: path.open("rb"))]


def _zipped(path: Path) -> list[_File]:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise BadFeed(f"{path.name} is a broken zip file.") from None
    found, inside = [], archive.infolist()
    if len(inside) > MOST_FILES or sum(one.file_size for one in inside) > MOST_TOGETHER:
        raise BadFeed(f"{path.name} holds more than any directory. Nothing was unpacked.")
    for entry in sorted(inside, key=lambda entry: entry.filename):
        hidden = "__MACOSX" in entry.filename or PurePosixPath(entry.filename).name.startswith(".")
        if entry.is_dir() or hidden:
            continue
        if entry.file_size > MOST_BYTES:
            raise BadFeed(f"{entry.filename} in {path.name} is larger than any directory.")
        found.append(_File(entry.filename, lambda entry=entry: archive.open(entry)))
    return found


def _refuse_pages(files: list[_File]) -> None:
    empty = []
    for file in files:
        with file.open() as handle:
            start = handle.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
        if start[:1] == b"<":
            raise BadFeed(f"{file.name} is a web page, not data. Nothing was changed.")
        if not start:
            empty.append(file.name)
    if len(empty) == len(files):
        raise BadFeed(f"{', '.join(empty)}: empty. Nothing was changed.")


def _descriptor(files: list[_File]) -> dict:
    for file in files:
        if PurePosixPath(file.name).name == "datapackage.json":
            with file.open() as handle:
                try:
                    found = json.loads(handle.read())
                except ValueError:
                    return {}
                return found if isinstance(found, dict) else {}
    return {}


def _licence(package: dict) -> str:
    licences = package.get("licenses") or []
    names = [part.get("name", "") for part in licences if isinstance(part, dict)]
    return ", ".join(str(name) for name in names if name)[:200]


def _tabular(name: str, licence: str, tables: dict[str, _File], ignored: list[str]) -> Feed:
    legacy = not (set(tables) & mapping.ONLY_3) or "regular_schedules" in tables
    ohana = False
    if "services" in tables:
        header = _header(tables["services"])
        ohana = "location_id" in header
        if len(tables) == 1 and {"fees_description", "last_modified", "alert"} & set(header):
            legacy = False
    if ohana:
        legacy = True
    form = "ohana" if ohana else ("tabular old" if legacy else "tabular")
    rows = _all_rows(tables)
    return Feed(name, form, legacy, "services" in tables, licence, rows, ignored)


def _all_rows(tables: dict[str, _File]) -> Iterator[Row]:
    for table, file in tables.items():
        yield from _csv_rows(table, file)


@contextmanager
def _lines(file: _File):
    encoding = _encoding(file)
    with file.open() as handle:
        yield io.TextIOWrapper(handle, encoding=encoding, errors="replace", newline="")


def _encoding(file: _File) -> str:
    """UTF-8 when every byte of it is, else what old Windows exports write."""
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    with file.open() as handle:
        start = handle.read(2)
        if start in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
        try:
            decoder.decode(start)
            while block := handle.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _delimiter(line: str) -> str:
    return max(",;\t", key=line.count)


def _header(file: _File) -> list[str]:
    with _lines(file) as lines:
        first = lines.readline()
        return [
            _column(cell) for cell in next(csv.reader([first], delimiter=_delimiter(first)), [])
        ]


def _column(cell: str) -> str:
    return cell.strip().lower().replace(" ", "_")


def _csv_rows(table: str, file: _File) -> Iterator[Row]:
    with _lines(file) as lines:
        first = lines.readline()
        reader = csv.reader(_chain(first, lines), delimiter=_delimiter(first))
        header = [_column(cell) for cell in next(reader, [])]
        number = 1
        try:
            for cells in reader:
                number += 1
                if cells:
                    yield _csv_row(table, file.name, number, header, cells)
        except csv.Error:
            yield Row(table, file.name, number + 1, {}, ("not_csv", ""))


def _chain(first: str, rest) -> Iterator[str]:
    yield first
    yield from rest


def _csv_row(table, file, number, header, cells) -> Row:
    named = {}
    for name, cell in zip(header, cells, strict=False):
        if name and cell and not cell.isspace() and name not in named:
            named[name] = clean(unguarded(cell))
    row = Row(table, file, number, named)
    if any(cell.strip() for cell in cells[len(header) :]):
        row.problem = ("too_many_cells", "")
        named["(more)"] = clean(",".join(cells[len(header) :]))
    elif not named:
        row.problem = ("blank_row", "")
    return row


_RISKY = re.compile(r"^'*[=+\-@\t\r＝＋－＠]")
_GUARD = re.compile(r"^'+[=+\-@\t\r＝＋－＠]")


def guarded(cell: str) -> str:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it."""
    return "'" + cell if _RISKY.match(cell) else cell


def unguarded(cell: str) -> str:
    """The text that `guarded` was given."""
    return cell[1:] if _GUARD.match(cell) else cell


def clean(text: str) -> str:
    """What PostgreSQL can hold: no NUL, no half characters; ends trimmed but for a guarded cell."""
    if "\0" in text:
        text = text.replace("\0", "")
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text.strip(" \r\n") if text[:1] in ("\t", "\r") else text.strip()
