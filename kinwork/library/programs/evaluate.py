"""Screening: a household against programs on a day, each answer with the reasons that decided it.

A missing fact gives maybe and is named. A check that breaks says so and never reads as no.
"""

import logging
from collections.abc import Iterable
from datetime import date

from kinwork.common.answers import MAYBE, NO, YES, Answer, FactRef, Reason, all_of, any_of
from kinwork.library.programs.household import UNKNOWN, Household, Member, role_told_by
from kinwork.library.programs.kinds import HOUSEHOLD_KINDS, KINDS
from kinwork.library.programs.model import (
    Criterion,
    Determination,
    MemberAnswer,
    PlaceNeeded,
    Program,
)
from kinwork.library.programs.view import View, sentences, words

log = logging.getLogger(__name__)
JOIN = {"all": all_of, "any": any_of}


def evaluate(program: Program, household: Household, on: date) -> Determination:
    """One program's determination; a broken check comes back as maybe with `failed` set."""
    try:
        return _determine(program, household, on)
    except Exception:
        log.exception("screening for %s failed", program.code)
        reason = Reason("engine", MAYBE, texts=sentences()["engine"]["maybe"])
        answer = MemberAnswer(None, MAYBE, (reason,), (reason,))
        return _result(program, on, MAYBE, (answer,), failed=True)


def _determine(program: Program, household: Household, on: date) -> Determination:
    view = View(program, household, on)
    if program.subject == "household":
        answers = [_for_member(view, None)]
        if not household.members and not household.size and answers[0].answer is not NO:
            answers = [_nobody(view)]
    else:
        answers = [
            _for_member(view, member) for member in household.members if _counts(program, member)
        ]
        if not answers or not household.members_complete:
            answers.append(_nobody(view))
    return _result(program, on, any_of(a.answer for a in answers), tuple(answers))


def _counts(program: Program, member: Member) -> bool:
    if member.role in program.roles or member.role == UNKNOWN:
        return True
    return member.role == "other" and "child" in program.roles


def _nobody(view: View) -> MemberAnswer:
    """No when the list of members is complete and holds nobody the program is for, else maybe."""
    household = view.household
    answer = NO if household.members and household.members_complete else MAYBE
    missing = () if answer is NO else (FactRef("members"),)
    reason = Reason("members", answer, missing=missing, texts=sentences()["no_one"][answer.value])
    return MemberAnswer(None, answer, (reason,), (reason,), missing)


def _for_member(view: View, member: Member | None) -> MemberAnswer:
    program, looking = view.program, Looking(view, member)
    answer = looking.judge(program.rule)
    if answer is YES and member and member.role == UNKNOWN and not for_both(program):
        return _untold(view, member, looking)
    deciding = looking.deciding(program.rule, answer)
    discretion = False
    if answer is NO and program.discretion:
        judged = looking.judge(program.discretion)
        discretion = judged is not NO
        if discretion:
            extra = looking.deciding(program.discretion, judged)
            deciding += [r.with_discretion() for r in extra if r not in deciding]
    missing = dict.fromkeys(ref for r in deciding for ref in r.missing) if answer is MAYBE else ()
    return MemberAnswer(
        member.key if member else None,
        answer,
        tuple(looking.reasons.values()),
        tuple(deciding),
        tuple(missing),
        discretion,
        _already(view, member),
    )


def for_both(program: Program) -> bool:
    """Is the program for children and caregivers alike?"""
    return {"child", "caregiver"} <= set(program.roles)


def _untold(view: View, member: Member, looking: "Looking") -> MemberAnswer:
    """Maybe: all else fits, but whether this member is of the group is not told."""
    missing = (role_told_by(member),)
    texts = sentences()["role_is"]["maybe"]
    who = {"who": words("people", "other")}
    reason = Reason("role", MAYBE, member.key, missing=missing, texts=texts, values=who)
    looked = (*looking.reasons.values(), reason)
    has = _already(view, member)
    return MemberAnswer(member.key, MAYBE, looked, (reason,), missing, already=has)


def _already(view: View, member: Member | None) -> bool:
    home = view.household
    if not home.receives and not home.paid and not (member and member.receives) and member:
        return False
    received, _ = view.receives(member, view.program.already)
    return not view.program.already.isdisjoint(received)


class Looking:
    """One member (None = the home) under a program's rule; each criterion is looked at once."""

    def __init__(self, view: View, member: Member | None):
        self.view, self.member = view, member
        self.reasons: dict[str, Reason] = {}
        self._joined: dict[int, Answer] = {}  # by the rule's part, which the program keeps alive

    def judge(self, rule: object) -> Answer:
        """The rule's answer; every criterion under it is kept in `reasons`."""
        if isinstance(rule, str):
            return (self.reasons.get(rule) or self._look(rule)).answer
        answer = self._joined.get(id(rule))
        if answer is None:
            answer = JOIN[rule[0]]([self.judge(part) for part in rule[1:]])
            self._joined[id(rule)] = answer
        return answer

    def deciding(self, rule: object, answer: Answer) -> list[Reason]:
        """The criteria that made the rule come out as `answer`, each once."""
        if isinstance(rule, str):
            return [self.reasons[rule]] if self.reasons[rule].answer is answer else []
        parts = [(part, self.judge(part)) for part in rule[1:]]
        if rule[0] == "any" and answer is YES:  # one way in is enough to tell
            parts = [next(pair for pair in parts if pair[1] is YES)]
        found = [r for part, a in parts if a is answer for r in self.deciding(part, a)]
        return list({reason.criterion: reason for reason in found}.values())

    def _look(self, name: str) -> Reason:
        view = self.view
        try:
            criterion = view.program.criterion(name, view.on, view.household.lives_in)
        except PlaceNeeded:
            where, texts = (FactRef("place"),), sentences()["state_rules"]["place"]
            reason = Reason(name, MAYBE, missing=where, texts=texts)
        else:
            if criterion is None:
                reason = Reason(name, MAYBE, texts=_no_rules(view, name))
            elif of_home(criterion):
                reason = view.kept.get(name) or view.kept.setdefault(
                    name, _ask(criterion, view, None)
                )
            else:
                reason = _ask(criterion, view, self.member)
        self.reasons[name] = reason
        return reason


def of_home(criterion: Criterion) -> bool:
    """Is the answer the same for every member?"""
    memo = criterion.memo
    if "of_home" not in memo:
        own = criterion.options.get("whose") == "member"
        memo["of_home"] = criterion.kind in HOUSEHOLD_KINDS and not own
    return memo["of_home"]


def _no_rules(view: View, name: str) -> dict:
    """No text for the day; or none for this state, whose office decides."""
    elsewhere = any(c.holds(view.on) for c in view.program.criteria[name])
    return sentences()["state_rules" if elsewhere else "no_rules"]["maybe"]


def _ask(criterion: Criterion, view: View, member: Member | None) -> Reason:
    return KINDS[criterion.kind](criterion, view, member)


def _result(
    program: Program,
    on: date,
    answer: Answer,
    members: tuple[MemberAnswer, ...],
    failed: bool = False,
) -> Determination:
    """The household's determination: reasons and missing facts of the members who decided."""
    decided = [m for m in members if m.answer is answer]
    possible = [m for m in decided if m.discretion] or decided
    reasons = dict.fromkeys(_key(r) for m in possible for r in m.deciding)
    by_key = {_key(r): r for m in possible for r in m.deciding}
    people = [m for m in members if m.member is not None or program.subject == "household"]
    fitting = [m for m in people if m.answer is not NO] or people
    return Determination(
        program=program.code,
        answer=answer,
        members=tuple(people),
        reasons=tuple(by_key[key] for key in reasons),
        missing=tuple(dict.fromkeys(ref for m in decided for ref in m.missing))
        if answer is MAYBE
        else (),
        discretion=answer is NO and any(m.discretion for m in members),
        already=bool(fitting) and all(m.already for m in fitting),
        rule_version=program.version,
        as_of=on,
        failed=failed,
    )


def _key(reason: Reason) -> tuple[str, str | None]:
    return reason.criterion, reason.member


def screen(household: Household, on: date, programs: Iterable[Program]) -> list[Determination]:
    """A determination for each program, in the order given."""
    return [evaluate(program, household, on) for program in programs]
