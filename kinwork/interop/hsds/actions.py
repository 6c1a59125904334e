"""Import a feed into the directory; mend a row that an import set aside."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import check
from kinwork.directory import actions as directory
from kinwork.directory.models import Quarantined, Source
from kinwork.interop.hsds import mapping
from kinwork.interop.hsds.convert import Context, Converted, Problem, convert
from kinwork.interop.hsds.ids import made
from kinwork.interop.hsds.read import Feed, Row, open_feed

Progress = Callable[[int], None]


@dataclass
class Report:
    """What an import did. tables: counts per table of the feed. quarantine: rows set aside."""

    source: str
    tables: dict[str, dict[str, int]]
    quarantine: list[dict]
    notes: dict[str, int]
    changed: int
    left: int
    ignored: list[str]


@transaction.atomic
def import_feed(
    *,
    path: Path,
    by: Actor,
    at: datetime,
    source: str = "",
    date_order: str = "",
    accept_shrink: bool = False,
    progress: Progress = lambda n: None,
) -> Report:
    """Read, mend, load. Raises BadFeed or directory.Shrunk with nothing changed.

    source: the name its rows belong to (else the package's). date_order: mdy or dmy, how dates
    with slashes are written in this feed. The caller rolls back for a dry run.
    """
    require(by)
    check(by, "hsds.import")
    directory.take_your_time()
    feed = open_feed(path)
    owner, _ = Source.objects.get_or_create(
        name=(source or feed.name)[:200], defaults={"licence": feed.licence}
    )
    loader = Loader(owner, feed, date_order, by, at)
    for row in feed.rows:
        loader.take(row)
        if loader.load.n % 5000 == 0:
            progress(loader.load.n)
    done = loader.load.finish(complete=feed.complete, accept_shrink=accept_shrink)
    return Report(
        owner.name,
        done.tables,
        done.set_aside,
        loader.load.notes,
        done.changed,
        done.left,
        feed.ignored,
    )


class Loader:
    """Rows of one feed on their way into directory.Load."""

    def __init__(self, source: Source, feed: Feed, order: str, by: Actor, at: datetime):
        self.source = source
        self.context = Context(source.name, feed.legacy, order)
        self.load = directory.Load(source, form=feed.form, by=by, at=at)
        mended = Quarantined.objects.filter(source=source, state=Quarantined.State.MENDED)
        self.by_hand = {
            (table, digest): cells
            for table, digest, cells in mended.values_list("table", "digest", "mended")
        }

    def take(self, row: Row) -> None:
        raw = json.dumps(row.cells, ensure_ascii=False, sort_keys=True)
        digest = UUID(hashlib.md5(raw.encode(), usedforsecurity=False).hexdigest())
        cells = self.by_hand.get((row.table, digest), row.cells)
        problem, out = row.problem, None
        if problem is None or cells is not row.cells:
            problem, out = self._convert(row, cells)
        reason, column = self.last_problem = problem or (None, None)
        id = row.cells.get("id")
        n = self.load.row(
            table=row.table,
            file=row.file,
            number=row.number,
            key=made("row", row.table, id) if id else digest,
            digest=digest,
            raw=raw,
            mended=bool(out and out.notes),
            reason=reason,
            field=(row.prefix + column) if column else None,
        )
        if out:
            self._pass_on(n, out)

    def _convert(self, row: Row, cells: dict) -> tuple[tuple | None, Converted | None]:
        try:
            return None, convert(row.table, cells, self.context)
        except Problem as found:
            return (found.reason, found.column), None

    def _pass_on(self, n: int, out: Converted) -> None:
        for record in out.records:
            self.load.record(n, *record)
        for patch in out.patches:
            self.load.patch(n, *patch)
        for note in out.notes:
            self.load.note(note)


def dismiss_quarantined(*, row: Quarantined, why: str, by: Actor, at: datetime) -> None:
    """This row will not be loaded, because of `why`; later imports leave it in peace.

    Raises ValueError without a reason.
    """
    check(by, "hsds.dismiss")
    directory.dismiss_quarantined(row=row, why=why, by=by, at=at)


@transaction.atomic
def mend_quarantined(*, row: Quarantined, cells: dict[str, str], by: Actor, at: datetime) -> None:
    """Load a row that was set aside as `cells`, and remember them for the next import.

    Raises Problem (reason, column) when it still cannot be loaded; nothing is changed then.
    """
    require(by)
    check(by, "hsds.mend")
    cells = {name: text.strip() for name, text in cells.items() if text.strip()}
    legacy = row.form in ("ohana", "tabular old")
    if row.table not in mapping.TABLES:
        raise Problem("nothing_known")
    feed = Feed("", row.form, legacy, False, "", iter(()))
    directory.settle_as_mended(row=row, values=cells, by=by, at=at)
    loader = Loader(row.source, feed, "", by, at)
    loader.take(Row(row.table, row.file, row.row, row.raw))
    try:
        done = loader.load.finish(complete=False)
    except directory.Shrunk:
        raise Problem(*loader.last_problem) from None
    if done.set_aside:
        [still] = done.set_aside
        raise Problem(still["reason"], still["field"])
