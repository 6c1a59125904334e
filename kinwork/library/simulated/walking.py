"""Walking an intake: simulated families answer question by question until nothing is open.

`walk(truths, on)` asks as Kinwork does. `in_full` and `in_order` say how many pages the two others
take: (a) every question of every program, of everybody; (b) a fixed order with skip logic, as peers
do: a page is left out where its answer follows from who lives there or from a page before, but which
programs are still open makes no difference. All three begin with the same pages: place, members.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kinwork.common.answers import MAYBE
from kinwork.library.programs import Household, Member, screen
from kinwork.library.questions import bank, whose
from kinwork.library.questions.following import Asking, Case, next_questions
from kinwork.library.questions.telling import answered, situation

OPENING = ("place", "members")
TOLD_AT_START = {"birth_date", *OPENING}  # asked on the pages of the opening
APART = {"income_average", "situation"}  # only where money varies; stands for other questions
TOGETHER = 250  # households asked in one batch


@dataclass(frozen=True)
class Walked:
    """One household's intake: what was asked, in order, and what was known at the end."""

    truth: Household
    known: Household
    asked: tuple[Asking, ...] = ()
    unknown: tuple[str, ...] = ()  # keys that not even the household knew
    done: tuple[str, ...] = ()  # the page about several facts, once answered
    missed: frozenset[str] = frozenset()  # keys that a program missed at some point

    @property
    def pages(self) -> int:
        return len(OPENING) + len(self.asked)

    @property
    def single(self) -> int:
        """The same with each fact of a page about several counted as a page of its own."""
        parts = {fact for asking in self.asked for fact, _ in asking.parts}
        again = sum(asking.question.key in parts for asking in self.asked)
        pages = sum(len(asking.parts) or 1 for asking in self.asked)
        return len(OPENING) + pages - again


def opening(truth: Household) -> Household:
    """What is known after the opening pages: where, who, how old, who to whom."""
    people = tuple(
        Member(m.key, m.role, m.birth_date, age=m.age, relation=m.relation) for m in truth.members
    )
    place = {name: getattr(truth, name) for name in ("state", "county", "zip")}
    return Household(members=people, members_complete=truth.members_complete, **place)


def walk(truths: Sequence[Household], on: date) -> list[Walked]:
    """Each household's intake until no open program misses anything."""
    found: list[Walked] = []
    for start in range(0, len(truths), TOGETHER):
        found += _together(truths[start : start + TOGETHER], on)
    return found


def _together(truths: Sequence[Household], on: date) -> list[Walked]:
    walks = [Walked(truth, opening(truth)) for truth in truths]
    open_programs: list[Iterable[str] | None] = [None] * len(walks)
    active = list(range(len(walks)))
    while active:
        if any(len(walks[i].asked) > len(bank()) * 3 for i in active):
            raise RuntimeError("an intake does not come to an end")
        cases = [
            Case(walks[i].known, open_programs[i], (*walks[i].unknown, *walks[i].done))
            for i in active
        ]
        answers = list(zip(active, next_questions(cases, on), strict=True))
        active = []
        for i, step in answers:
            open_programs[i] = step.open
            walks[i] = replace(walks[i], missed=walks[i].missed | set(step.missing))
            if step.asking is not None:
                walks[i] = _on(walks[i], step.asking)
                active.append(i)
    return walks


def _on(walked: Walked, asking: Asking) -> Walked:
    known, unknown, key = walked.known, walked.unknown, asking.question.key
    if asking.parts:
        return _situation(walked, asking)
    for member in asking.members or (None,):
        value = true_answer(walked.truth, key, member)
        if value is None:
            unknown = (*unknown, key)
        elif key == "receives":
            known = _told_aid(known, walked.truth)
        else:
            known = answered(known, key, value, member)
    return replace(walked, known=known, unknown=unknown, asked=(*walked.asked, asking))


def _situation(walked: Walked, asking: Asking) -> Walked:
    """The page about several facts: picked is what holds for one of those it is about."""
    known, truth = walked.known, walked.truth
    picked = {
        fact for fact, who in asking.parts if any(true_answer(truth, fact, one) for one in who)
    }
    for fact, member, yes in situation(asking.parts, picked):
        known = answered(known, fact, yes, member)
    done = (*walked.done, asking.question.key)
    return replace(walked, known=known, done=done, asked=(*walked.asked, asking))


def true_answer(truth: Household, key: str, member: str | None) -> object:
    """What the household would answer; None where it does not know."""
    if member is None:
        return truth.income if key in ("income", "income_average") else getattr(truth, key)
    person = next(one for one in truth.members if one.key == member)
    return person.active if key == "working_or_training" else getattr(person, key)


def _told_aid(known: Household, truth: Household) -> Household:
    """Which help, and who of the home has it."""
    own = {person.key: person.receives for person in truth.members}
    people = tuple(replace(one, receives=own[one.key]) for one in known.members)
    return replace(known, receives=truth.receives, members=people)


def whose_pages(walked: Walked, on: date) -> int:
    """How many pages more it takes a home to say who has which help and whose money it is.

    The walk has both with the answer itself; on the pages they are asked for apart, at the end, and
    only where they change what is open to somebody. Money that one person alone can have is theirs.
    """
    truth, home = walked.truth, whose.apart(walked.known)
    own = frozenset().union(*(one.receives or () for one in truth.members))
    home = replace(home, receives=home.receives and home.receives | own, income=_named(home, on))
    pages = 0
    first = whose.asking(home, on)
    if first and first.question.key == whose.WHO_RECEIVES:
        lists = {one.key: one.receives for one in truth.members}
        people = tuple(replace(one, receives=lists[one.key]) for one in home.members)
        pages, home = 1, replace(home, members=people)
    return pages + (whose.asking(home, on, skipped=[whose.WHO_RECEIVES]) is not None)


def _named(home: Household, on: date) -> tuple | None:
    if home.income is None:
        return None
    found = []
    for line in home.income:
        who = whose.earners(home.members, line.kind, on)
        found.append(replace(line, member=who[0]) if len(who) == 1 else line)
    return tuple(found)


def wrong(walked: Walked, on: date) -> list[tuple[str, str, str]]:
    """(program, verdict at the end, verdict of full information) wherever the two differ.

    Programs that the household has already are not asked about, and not compared.
    """
    pairs = zip(screen(walked.known, on), screen(walked.truth, on), strict=True)
    return [
        (ours.program, ours.answer.value, whole.answer.value)
        for ours, whole in pairs
        if ours.answer is not whole.answer and not ours.already
    ]


def still_open(walked: Walked, on: date) -> int:
    """Programs left at maybe: their office decides, or a rule is not known here."""
    return sum(got.answer is MAYBE and not got.already for got in screen(walked.known, on))


def in_full(questions: Iterable[str]) -> int:
    """(a): every question that some program may miss, each on its page."""
    return len(OPENING) + len(set(questions) - TOLD_AT_START - APART)


def in_order(truth: Household, questions: Iterable[str], on: date) -> int:
    """(b): the pages of a fixed order with skip logic. Left out are

    questions about a pregnancy where no woman is 10 to 59 years old; due date unless pregnant; the
    day of a birth and breastfeeding unless somebody gave birth; hours unless somebody works; school
    and care at 18 where nobody has the age; the relation where only parents are (it stands on the
    members' page); rent and bills for who has no home; child care without a child under 13; a worry
    about growth without a child under 6.
    """
    asked = set(questions) - TOLD_AT_START - APART
    return len(OPENING) + sum(_applies(key, truth, on) for key in asked)


def _applies(key: str, truth: Household, on: date) -> bool:
    people = truth.members
    years = [(m.age_months(on) or 0) / 12 for m in people]
    women = [m for m, age in zip(people, years, strict=True) if m.sex != "male" and 10 <= age < 60]
    adults = [m for m in people if m.role != "child"]
    match key:
        case "pregnant" | "recent_birth":
            return bool(women)
        case "due_date":
            return any(m.pregnant for m in women)
        case "pregnancy_ended" | "breastfeeding":
            return any(m.recent_birth for m in women)
        case "weekly_hours":
            return any(m.active for m in adults)
        case "student":
            return any(16 <= age < 26 for age in years)
        case "former_foster_care":
            return any(18 <= age < 26 for age in years)
        case "relation":
            return any(m.relation not in ("parent", "child") for m in people)
        case "rent_annual" | "pays_utilities":
            return not truth.homeless
        case "childcare_annual":
            return any(age < 13 for age in years)
        case "concern":
            return any(age < 6 for age in years)
    return True


def questions_of_programs(walks: Iterable[Walked]) -> list[str]:
    """Every question that some program missed for some household, in the bank's order."""
    seen = frozenset().union(*(walked.missed for walked in walks))
    return [key for key in bank() if key in seen]
