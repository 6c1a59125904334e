"""Seven ways to lie about the past, as somebody who owns the database server would do them.

Each takes a `Scene` and changes it, choosing by `dice`. `Scene.world()` makes a trail of a dozen
seals with anchors; `restored()` puts it back after an attack.
"""

import hashlib
import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
from django.test import override_settings
from django.utils import timezone
from psycopg import sql

from kinwork.common import audit
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor, clock
from kinwork.common.ids import new_id
from kinwork.trust.disclosures import actions, anchors
from kinwork.trust.disclosures.rules import ZERO, link
from kinwork.trust.disclosures.verify import ROWS

CLOCK = clock(new_id())
TABLES = ("common_auditentry", "disclosures_seal", "disclosures_sealedrow")
SEALS = 12


@dataclass
class Scene:
    """A sealed and anchored trail. letter: the newest anchor as it was mailed away."""

    root: psycopg.Connection
    file: Path
    dice: random.Random
    letter: Path
    anchored: int = 0

    def world(self) -> None:
        households = [new_id() for _ in range(4)]
        for number in range(1, SEALS + 1):
            with acting_as(VISITOR):
                for _ in range(self.dice.randint(2, 12)):
                    self._row(households)
            with acting_as(CLOCK):
                actions.seal(by=CLOCK, at=timezone.now())
                if number % 4 == 0:  # the last one too
                    line = actions.anchor(by=CLOCK, at=timezone.now())
                    self.anchored = json.loads(line)["seal"]
                    self.letter.write_text(f"Keep this letter.\n\n{line}\n\nKinwork\n")
        for table in TABLES:
            self.do(sql.SQL("CREATE TABLE {} AS TABLE {}"), _kept(table), sql.Identifier(table))

    def _row(self, households: list) -> None:
        verb = self.dice.choice(["people.household.view", "referrals.accept", "consent.end"])
        by = Actor("visitor", new_id())
        told = {"household": self.dice.choice(households), "note": self.dice.choice(["á", "b\\n"])}
        audit.record(verb, by=by, classes=self.dice.sample(["identity", "health"], 1), **told)

    @contextmanager
    def restored(self) -> Iterator[None]:
        file = self.file.read_bytes()
        try:
            yield
        finally:
            self.file.write_bytes(file)
            for table in TABLES:
                self.do(sql.SQL("DELETE FROM {}"), sql.Identifier(table))
                self.do(sql.SQL("INSERT INTO {} TABLE {}"), sql.Identifier(table), _kept(table))

    def do(self, query, *names, **values):
        query = query.format(*names) if isinstance(query, sql.SQL) else query
        return self.root.execute(query, values)

    def one(self, query: str, **values):
        return self.do(query, **values).fetchone()

    def some_row(self, upto: int = SEALS) -> tuple:
        """(entry, seal, position) of a sealed row."""
        rows = self.do(
            "SELECT entry_id, seal, position FROM disclosures_sealedrow WHERE seal <= %(upto)s"
            " ORDER BY seal, position",
            upto=upto,
        ).fetchall()
        return self.dice.choice(rows)


def _kept(table: str) -> sql.Identifier:
    return sql.Identifier(f"kept_{table}")


CHANGES = [
    "verb = 'people.household.close'",
    "outcome = 'refused'",
    "at = at - interval '1 microsecond'",
    "at = 'infinity'",
    "recorded_at = recorded_at + interval '1 second'",
    "recorded_at = '-infinity'",
    "actor_id = gen_random_uuid()",
    "actor_kind = 'staff'",
    "hat = gen_random_uuid()",
    "role = 'navigator'",
    "purpose = 'audit'",
    "on_behalf_of = gen_random_uuid()",
    "target_kind = 'people.person'",
    "target_id = gen_random_uuid()",
    "household_id = NULL",
    "person_id = gen_random_uuid()",
    "community_id = gen_random_uuid()",
    "classes = classes || '{sud}'",
    "classes = '{}'",
    """details = '{"note": "another"}'""",
    "details = details || '{\"more\": 1}'",
]


def edit(scene: Scene) -> None:
    """Change one thing of one row; half the time its digest is made to fit."""
    entry, _seal, _position = scene.some_row()
    _change(scene, entry, CHANGES)
    if scene.dice.random() < 0.5:
        _redigest(scene)


def delete(scene: Scene) -> None:
    """Take out a row, a row and its place in the list, or a whole seal from the middle."""
    entry, seal, position = scene.some_row(SEALS - 1)
    way = scene.dice.randrange(4)
    if way == 3:
        scene.do(
            "DELETE FROM common_auditentry WHERE id IN"
            " (SELECT entry_id FROM disclosures_sealedrow WHERE seal = %(seal)s)",
            seal=seal,
        )
        scene.do("DELETE FROM disclosures_sealedrow WHERE seal = %(seal)s", seal=seal)
        scene.do("DELETE FROM disclosures_seal WHERE number = %(seal)s", seal=seal)
        return
    scene.do("DELETE FROM common_auditentry WHERE id = %(entry)s", entry=entry)
    if way >= 1:
        scene.do("DELETE FROM disclosures_sealedrow WHERE entry_id = %(entry)s", entry=entry)
    if way == 2:
        _shift(scene, seal, position, -1)
        scene.do("UPDATE disclosures_seal SET rows = rows - 1 WHERE number = %(n)s", n=seal)


def insert(scene: Scene) -> None:
    """Put a row where it was not: into a seal's list, or into the trail under an old date."""
    entry, seal, position = scene.some_row()
    forged, way = new_id(), scene.dice.randrange(4)
    back = timedelta(hours=scene.dice.randint(4, 400)) if way < 2 else timedelta(0)
    columns = "at, verb, outcome, actor_kind, role, purpose, target_kind, classes, details"
    scene.do(
        f"INSERT INTO common_auditentry (id, recorded_at, {columns})"
        f" SELECT %(forged)s, recorded_at - %(back)s, {columns} FROM common_auditentry"
        " WHERE id = %(entry)s",
        forged=forged,
        back=back,
        entry=entry,
    )
    if way == 0:  # left to the sealer, who takes it for late
        with acting_as(CLOCK):
            actions.seal(by=CLOCK, at=timezone.now())
        if scene.one("SELECT 1 FROM disclosures_sealedrow WHERE entry_id = %(e)s", e=forged):
            return
    if way >= 2:
        if way == 3:
            _shift(scene, seal, position, 1)
        last = "(SELECT max(position) + 1 FROM disclosures_sealedrow WHERE seal = %(seal)s)"
        scene.do(
            "INSERT INTO disclosures_sealedrow (entry_id, seal, position, digest) VALUES"
            f" (%(forged)s, %(seal)s, {'%(position)s' if way == 3 else last}, '')",
            forged=forged,
            seal=seal,
            position=position,
        )
        _redigest(scene)
        if scene.dice.random() < 0.5:
            scene.do("UPDATE disclosures_seal SET rows = rows + 1 WHERE number = %(n)s", n=seal)


def reorder(scene: Scene) -> None:
    """Swap two rows of a seal, two rows of two seals, or two seals."""
    way, mine = scene.dice.randrange(3), scene.some_row()
    if way == 2:
        a, b = scene.dice.sample(range(1, SEALS + 1), 2)
        for start, end in ((a, -1), (b, a), (-1, b)):
            if end == -1:
                scene.do(
                    "ALTER TABLE disclosures_seal DROP CONSTRAINT IF EXISTS seal_counts_from_one"
                )
            scene.do(
                "UPDATE disclosures_seal SET number = %(e)s WHERE number = %(s)s", s=start, e=end
            )
            scene.do(
                "UPDATE disclosures_sealedrow SET seal = %(e)s WHERE seal = %(s)s", s=start, e=end
            )
        return
    same = "=" if way == 0 else "<>"
    others = scene.do(
        "SELECT entry_id, seal, position FROM disclosures_sealedrow"
        f" WHERE seal {same} %(seal)s AND entry_id <> %(entry)s ORDER BY seal, position",
        seal=mine[1],
        entry=mine[0],
    ).fetchall()
    other = scene.dice.choice(others)
    move = (
        "UPDATE disclosures_sealedrow SET seal = %(seal)s, position = %(position)s"
        " WHERE entry_id = %(entry)s"
    )
    for entry, seal, position in (
        (mine[0], 9999, 9999),
        (other[0], mine[1], mine[2]),
        (mine[0], other[1], other[2]),
    ):
        scene.do(move, entry=entry, seal=seal, position=position)


def cut(scene: Scene) -> None:
    """Take away the end: seals and rows, or the seals alone, sealed anew by our own sealer."""
    last = scene.dice.randrange(scene.anchored)
    if scene.dice.random() < 0.7:
        scene.do(
            "DELETE FROM common_auditentry WHERE id IN"
            " (SELECT entry_id FROM disclosures_sealedrow WHERE seal > %(last)s)",
            last=last,
        )
    scene.do("DELETE FROM disclosures_sealedrow WHERE seal > %(last)s", last=last)
    scene.do("DELETE FROM disclosures_seal WHERE number > %(last)s", last=last)
    if scene.dice.random() < 0.5:
        with acting_as(CLOCK):
            audit.record("test.after", by=VISITOR)
            actions.seal(by=CLOCK, at=timezone.now())


def rehash(scene: Scene) -> None:
    """Change or take out a row, then make every digest and the whole chain fit."""
    entry, seal, position = scene.some_row(scene.anchored)
    alone = scene.one("SELECT rows FROM disclosures_seal WHERE number = %(n)s", n=seal)[0] == 1
    if scene.dice.random() < 0.5 or alone:
        _change(scene, entry, [one for one in CHANGES if "recorded_at" not in one])
    else:
        scene.do("DELETE FROM common_auditentry WHERE id = %(entry)s", entry=entry)
        scene.do("DELETE FROM disclosures_sealedrow WHERE entry_id = %(entry)s", entry=entry)
        _shift(scene, seal, position, -1)
    rechain(scene)


def anchor(scene: Scene) -> None:
    """Write the chain anew and the anchor file with it, without the secret."""
    lines = scene.file.read_text().splitlines()
    way = scene.dice.randrange(6)
    if way == 0:  # a line taken out between others
        del lines[scene.dice.randrange(len(lines) - 2) + 1]
    elif way == 1:
        a, b = scene.dice.sample(range(len(lines)), 2)
        lines[a], lines[b] = lines[b], lines[a]
    elif way == 2:
        spot = scene.dice.randrange(len(lines))
        lines[spot] = lines[spot][: scene.dice.randrange(1, len(lines[spot]))]
    else:
        rehash(scene)
        if way == 3:  # with the old macs
            lines = [
                json.dumps({**said, **true_of(scene, said)}) for said in map(json.loads, lines)
            ]
        else:  # with macs of another secret
            with override_settings(SECRET_KEY=f"guessed {scene.dice.random()}"):
                scene.file.unlink()
                for said in map(json.loads, lines):
                    true = true_of(scene, said)
                    true["head"] = bytes.fromhex(true["head"])
                    anchors.append(scene.file, seal=said["seal"], at=said["at"], **true)
            return
    scene.file.write_text("\n".join(lines) + "\n")


KINDS: dict[str, Callable[[Scene], None]] = {
    "edit": edit,
    "delete": delete,
    "insert": insert,
    "reorder": reorder,
    "tail cut": cut,
    "full re-hash": rehash,
    "forged anchor": anchor,
}


def _change(scene: Scene, entry, ways: list[str]) -> None:
    """One of these changes that really changes this row (some rows have no household)."""
    now = "SELECT e::text FROM common_auditentry e WHERE id = %(entry)s"
    before = scene.one(now, entry=entry)
    while scene.one(now, entry=entry) == before:
        change = scene.dice.choice(ways)
        scene.do(f"UPDATE common_auditentry SET {change} WHERE id = %(entry)s", entry=entry)


def _shift(scene: Scene, seal: int, position: int, step: int) -> None:
    """Make room at a place of a seal's list, or close it."""
    from_there = "seal = %(seal)s AND position >= %(position)s"
    far = "UPDATE disclosures_sealedrow SET position = position + 100000 WHERE " + from_there
    scene.do(far, seal=seal, position=position)
    back = "UPDATE disclosures_sealedrow SET position = position - 100000 + %(step)s"
    scene.do(back + " WHERE seal = %(seal)s AND position >= 100000", seal=seal, step=step)


def _redigest(scene: Scene) -> None:
    """Every row's digest fits its text."""
    for _seal, _position, entry, _digest, _recorded, text in scene.do(ROWS).fetchall():
        scene.do(
            "UPDATE disclosures_sealedrow SET digest = %(digest)s WHERE entry_id = %(entry)s",
            digest=hashlib.sha256(text.encode()).digest(),
            entry=entry,
        )


def rechain(scene: Scene) -> None:
    """Every digest, count, batch and link fits what is there now."""
    _redigest(scene)
    previous = ZERO
    seals = scene.do(
        "SELECT number, trunc(extract(epoch FROM taken_at) * 1000000)::bigint"
        " FROM disclosures_seal ORDER BY number"
    ).fetchall()
    for number, taken in seals:
        digests = scene.do(
            "SELECT digest FROM disclosures_sealedrow WHERE seal = %(n)s ORDER BY position",
            n=number,
        ).fetchall()
        batch = hashlib.sha256(b"".join(bytes(digest) for (digest,) in digests)).digest()
        chain = link(previous, number, len(digests), taken, batch, "sha256")
        scene.do(
            "UPDATE disclosures_seal SET rows = %(rows)s, batch = %(batch)s,"
            " previous = %(previous)s, chain = %(chain)s WHERE number = %(number)s",
            rows=len(digests),
            batch=batch,
            previous=previous,
            chain=chain,
            number=number,
        )
        previous = chain


def true_of(scene: Scene, said: dict) -> dict:
    """What an honest line would say of the chain as it is now."""
    head, rows = scene.one(
        "SELECT s.chain, (SELECT sum(rows) FROM disclosures_seal WHERE number <= s.number)"
        " FROM disclosures_seal s WHERE s.number = %(n)s",
        n=said["seal"],
    )
    return {"head": bytes(head).hex(), "rows": int(rows)}
