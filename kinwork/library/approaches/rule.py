"""Which model an approach resembles: the rule table of a scheme, with three values.

What is not known is never taken for a no: the answer then names every model that is still possible, and
what would decide between them. No criterion stands in two rules, so that the models named are exactly
those that some answer to the open questions leads to; a test of the schemes holds that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kinwork.common.answers import MAYBE, NO, YES, Answer, FactRef, Reason
from kinwork.library.approaches.scheme import LEVELS, NO_MODEL, Criterion, Rule, Scheme, scheme

LEVEL = "level"
OPEN = "maybe"


@dataclass(frozen=True)
class Profile:
    """What is known of an approach: yes or no, or a number, by the names of the scheme's inputs.
    One that is left out, or None, is not known. level: None is not known either."""

    name: str
    level: str | None
    inputs: Mapping[str, bool | int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Classified:
    """model: a key of the scheme, "none", or "maybe" while several of `possible` remain.
    unknown: the criteria (or the level) that would decide. reasons: one for each criterion."""

    scheme: Scheme
    level: str | None
    model: str
    possible: tuple[str, ...]
    unknown: tuple[str, ...]
    reasons: tuple[Reason, ...]

    @property
    def is_decided(self) -> bool:
        return self.model != OPEN

    def met(self) -> list[Reason]:
        return [one for one in self.reasons if one.answer is YES]

    def not_met(self) -> list[Reason]:
        return [one for one in self.reasons if one.answer is NO]

    def lacks(self, model: str) -> list[Reason]:
        """What is not met, or not known, of what this model asks for; nothing where its rule is met."""
        for level in LEVELS:
            for rule in self.scheme.rules[level]:
                if rule.model == model:
                    answers = {one.criterion: one.answer for one in self.reasons}
                    if _rule_answer(rule, answers) is YES:
                        return []
                    return [
                        one
                        for one in self.reasons
                        if one.criterion in rule.criteria and one.answer is not YES
                    ]
        return []


def classify(
    profile: Profile, by: Scheme | None = None, said: Mapping[str, Answer] | None = None
) -> Classified:
    """By what a profile says; where it is silent on a criterion, by what somebody `said` of it."""
    by, said = by or scheme(), said or {}
    reasons = [
        _reason(one, profile.inputs.get(one.input), said.get(one.key, MAYBE))
        for one in _asked(profile.level, by)
    ]
    return _classified(profile.level, reasons, by)


def judged(level: str, answers: Mapping[str, Answer], by: Scheme | None = None) -> Classified:
    """By what coders said of each criterion; one that is left out is not known."""
    return classify(Profile("", level), by, answers)


def _asked(level: str | None, by: Scheme) -> Iterable[Criterion]:
    return [one for name in ([level] if level else LEVELS) for one in by.asked(name)]


def _classified(level: str | None, reasons: list[Reason], by: Scheme) -> Classified:
    answers = {one.criterion: one.answer for one in reasons}
    possible: list[str] = []
    unknown: list[str] = []
    for name in [level] if level else LEVELS:
        some, open_ = _walked(by.rules[name], answers)
        possible += [one for one in some if one not in possible]
        unknown += open_
    if level is None and len(possible) > 1:
        unknown = [LEVEL, *unknown]
    model = possible[0] if len(possible) == 1 else OPEN
    decides = tuple(unknown) if model == OPEN else ()
    return Classified(by, level, model, tuple(possible), decides, tuple(reasons))


def _walked(rules: Iterable[Rule], answers: Mapping[str, Answer]) -> tuple[list[str], list[str]]:
    """The models that are still possible, and the criteria that would decide, rule by rule."""
    possible: list[str] = []
    unknown: list[str] = []
    for rule in rules:
        came = _rule_answer(rule, answers)
        if came is NO:
            continue
        possible.append(rule.model)
        if came is YES:
            return possible, unknown
        unknown += [key for key in rule.criteria if answers[key] is MAYBE]
    return [*possible, NO_MODEL], unknown


def _rule_answer(rule: Rule, answers: Mapping[str, Answer]) -> Answer:
    said = [answers.get(key, MAYBE) for key in rule.criteria]
    if said.count(YES) >= rule.least:
        return YES
    return MAYBE if said.count(YES) + said.count(MAYBE) >= rule.least else NO


def _reason(one: Criterion, value: bool | int | None, said: Answer) -> Reason:
    if value is None:
        return _told(one, said)
    if one.least is not None and one.most is not None:
        return _told(one, Answer.of(one.least <= value <= one.most), value)
    return _told(one, Answer.of(bool(value)), value)


def _told(one: Criterion, answer: Answer, value: bool | int | None = None) -> Reason:
    texts = {YES: one.met, NO: one.not_met, MAYBE: one.unknown}[answer]
    if one.is_number and value is None and answer is not MAYBE:
        texts = one.met_said if answer is YES else one.not_met_said
    values = {} if value is None or isinstance(value, bool) else {"value": value}
    return Reason(
        criterion=one.key,
        answer=answer,
        facts=((one.input, value),) if value is not None else (),
        missing=(FactRef(one.input),) if answer is MAYBE else (),
        texts=texts,
        values=values,
    )
