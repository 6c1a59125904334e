"""Which question comes next, in the words of the page; the result so far; the arithmetic of income."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kinwork.common.answers import FactRef, said
from kinwork.family.eligibility import results as shown
from kinwork.family.facts.screening import income as income_lines
from kinwork.family.intake import answers as told
from kinwork.family.intake.forms.question import Answering
from kinwork.family.intake.forms.whose import Whose
from kinwork.library import programs
from kinwork.library.codes.income import arithmetic as sums
from kinwork.library.questions import Asking, Question, bank, next_question, whose
from kinwork.library.questions.bank import yearly
from kinwork.library.questions.following import SITUATION
from kinwork.library.questions.whose import WHO_RECEIVES

# What the bank asks elsewhere: on the pages about needs, place and people.
ELSEWHERE = {
    "place": "place",
    "members": "people",
    "birth_date": "people",
    "due_date": "people",
    "name": "people",
}
SAME_AS = {"income_average": "income"}


@dataclass(frozen=True)
class Asked:
    """A question for this family: whom it is about, its words, and which programs need it."""

    question: Question
    members: tuple[str, ...]
    names: Mapping[str, str]
    programs: tuple[str, ...]
    language: str
    answers: Mapping[str, Any]
    today: date
    parts: tuple[tuple[str, tuple[str | None, ...]], ...] = ()

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def ref(self) -> str:
        return self.key

    @property
    def kind(self) -> str:
        return "income" if self.question.type == "money" else self.question.type

    @property
    def text(self) -> str:
        if len(self.members) == 1:
            return self.question.said(self.language, self.names.get(self.members[0], ""))
        return self.question.said(self.language)

    @property
    def why(self) -> str:
        return said(self.question.why, self.language)

    @property
    def help(self) -> str:
        who = self.names.get(self.members[0], "") if len(self.members) == 1 else ""
        return self.question.helps(self.language, who)

    @property
    def everybody(self) -> list[str]:
        """Everyone of the home who is born."""
        people = told.people(self.answers)
        return [one.id for one in people if one.relation != "expected child"]

    @property
    def needed_by(self) -> list[str]:
        return [said(programs.program(code).name, self.language) for code in self.programs]

    def form(self, data: Any) -> Answering | Whose:
        return (Whose if self.question.type == "whose" else Answering)(data, asked=self)

    def keys(self) -> dict[str | None, str]:
        """Member (None: the household) -> where the answer is kept."""
        about: Iterable[str | None] = self.members or (None,)
        if self.key == SITUATION:
            return {None: told.JOINT + self.key}
        return {who: told.key_of(FactRef(self.key, who)) for who in about}


def next_one(answers: Mapping[str, Any], today: date, language: str) -> Asked | None:
    """The question that decides most now; None when no open program misses anything."""
    skipped = {ref.key for ref in told.skipped(answers)} | set(ELSEWHERE) | {"income_average"}
    if SITUATION in skipped:
        skipped |= {option.value for option in bank()[SITUATION].options}
    if told.JOINT + SITUATION in answers:
        skipped.add(SITUATION)
    if FactRef("income") in told.answered(answers):
        skipped.add("income")
    wanted, home = chosen(answers) or None, told.household(answers)
    found = next_question(home, today, wanted, skipped)
    if found and found.question.key == "receives" and found.members:  # of some it is told whose
        parts = _whose(answers, WHO_RECEIVES, today)
        if parts and WHO_RECEIVES not in skipped:
            of_whom = Asking(bank()[WHO_RECEIVES], (), found.programs, parts=parts)
            return _asked(of_whom, answers, today, language)
        found = next_question(home, today, wanted, skipped | {"receives"})
    found = found or whose.asking(home, today, wanted, skipped)
    return _asked(found, answers, today, language) if found else None


def _whose(
    answers: Mapping[str, Any], key: str, today: date
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What is asked of whom on the pages about whose help and whose money it is."""
    home = told.household(answers)
    if key == WHO_RECEIVES:
        own = frozenset().union(*(one.receives or () for one in home.members))
        home = replace(home, receives=(home.receives or frozenset()) | own)
        return tuple(whose.who_may_have(whose.apart(home)).items())
    return tuple(whose.whose_lines(whose.apart(home), today).items())


def with_owners(
    lines: Iterable[Mapping[str, Any]], answers: Mapping[str, Any], today: date
) -> list[dict[str, Any]]:
    """Lines of money with a name where only one person can have it."""
    people = told.household(answers).members
    found = []
    for line in lines:
        one = whose.earners(people, line["kind"], today)
        found.append({**line} | ({"member": one[0]} if len(one) == 1 else {}))
    return found


def chosen(answers: Mapping[str, Any]) -> list[str]:
    """The programs that alone are asked for; none = all."""
    return [code for code in answers.get("only") or () if code in programs.registry()]


def program_names(language: str) -> list[tuple[str, str]]:
    """Every program, by name."""
    found = [(code, said(one.name, language)) for code, one in programs.registry().items()]
    return sorted(found, key=lambda pair: pair[1].casefold())


def programs_by_subject(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every program, by name, below the headings of the list of help."""
    question = bank()["receives"]
    of = {one.value: one.group for one in question.options}
    found: dict[str, list[tuple[str, str]]] = {one.value: [] for one in question.groups}
    for code, name in program_names(language):
        known = (of[one] for one in (code, *sorted(programs.program(code).already)) if of.get(one))
        found[next(known, question.groups[-1].value)].append((code, name))
    return [(said(one.words, language), found[one.value]) for one in question.groups]


def amount_said(answers: Mapping[str, Any], trail: Mapping[str, Any], language: str) -> str:
    """The arithmetic of the amount that was typed last: how a month was made a year."""
    newest = max((change["version"] for change in trail.values()), default=0)
    for key, change in trail.items():
        question = bank().get(key.removeprefix("fact:"))
        if change["version"] == newest and key in answers and question:
            return yearly(question, answers[key]) or ""
    return ""


def one(answers: Mapping[str, Any], key: str, today: date, language: str) -> Asked | None:
    """A question by its key, about everyone it is asked of; None for a key we do not ask."""
    question = bank().get(SAME_AS.get(key, key))
    if question is None or question.opening or question.key in ELSEWHERE:
        return None
    about = _about(question, answers)
    needed = [d.program for d in _screened(answers, today) if any(r.key == key for r in d.missing)]
    parts = _parts(answers) if question.key == SITUATION else ()
    if question.type == "whose" and not (parts := _whose(answers, question.key, today)):
        return None
    found = Asking(question, about, tuple(needed), parts=parts)
    return _asked(found, answers, today, language)


def _about(question: Question, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Those who have an answer, or for whom it is missing; by the question's scope."""
    if question.scope == "household":
        return ()
    people = [one for one in told.people(answers) if one.relation != "expected child"]
    wanted = {"child": ("child",), "caregiver": ("caregiver",)}.get(question.scope)
    has = [one.id for one in people if f"fact:{question.key}:{one.id}" in answers]
    fits = [one.id for one in people if wanted is None or one.relation in wanted]
    return tuple(dict.fromkeys([*has, *fits])) if wanted else tuple(has or fits)


def _parts(answers: Mapping[str, Any]) -> tuple[tuple[str, tuple[str | None, ...]], ...]:
    """The facts of the page about several, each with those it may be asked of."""
    found = []
    for option in bank()[SITUATION].options:
        question = bank().get(option.value)
        if question and question.scope == "household":
            found.append((question.key, (None,)))
        elif question and (who := _about(question, answers)):
            found.append((question.key, who))
    return tuple(found)


def _asked(found: Asking, answers: Mapping[str, Any], today: date, language: str) -> Asked:
    names = told.names(answers)
    asked = (found.question, found.members, names, found.programs, language, answers, today)
    return Asked(*asked, parts=found.parts)


def _screened(answers: Mapping[str, Any], today: date) -> list[programs.Determination]:
    return programs.screen(told.household(answers), today)


def results(answers: Mapping[str, Any], today: date, language: str) -> list[shown.Group]:
    """What the family may get, grouped: yes, maybe, ask, have, no."""
    found = shown.of_library(_screened(answers, today), told.names(answers), language)
    return shown.grouped(found)


def arithmetic(lines: Iterable[Mapping[str, Any]], language: str) -> list[str]:
    """How a year's money is worked out, line by line."""
    read = income_lines(lines) or ()
    return [line for line in sums(read, language).split("\n") if line]


def page_of(key: str) -> str | None:
    """The page that asks for `key` where it is no question of its own."""
    return ELSEWHERE.get(key)
