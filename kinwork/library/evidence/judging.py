"""What acts add up to: rule by rule, level by level, question by question; and beside a claim."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kinwork.library.evidence.rules import (
    LEVELS,
    ONE_OF,
    QUESTIONS,
    REQUIRED,
    SHARE,
    Rule,
    pair_rules,
    system_rules,
)

MET, NOT_MET, TOO_FEW, NOT_MEASURED = STATES = ("met", "not met", "too few", "not measured")
YES, NO, NO_DATA = ANSWERS = ("yes", "no", "not enough data")
AGREES, OVER, UNDER = "agrees", "over-claims", "under-claims"
COMPARED = (AGREES, OVER, UNDER, NO_DATA)


@dataclass(frozen=True, slots=True)
class Act:
    """How often something was done; of: of how many, for a share."""

    count: int
    of: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule. value: a count, or a share from 0 to 1; None: nothing to say. n: on how many it rests."""

    rule: Rule
    state: str
    value: float | None
    threshold: float
    n: int

    @property
    def is_met(self) -> bool:
        return self.state == MET


@dataclass(frozen=True, slots=True)
class Shown:
    """level: 0 where not even the first is shown. missing: what the next level asks for and is not met;
    of a group in which nothing is met, all of it. shared: families of both, as a band, never a number.
    refuted: levels of which something required was counted, and is not there."""

    level: int
    by_rule: tuple[Verdict, ...]
    missing: tuple[Verdict, ...]
    shared: str
    refuted: frozenset[int]

    @property
    def enough(self) -> bool:
        """The records speak: a level is shown, or it is known why none is."""
        return self.level > 0 or 1 in self.refuted

    def at(self, level: int) -> tuple[Verdict, ...]:
        return tuple(one for one in self.by_rule if one.rule.level == level)

    def refutes(self, claimed: int) -> bool:
        """Something that a level up to `claimed` requires was counted, and is not there."""
        return any(self.level < level <= claimed for level in self.refuted)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the records say to one of the nine questions: one of ANSWERS."""

    question: int
    said: str
    by_rule: tuple[Verdict, ...]
    missing: tuple[Verdict, ...]


def judged(rule: Rule, act: Act | None, threshold: float | None = None) -> Verdict:
    asked = rule.threshold if threshold is None else threshold
    if not rule.measured or act is None:
        return Verdict(rule, NOT_MEASURED, None, asked, 0)
    if rule.unit != SHARE:
        return Verdict(
            rule, MET if act.count >= asked else NOT_MET, act.count, asked, act.of or act.count
        )
    if act.of < max(rule.least, 1):
        return Verdict(rule, TOO_FEW, None, asked, act.of)
    met = act.count >= asked * act.of - 1e-9
    return Verdict(rule, MET if met else NOT_MET, act.count / act.of, asked, act.of)


def shown(
    acts: Mapping[str, Act],
    rules: Iterable[Rule] | None = None,
    thresholds: Mapping[str, float] | None = None,
    shared: str = "",
) -> Shown:
    """The highest level of which, and of all below it, every required rule is met."""
    told = _all(acts, pair_rules() if rules is None else rules, thresholds or {})
    groups = {one: _groups(v for v in told if v.rule.level == one) for one in LEVELS}
    refuted = frozenset(one for one in LEVELS if _refuted(groups[one]))
    level = 0
    for one in LEVELS:
        lacking = _lacking(groups[one])
        if lacking:
            return Shown(level, told, lacking, shared, refuted)
        level = one
    return Shown(level, told, (), shared, refuted)


def answered(
    acts: Mapping[str, Act],
    rules: Iterable[Rule] | None = None,
    thresholds: Mapping[str, float] | None = None,
) -> dict[int, Answer]:
    told = _all(acts, system_rules() if rules is None else rules, thresholds or {})
    return {one: _answer(one, [v for v in told if v.rule.question == one]) for one in QUESTIONS}


def _answer(question: int, told: list[Verdict]) -> Answer:
    groups = _groups(told)
    lacking = _lacking(groups)
    if told and not lacking:
        return Answer(question, YES, tuple(told), ())
    said = NO if _refuted(groups) else NO_DATA
    return Answer(question, said, tuple(told), lacking)


def compare(claimed: int | None, shown: Shown, enough: bool | None = None) -> str:
    """A claim from 0 to 5 beside what is shown. enough: whether the records may speak at all, where the
    caller knows better than `shown.enough`."""
    if claimed is None or not (shown.enough if enough is None else enough):
        return NO_DATA
    if claimed == shown.level:
        return AGREES
    if claimed < shown.level:
        return UNDER
    return OVER if shown.refutes(claimed) else NO_DATA


def _all(
    acts: Mapping[str, Act], rules: Iterable[Rule], thresholds: Mapping[str, float]
) -> tuple[Verdict, ...]:
    return tuple(judged(one, acts.get(one.act), thresholds.get(one.key)) for one in rules)


def _groups(told: Iterable[Verdict]) -> list[list[Verdict]]:
    """What is required, each alone; and the groups of which one is enough."""
    groups: dict[str, list[Verdict]] = {}
    for one in told:
        if one.rule.need == REQUIRED:
            groups[one.rule.key] = [one]
        elif one.rule.need == ONE_OF:
            groups.setdefault(f"one of {one.rule.group}", []).append(one)
    return list(groups.values())


def _lacking(groups: Iterable[list[Verdict]]) -> tuple[Verdict, ...]:
    without = [group for group in groups if not any(one.is_met for one in group)]
    return tuple(one for group in without for one in group)


def _refuted(groups: Iterable[list[Verdict]]) -> bool:
    """Something required was counted, and is not there; of a group: all of it."""
    return any(all(one.state == NOT_MET for one in group) for group in groups)
