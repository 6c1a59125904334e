"""What every row shares: its id, its columns as typed values, what must be there. Pure."""

import hashlib
import json
from dataclasses import dataclass, field
from uuid import UUID

from kinwork.directory.shape import LASTING, Thing
from kinwork.interop.hsds import mapping, mend
from kinwork.interop.hsds.codes import LANGUAGES
from kinwork.interop.hsds.ids import ident, made

NEEDS_ID = (*LASTING, "taxonomy", "taxonomy_term", "unit")


class Problem(Exception):
    """This row goes to quarantine: reason (a code of mapping.REASONS) and the column."""

    def __init__(self, reason: str, column: str = ""):
        super().__init__(reason, column)
        self.reason, self.column = reason, column


@dataclass
class Context:
    """What holds for a whole feed. source: its name, part of every id made here. legacy: HSDS
    before 3 or Ohana. order: how slashed dates are written (mdy, dmy), '' when nobody said."""

    source: str
    legacy: bool = False
    order: str = ""


@dataclass
class Converted:
    records: list[tuple] = field(default_factory=list)  # (object, id, old id, values, extra)
    patches: list[tuple] = field(default_factory=list)  # (object, id, column, words)
    notes: list[str] = field(default_factory=list)

    def add(self, thing: str, id: UUID, old: str, values: dict, extra: dict | None = None) -> UUID:
        kept = json.dumps(extra, ensure_ascii=False, sort_keys=True) if extra else None
        self.records.append((thing, id, old, values, kept))
        return id

    def note(self, code: str | None) -> None:
        if code:
            self.notes.append(code)


def content_id(cells: dict) -> str:
    """A stand-in for a missing id: the row's own content."""
    text = json.dumps(cells, ensure_ascii=False, sort_keys=True)
    return hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def read(thing: Thing, how, table, cells, context: Context, out: Converted) -> tuple[dict, dict]:
    """Known columns as typed values, unknown ones as they are."""
    values: dict = {}
    extra: dict = {}
    fields = thing.fields
    for column, raw in cells.items():
        name = how.rename.get(column, column)
        if name != column and name in cells:
            name = column
        if name == "id" or column in mapping.LEFT_OUT:
            continue
        if name not in fields:
            extra[column] = raw
        elif name in thing.links:
            values[name] = ident(context.source, thing.links[name], raw)
        else:
            _read_cell(thing, name, raw, context, out, values, extra)
    return values, extra


def _read_cell(thing, name, raw, context, out, values, extra) -> None:
    kind = thing.kind(name)
    try:
        if kind in mend.DATED:
            value, note = mend.DATED[kind](raw, context.order)
        elif kind in mend.READERS:
            value, note = mend.READERS[kind](raw)
        else:
            value, note = mend.text(raw, legacy=context.legacy)
    except mend.Bad as bad:
        if kind in mend.DATED or kind == "time" or thing.is_needed(name):
            raise Problem(bad.reason, name) from None
        extra[name] = raw  # kept, not served: the rest of the row helps a family all the same
        out.note("left_out")
        return
    out.note(note)
    if value != "":
        values[name] = value


def require(values: dict, *names: str) -> None:
    for name in names:
        if values.get(name) is None:
            raise Problem("missing", name)


def blank_needed(thing: Thing, cells: dict, values: dict, out: Converted) -> None:
    """Required texts that the feed leaves blank are served as empty texts."""
    for name, kind in thing.columns.items():
        if kind.endswith("!") and values.get(name) is None:
            if thing.kind(name) not in ("text", "moment", "uri"):
                raise Problem("missing", name)
            values[name] = ""


def id_of(thing: str, how, table: str, cells: dict, context: Context, out: Converted):
    old = cells.get("id", "")
    second = table if how.second else ""
    if old:
        return ident(context.source, thing, old, second), old
    if thing in NEEDS_ID:
        raise Problem("missing", "id")
    out.note("made_id")
    return made(context.source, thing, table, content_id(cells)), ""


def split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def lists(table, cells, owner: dict, context: Context, out: Converted, extra: dict) -> None:
    if not context.legacy:
        return
    for column, (thing, name) in mapping.LISTS.get(table, {}).items():
        for part in dict.fromkeys(split(cells.get(column, ""))):
            values = {**owner, name: part}
            if thing == "language":
                values["code"] = LANGUAGES.get(part.lower())
            (link,) = owner.values()
            out.add(thing, made(context.source, thing, column, str(link), part), "", values)
        extra.pop(column, None)
