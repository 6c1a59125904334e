"""Is the trail whole? The database gives the rows as they are now; every digest is made here.

Reads as the role that migrates (the owner's login may take it), in one read-only snapshot, row by
row: sealing may go on, and a long trail takes no more memory than a short one.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.db import connection, transaction

from kinwork.trust.disclosures import anchors
from kinwork.trust.disclosures.rules import (
    ANCHORED_WITHIN,
    SEALED_WITHIN,
    SECOND,
    AnchorSaid,
    Broken,
    RowSaid,
    SealSaid,
    Trail,
    walk,
    when,
)

CHUNK = 2000
SEALS = """
    SELECT number, rows, trunc(extract(epoch FROM taken_at) * 1000000), method, batch, previous, chain
    FROM disclosures_seal ORDER BY number"""
# The canonical text of a row is the same expression as in sql/seal.sql: built-in functions only.
ROWS = """
    SELECT s.seal, s.position, s.entry_id::text, s.digest,
      coalesce(trunc(extract(epoch FROM e.recorded_at) * 1000000), 0),
      CASE WHEN e.id IS NOT NULL THEN jsonb_build_array(
        e.id, trunc(extract(epoch FROM e.at) * 1000000),
        trunc(extract(epoch FROM e.recorded_at) * 1000000), e.verb, e.outcome,
        e.actor_kind, e.actor_id, e.hat, e.role, e.purpose, e.on_behalf_of, e.target_kind,
        e.target_id, e.household_id, e.person_id, e.community_id, to_jsonb(e.classes),
        e.details)::text END
    FROM disclosures_sealedrow s LEFT JOIN common_auditentry e ON e.id = s.entry_id
    ORDER BY s.seal, s.position"""
WAITING = """
    SELECT count(*), trunc(extract(epoch FROM min(e.recorded_at)) * 1000000),
      (array_agg(e.id::text ORDER BY e.recorded_at))[1]
    FROM common_auditentry e
    WHERE NOT EXISTS (SELECT FROM disclosures_sealedrow s WHERE s.entry_id = e.id)"""
FIRST = "SELECT trunc(extract(epoch FROM min(taken_at)) * 1000000) FROM disclosures_seal"
NOW = "SELECT trunc(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"


@dataclass(frozen=True)
class Verdict:
    """What was found: the trail as far as it was followed, rows not sealed yet, the first break."""

    trail: Trail | None
    waiting: int = 0
    broken: Broken | None = None

    @property
    def whole(self) -> bool:
        return self.broken is None


def verify(anchor_file: Path | None = None) -> Verdict:
    """Follow the whole chain. `anchor_file`: another copy of the anchors, or one mailed anchor."""
    try:
        known = _anchors(anchor_file)
        # Closed here: a cursor that is left to the garbage collector waits for its own connection.
        with everything_read_only(), closing(_seals()) as seals, closing(_rows()) as rows:
            trail = walk(seals, rows, known)
            waiting = _waiting()
            if anchor_file is None:
                _anchored_in_time(known, trail)
    except Broken as found:
        return Verdict(None, broken=found)
    return Verdict(trail, waiting)


@contextmanager
def everything_read_only() -> Iterator[None]:
    """All rows, in one snapshot, and no way to change any."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL ROLE kw_migrator")
        yield


def _anchors(given: Path | None) -> list[AnchorSaid]:
    path = given or anchors.kept()
    if given is None and not path.exists():
        return []
    found = anchors.read(path)
    if not found:
        raise Broken("anchor", f"There is no anchor in {path}.")
    return found


def _seals() -> Iterator[SealSaid]:
    with closing(_stream(SEALS)) as found:
        for number, rows, taken, method, *digests in found:
            yield SealSaid(
                number, rows, _whole(taken), method, *(bytes(digest) for digest in digests)
            )


def _rows() -> Iterator[RowSaid]:
    with closing(_stream(ROWS)) as found:
        for seal, position, entry, digest, recorded, text in found:
            yield RowSaid(seal, position, entry, bytes(digest), _whole(recorded), text)


def _whole(micros: Decimal | None) -> int:
    """An integer; whoever writes `infinity` into a time gets the end of what fits into 8 bytes."""
    if micros is None or micros.is_finite():
        return int(micros or 0)
    return 2**63 - 1 if micros > 0 else -(2**63)


def _stream(sql: str) -> Iterator[tuple]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while found := cursor.fetchmany(CHUNK):
            yield from found


def _waiting() -> int:
    """Rows in no seal yet; Broken where they wait longer than a minute's job explains."""
    count, oldest, entry = _one(WAITING)
    (now,), oldest = _one(NOW), _whole(oldest)
    if count and oldest < now - SEALED_WITHIN:
        words = (
            f"{count} rows are in no seal, the oldest ({entry}) since {when(oldest)}: the worker "
            "has not run (then `kinwork audit seal`), or they were put in afterwards."
        )
        raise Broken("unsealed", words, entry=entry)
    return count


def _anchored_in_time(known: list[AnchorSaid], trail: Trail) -> None:
    """The anchor file is missing or ends, though sealing went on for hours."""
    last = known[-1].at if known else _whole(_one(FIRST)[0])
    if not trail.seals or trail.taken < last + ANCHORED_WITHIN:
        return
    hours = (trail.taken - last) // (3600 * SECOND)
    told = "ends at " + when(last) if known else "is not there"
    words = (
        f"The anchor file {anchors.kept()} {told}, though sealing went on for {hours} hours: "
        "lines were taken from it, or the worker does not write it."
    )
    raise Broken("anchor", words)


def _one(sql: str) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()
