"""What makes a trail whole, and what makes a view odd. Plain values only.

A seal covers a batch of the trail's rows in a fixed order. Each row has a digest; the batch's
digest is over its rows' digests; the chain's digest is over the seal before, this seal's number,
count and time, and its batch. The database computes the same in sql/seal.sql.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

METHODS = ("sha256", "sha512")  # of digests; each seal names its own
ZERO = bytes(32)  # what the first seal follows
SECOND = 1_000_000  # all times are microseconds since 1970, UTC
# A row may be written this long before the seal that passed it over: a long transaction.
LATE = 2 * 60 * 60 * SECOND
# A row waits at most this long for its seal, and a seal for its anchor, while the worker runs.
SEALED_WITHIN = 15 * 60 * SECOND
ANCHORED_WITHIN = 3 * 60 * 60 * SECOND

REASONS = ("no tie", "same name", "night", "many")
VERDICTS = ("fine", "follow up", "breach")


@dataclass(frozen=True)
class SealSaid:
    """A seal as the database holds it; `taken` in microseconds."""

    number: int
    rows: int
    taken: int
    method: str
    batch: bytes
    previous: bytes
    chain: bytes


@dataclass(frozen=True)
class RowSaid:
    """A sealed row: where it was sealed, its digest then, its text now (None: it is gone)."""

    seal: int
    position: int
    entry: str
    digest: bytes
    recorded: int
    text: str | None


@dataclass(frozen=True)
class AnchorSaid:
    """What was written down outside the database: the chain's digest after `seal`."""

    seal: int
    rows: int
    at: int
    head: bytes


class Broken(Exception):
    """The first broken place, in one sentence. kind: what was done; seal and entry: where."""

    def __init__(self, kind: str, sentence: str, *, seal: int | None = None, entry: str = ""):
        super().__init__(sentence)
        self.kind, self.sentence, self.seal, self.entry = kind, sentence, seal, entry


@dataclass
class Trail:
    """A trail that is whole: how much of it, and where it ends."""

    seals: int = 0
    rows: int = 0
    anchors: int = 0
    anchored_to: int = 0
    taken: int = 0
    head: bytes = field(default=ZERO)


def eight(number: int) -> bytes:
    """As the database's int8send."""
    return number.to_bytes(8, "big", signed=True)


def link(previous: bytes, number: int, rows: int, taken: int, batch: bytes, method: str) -> bytes:
    """The chain's digest after one more seal, by the seal's own method."""
    said = previous + eight(number) + eight(rows) + eight(taken) + batch
    return hashlib.new(method, said).digest()


def when(micros: int) -> str:
    """For a sentence: 2026-03-02 16:04 UTC."""
    try:
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
    except OverflowError:
        return "no time at all"
    return at.strftime("%Y-%m-%d %H:%M UTC")


def walk(
    seals: Iterable[SealSaid], rows: Iterable[RowSaid], anchors: Iterable[AnchorSaid] = ()
) -> Trail:
    """Follow the chain from its first seal. Raises Broken at the first place that does not fit.

    `seals` come by number, `rows` by seal and position; neither is held in memory.
    """
    known: dict[int, list[AnchorSaid]] = {}
    for anchor in anchors:
        known.setdefault(anchor.seal, []).append(anchor)
    trail, flow = Trail(), _Flow(rows)
    for seal in seals:
        _in_turn(trail, seal)
        _batch(trail, seal, flow)
        _chained(trail, seal)
        trail.seals, trail.head, trail.taken = seal.number, seal.chain, seal.taken
        trail.rows += seal.rows
        for anchor in known.pop(seal.number, ()):
            _anchored(trail, anchor)
    if (stray := flow.next_of(None)) is not None:
        words = f"Row {stray.entry} is listed in seal {stray.seal}, and there is no such seal."
        raise Broken("cut", words, seal=stray.seal, entry=stray.entry)
    if known:
        lost = max(known)
        words = (
            f"The trail ends at seal {trail.seals}, but an anchor of {when(known[lost][0].at)} "
            f"knows seal {lost}: the end was cut off."
        )
        raise Broken("cut", words, seal=trail.seals + 1)
    return trail


class _Flow:
    """Rows in order, one at a time."""

    def __init__(self, rows: Iterable[RowSaid]):
        self._rows: Iterator[RowSaid] = iter(rows)
        self._next = next(self._rows, None)

    def next_of(self, seal: int | None) -> RowSaid | None:
        """The next row, if it belongs to `seal` (None: to any) or to a seal before it."""
        row = self._next
        if row is None or (seal is not None and row.seal > seal):
            return None
        self._next = next(self._rows, None)
        return row


def _in_turn(trail: Trail, seal: SealSaid) -> None:
    due = trail.seals + 1
    if seal.number != due:
        raise Broken("delete", f"Seal {due} is missing: after it comes {seal.number}.", seal=due)
    if seal.method not in METHODS:
        raise Broken("edit", f"Seal {due} names a method of digests that is none.", seal=due)


def _batch(trail: Trail, seal: SealSaid, flow: _Flow) -> None:
    """The rows of one seal are those, as they were, in the order in which they were sealed."""
    whole, count, n = hashlib.new(seal.method), 0, seal.number
    while (row := flow.next_of(n)) is not None:
        count += 1
        at = {"seal": n, "entry": row.entry}
        if row.seal != n:
            raise Broken("insert", f"Row {row.entry} is listed in no seal that exists.", **at)
        if count > seal.rows:
            words = f"Row {row.entry} was put into seal {n}, which has {seal.rows} rows."
            raise Broken("insert", words, **at)
        if row.position != count:
            words = f"The list of seal {n} has no row at place {count}: row {row.entry} follows."
            raise Broken("delete", words, **at)
        if row.text is None:
            raise Broken("delete", f"Row {row.entry} of seal {n} is gone.", **at)
        if hashlib.new(seal.method, row.text.encode()).digest() != row.digest:
            raise Broken("edit", f"Row {row.entry} of seal {n} was changed afterwards.", **at)
        if trail.seals and row.recorded < trail.taken - LATE:
            words = (
                f"Row {row.entry} of seal {n} says {when(row.recorded)}, long before the seal "
                "that passed it over: it was put in later."
            )
            raise Broken("insert", words, **at)
        whole.update(row.digest)
    if count != seal.rows:
        words = f"Seal {n} covers {seal.rows} rows; {count} are there."
        raise Broken("delete", words, seal=n)
    if whole.digest() != seal.batch:
        words = f"The rows of seal {n} are not those that were sealed, or not in their order."
        raise Broken("reorder", words, seal=n)


def _chained(trail: Trail, seal: SealSaid) -> None:
    n = seal.number
    if seal.previous != trail.head:
        words = f"Seal {n} does not follow from seal {n - 1}: one of them was written anew."
        raise Broken("rehash", words, seal=n)
    if link(trail.head, n, seal.rows, seal.taken, seal.batch, seal.method) != seal.chain:
        raise Broken("edit", f"Seal {n} itself was changed: its figures do not fit.", seal=n)


def _anchored(trail: Trail, anchor: AnchorSaid) -> None:
    if (anchor.head, anchor.rows) != (trail.head, trail.rows):
        words = (
            f"The trail up to seal {anchor.seal} is not the one that was anchored on "
            f"{when(anchor.at)}: it was written anew, or the anchor is forged."
        )
        raise Broken("rehash", words, seal=anchor.seal)
    trail.anchors += 1
    trail.anchored_to = anchor.seal
