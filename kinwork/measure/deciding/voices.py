"""Yes or no: how the voices of seats become a decision, by the rule that a charter names.

A seat has one voice. Who declared a conflict of interest has none on that item: the seat counts
toward the quorum, and not among those present or voting; of all members it stays one.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction

YES, NO, ABSTAIN, OBJECT = VOICES = ("yes", "no", "abstain", "object")
MEMBERS, PRESENT, CAST = BASES = ("members", "present", "cast")
MAJORITY, TWO_THIRDS, CONSENSUS, CONSENT = RULES = (
    "majority",
    "two thirds",
    "consensus",
    "consent",
)
ADOPTED, REJECTED, IMPASSE, NO_QUORUM = OUTCOMES = (
    "adopted",
    "rejected",
    "impasse",
    "without quorum",
)


@dataclass(frozen=True)
class DecisionRule:
    """majority: more than half of the base says yes. two thirds: at least two thirds of it do.
    consensus: somebody says yes, and nobody no. consent: somebody says yes, and nobody objects; a
    no without an objection stands aside.

    base, for the first two: all members; those present (who abstains is counted, so an abstention
    weighs like a no); or the votes cast for and against.
    """

    kind: str
    base: str = CAST

    def __post_init__(self):
        if self.kind not in RULES or self.base not in BASES:
            raise ValueError(f"There is no rule {self.kind!r} of {self.base!r}.")


@dataclass(frozen=True)
class Decision:
    """What came of it, and every number that it came from. needed: how many yes of `base` seats;
    for consensus and consent None."""

    outcome: str
    yes: int
    no: int
    abstain: int
    object: int
    silent: int
    recused: int
    base: int
    needed: int | None


def decide(
    rule: DecisionRule,
    *,
    members: int,
    present: Collection[Hashable],
    voices: Mapping[Hashable, str],
    recused: Collection[Hashable] = (),
    quorate: bool = True,
) -> Decision:
    """members: filled seats. present: the seats that are there (in a written vote: that answered).
    voices: seat -> voice. quorate: was the quorum met when the vote was taken?

    A tie is no majority. ValueError for a voice of a seat that is not there or is recused, for
    unknown words, and for more seats present than there are.
    """
    there, out = set(present), set(recused)
    if len(there | out) > members:
        raise ValueError(f"{len(there | out)} seats are there, of {members}.")
    if wrong := set(voices) - (there - out):
        raise ValueError(f"No voice on this item: {sorted(map(str, wrong))}")
    if unknown := set(voices.values()) - set(VOICES):
        raise ValueError(f"Unknown voices: {sorted(unknown)}")
    count = {voice: sum(one == voice for one in voices.values()) for voice in VOICES}
    against = count[NO] + count[OBJECT]
    base = {MEMBERS: members, PRESENT: len(there - out), CAST: count[YES] + against}[rule.base]
    needed = {MAJORITY: base // 2 + 1, TWO_THIRDS: _two_thirds(base)}.get(rule.kind)
    return Decision(
        outcome=_outcome(rule, count, needed) if quorate else NO_QUORUM,
        **{voice: count[voice] for voice in VOICES},
        silent=len(there - out) - len(voices),
        recused=len(out),
        base=base,
        needed=needed,
    )


def _two_thirds(base: int) -> int:
    return max(1, -int(Fraction(-2, 3) * base // 1))


def _outcome(rule: DecisionRule, count: Mapping[str, int], needed: int | None) -> str:
    if needed is not None:
        return ADOPTED if count[YES] >= needed else REJECTED
    stopped = count[OBJECT] + (count[NO] if rule.kind == CONSENSUS else 0)
    if stopped:
        return IMPASSE
    return ADOPTED if count[YES] else REJECTED
