"""What a charter must hold, what is missing before it is adopted, and how it is decided. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kinwork.common.moves import Life, move
from kinwork.measure.deciding import (
    BASES,
    RULES,
    WAYS,
    Decision,
    DecisionRule,
    Quorum,
    QuorumRule,
    decide,
    quorum,
)

# From near to far. A tribal nation stands beside a state, not below it.
LEVELS = ("neighborhood", "county", "region", "state", "tribal", "federal")
RANKS = {"neighborhood": 0, "county": 1, "region": 2, "state": 3, "tribal": 3, "federal": 4}
AGENCY, PROGRAM, FAMILY_GROUP = MEMBER_KINDS = ("agency", "program", "family group")
MEMBER, RESIDENT, CAREGIVER = SEAT_KINDS = ("member", "resident", "caregiver")
REPRESENTATIVE, ALTERNATE = PLACES = ("representative", "alternate")
# How often it meets -> meetings a year.
FREQUENCIES = {
    "every month": 12,
    "every two months": 6,
    "every three months": 4,
    "twice a year": 2,
}
QUORUMS = {
    "majority": {"more_than": Fraction(1, 2)},
    "half": {"at_least": Fraction(1, 2)},
    "two thirds": {"at_least": Fraction(2, 3)},
}
# Who reads the minutes of a meeting.
MEMBERS_READ, EVERYBODY_READS = MINUTES_FOR = ("members", "everybody")
# How what members say of each other is shown: whose word it is, or only counts of all of them.
RATINGS = ("named", "anonymous")
# The four questions that come before any structure.
QUESTIONS = ("whom", "better_off", "together", "mix")
# What the standard of practice asks of a charter, in words.
TEXTS = (
    *("vision", "goals", "structure", "agendas", "attendance", "impasse"),
    *("communicating", "accountability", "assessing"),
)
COMMITMENTS = ("working_together", "time", "resources", "respect", "outcomes")
LEAST_MEMBERS = 2

LIFE = Life(
    states=("draft", "adopted", "replaced"),
    first="draft",
    moves=(
        move("change_charter", ["draft"], None, ["lead"]),
        move("commit", ["draft"], None, ["lead"]),
        move("decide", ["draft"], "adopted", ["seats"], ["nothing is missing", "the rule's count"]),
        move("replace", ["adopted"], "replaced", ["seats"]),
    ),
    ends=frozenset(["replaced"]),
)


@dataclass(frozen=True)
class Result:
    """A result that the partnership took as its own."""

    agreed: bool
    baseline: bool


@dataclass(frozen=True)
class Member:
    """committed: names of COMMITMENTS that it has said."""

    name: str
    seated: bool
    authority: bool
    committed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Prepared:
    """Everything that counts before a charter is adopted. said: the charter's fields, None: none.
    filled, of_families: seats on which somebody sits, and those among them of residents, caregivers."""

    answers: Mapping[str, str]
    results: tuple[Result, ...] = ()
    members: tuple[Member, ...] = ()
    said: Mapping[str, Any] | None = None
    filled: int = 0
    of_families: int = 0


def missing(found: Prepared) -> list[tuple[str, str]]:
    """What is missing before a charter is adopted: (key of words.MISSING, whose), [] when nothing is.

    In the order in which it is made: results before structure.
    """
    lacks = [(name, "") for name in QUESTIONS if not found.answers.get(name, "").strip()]
    lacks += _of_results(found.results)
    lacks += _of_members(found.members)
    if found.said is None:
        return [*lacks, ("charter", "")]
    lacks += [(name, "") for name in TEXTS if not str(found.said.get(name, "")).strip()]
    if seats_short(found.filled, found.of_families, found.said.get("family_share") or 0):
        lacks.append(("family_share", ""))
    for member in found.members:
        lacks += [(name, member.name) for name in COMMITMENTS if name not in member.committed]
    return lacks


def _of_results(results: Iterable[Result]) -> list[tuple[str, str]]:
    results = list(results)
    if not results:
        return [("result", "")]
    if not any(one.agreed for one in results):
        return [("agreed", "")]
    return [] if any(one.agreed and one.baseline for one in results) else [("baseline", "")]


def _of_members(members: Collection[Member]) -> list[tuple[str, str]]:
    lacks = [("members", "")] if len(members) < LEAST_MEMBERS else []
    for member in members:
        if not member.seated:
            lacks.append(("seat", member.name))
        elif not member.authority:
            lacks.append(("authority", member.name))
    return lacks


def seats_short(filled: int, of_families: int, share: int) -> int:
    """How many more seats of residents or caregivers make `share` percent of all filled seats: each
    that is added is added to both."""
    if share >= 100:
        return filled - of_families
    short = Fraction(share * filled - 100 * of_families, 100 - share)
    return max(0, -int(-short // 1))


def is_vertical(member: str, partnership: str) -> bool:
    """Does a member of this level support from above? Else it works beside the others."""
    return RANKS[member] > RANKS[partnership]


def may_stand_in(child: str, parent: str) -> bool:
    """A partnership stands inside one of its own level or of a farther one."""
    return RANKS[child] <= RANKS[parent]


def quorum_rule(said: Mapping[str, Any]) -> QuorumRule:
    return QuorumRule(**QUORUMS[said["quorum"]], counts=frozenset(said["ways"]))


def decision_rule(said: Mapping[str, Any]) -> DecisionRule:
    return DecisionRule(said["rule"], said["base"])


def wrong_voice(way: str, voice: str, reason: str, recused: bool) -> str:
    """What is wrong with how one seat was there: a key of words.WRONG_VOICE, "" when nothing is."""
    if not way:
        return "away" if voice else ""
    if recused and voice:
        return "recused"
    return "reason" if voice == "object" and not reason.strip() else ""


def counted(
    said: Mapping[str, Any],
    *,
    filled: int,
    ways: Mapping[Any, str],
    voices: Mapping[Any, str],
    recused: Collection[Any] = (),
) -> tuple[Quorum, Decision]:
    """ways: seat -> how it was there. said: the charter by which it is decided."""
    there = quorum(quorum_rule(said), filled, ways)
    made = decide(
        decision_rule(said),
        members=filled,
        present=[seat for seat, way in ways.items() if way in said["ways"]],
        voices={seat: one for seat, one in voices.items() if ways[seat] in said["ways"]},
        recused=recused,
        quorate=there.met,
    )
    return there, made


__all__ = [
    "BASES",
    "RULES",
    "WAYS",
    "counted",
    "decision_rule",
    "is_vertical",
    "may_stand_in",
    "missing",
    "quorum_rule",
    "seats_short",
    "wrong_voice",
]
