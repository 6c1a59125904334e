"""Every cell of the matrix by its number: kind x role x purpose x class x grounds.

A cell starts from a situation in which one line of the rule holds entirely (or nothing does) and
turns up to three of its grounds round; the last cells are grounds thrown like dice. So each
condition is met alone and together with each two others, with strangers' grounds mixed in.
"""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, combinations
from random import Random

from kinwork.common.actor import KINDS, ROLES
from kinwork.people.rules import CLASSES
from tests.access.policy import Case

FLAGS = Case._fields[4:]
BIT = {name: 1 << place for place, name in enumerate(FLAGS)}
PURPOSES = ("care", "statistics", "evaluation", "audit", "oversight")
PERMIT = (
    *("tie", "intake", "consent", "consent_part_2", "consent_written", "consent_by_name"),
    "note_shared",
)
OWN_STAFF = ("active", "tie", "by_name", "part_2", "intake")
SITUATIONS = tuple(
    sum(BIT[name] for name in names)
    for names in (
        (),
        ("active", "family_owned"),
        ("family_owned", "own_branch"),
        ("family_owned", "recorded", *OWN_STAFF),
        ("owns", *OWN_STAFF),
        ("family_owned", "active", "party", *PERMIT),
        ("active", "mou", "licensed", *PERMIT),
        ("family_owned", "active", "glass", "emergency"),
        ("family_owned", "named"),
        ("opened",),
    )
)
WITH_ROWS = ("intake worker", "navigator", "caseworker", "provider staff", "supervisor")
DEEP = (
    *(("staff", role) for role in (*WITH_ROWS, "coordinator")),
    ("family", "family member"),
    ("link", ""),
    ("clock", ""),
    ("machine", "caseworker"),
)
FLAT = tuple(
    who
    for who in [("staff", role) for role in ("", *ROLES)]
    + [(kind, role) for kind in KINDS[1:] for role in ("", "caseworker", "supervisor")]
    if who not in DEEP
)
RARE = BIT["sealed"] | BIT["blocked"] | BIT["withheld"] | BIT["denied"]
ALL = 8_000_000


def _turned(most: int) -> tuple[int, ...]:
    """Masks of up to `most` grounds."""
    sizes = range(most + 1)
    return tuple(sum(BIT[n] for n in some) for k in sizes for some in combinations(FLAGS, k))


@dataclass(frozen=True)
class Block:
    """A product of actors, purposes, classes, situations and turned grounds."""

    actors: tuple[tuple[str, str], ...]
    purposes: tuple[str, ...]
    turned: tuple[int, ...]

    def __len__(self) -> int:
        parts = (self.actors, self.purposes, CLASSES, SITUATIONS, self.turned)
        size = 1
        for part in parts:
            size *= len(part)
        return size

    def __getitem__(self, place: int) -> tuple[str, str, str, str, int]:
        place, turned = divmod(place, len(self.turned))
        place, situation = divmod(place, len(SITUATIONS))
        place, sensitivity = divmod(place, len(CLASSES))
        actor, purpose = divmod(place, len(self.purposes))
        bits = SITUATIONS[situation] ^ self.turned[turned]
        return *self.actors[actor], self.purposes[purpose], CLASSES[sensitivity], bits


BLOCKS = (
    Block(DEEP, ("care",), _turned(3)),
    Block(FLAT, ("care",), _turned(2)),
    Block(DEEP + FLAT, PURPOSES[1:], _turned(1)),
)
ENDS = tuple(accumulate(len(block) for block in BLOCKS))


def nearest(*roles: str) -> list[int]:
    """The cells of these roles at care, in which a line holds entirely but for one ground or none."""
    block, few = BLOCKS[0], len(FLAGS) + 1
    wanted = [place for place, (kind, role) in enumerate(DEEP) if kind == "staff" and role in roles]
    a_role = len(block) // len(DEEP)
    every = len(block.turned)
    return [
        role * a_role + start + turned
        for role in wanted
        for start in range(0, a_role, every)
        for turned in range(few)
    ]


def cell(number: int, seed: int) -> tuple[str, str, str, str, int]:
    """The cell of this number, below ALL; `seed` matters for the thrown ones."""
    which = bisect_right(ENDS, number)
    if which < len(BLOCKS):
        return BLOCKS[which][number - (ENDS[which - 1] if which else 0)]
    dice = Random(seed * ALL + number)
    actor = dice.choice(DEEP)
    chance = dice.getrandbits(len(FLAGS))
    if dice.random() < 0.9:  # what forbids everything would hide the rest
        chance = chance & ~RARE | BIT["active"]
    return *actor, "care", dice.choice(CLASSES), chance


IMPLIED = {"sud": "part_2_record", "safety": "safety_record", "education": "written_only"}


def meant(sensitivity: str, bits: int) -> int:
    """The grounds as they can be: an owned row is not the family's, a tie by name is a tie, a class has its label."""
    if bits & BIT["owns"]:
        bits &= ~BIT["family_owned"]
    if bits & BIT["by_name"]:
        bits |= BIT["tie"]
    return bits | BIT.get(IMPLIED.get(sensitivity, ""), 0)


def case(number: int, seed: int) -> tuple[tuple, int]:
    """The values of the cell, in the order of Case, and its grounds as bits."""
    kind, role, purpose, sensitivity, bits = cell(number, seed)
    bits = meant(sensitivity, bits)
    flags = [bits & bit != 0 for bit in BIT.values()]
    return (kind, role, purpose, sensitivity, *flags), bits
