"""Which question comes next, in the words of the page; the result so far; the arithmetic of income."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.common.answers import FactRef, said
from kinwork.family.eligibility import results as shown
from kinwork.family.facts.screening import income as income_lines
from kinwork.family.intake import answers as told
from kinwork.library import programs
from kinwork.library.codes.income import arithmetic as sums
from kinwork.library.questions import Asking, Question, bank, next_question
from kinwork.library.questions.bank import DOLLARS, yearly
from kinwork.library.questions.following import SITUATION
from kinwork.library.questions.telling import situation
from kinwork.web.forms import MemorableDateField, PlainForm

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
# What the bank asks elsewhere: on the pages about needs, place and people.
ELSEWHERE = {
    "place": "place",
    "members": "people",
    "birth_date": "people",
    "due_date": "people",
    "name": "people",
}
MOST_HOURS = 168
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
        return said(self.question.help, self.language)

    @property
    def needed_by(self) -> list[str]:
        return [said(programs.program(code).name, self.language) for code in self.programs]

    def form(self, data: Any) -> "Answering":
        return Answering(data, asked=self)

    def keys(self) -> dict[str | None, str]:
        """Member (None: the household) -> where the answer is kept."""
        about: Iterable[str | None] = self.members or (None,)
        if self.key == SITUATION:
            return {None: told.JOINT + self.key}
        return {who: told.key_of(FactRef(self.key, who)) for who in about}


class Answering(PlainForm):
    """The form of one question: a field for the household, or one for each person it is about."""

    def __init__(self, data: Any, *, asked: Asked):
        self.asked = asked
        super().__init__(data)
        for number, (who, key) in enumerate(asked.keys().items()):
            field = self._field(who, asked.answers.get(key))
            self.fields[f"answer{number}"] = field
        for field in self.fields.values():
            field.error_messages["required"] = _("Please choose one, or skip this question.")

    def _field(self, who: str | None, saved: Any) -> forms.Field:
        asked, kind = self.asked, self.asked.question.type
        label = asked.question.said(asked.language, asked.names.get(who or "", ""))
        if kind == "yesno":
            start = {True: "yes", False: "no"}.get(saved)
            return forms.ChoiceField(
                label=label, choices=YES_NO, widget=forms.RadioSelect, initial=start
            )
        if kind == "date":
            start = date.fromisoformat(saved) if saved else None
            return MemorableDateField(label=label, latest=asked.today, initial=start)
        if kind in DOLLARS:
            start = None if saved is None else Decimal(saved) / DOLLARS[kind]
            return forms.DecimalField(
                label=label, min_value=0, max_digits=9, decimal_places=2, initial=start
            )
        if kind == "number":
            return forms.IntegerField(label=label, min_value=0, max_value=MOST_HOURS, initial=saved)
        offered = [*dict(asked.parts), "none"] if asked.parts else None
        options = [
            (one.value, said(one.words, asked.language))
            for one in asked.question.options
            if offered is None or one.value in offered
        ]
        if kind == "many":
            start = saved if saved is None else (saved or ["none"])
            return forms.MultipleChoiceField(
                label=label, choices=options, widget=forms.CheckboxSelectMultiple, initial=start
            )
        return forms.ChoiceField(
            label=label, choices=options, widget=forms.RadioSelect, initial=saved
        )

    def clean(self) -> dict[str, Any]:
        if self.asked.question.type == "many":
            picked = self.cleaned_data.get("answer0") or []
            if "none" in picked and len(picked) > 1:
                self.add_error(
                    "answer0", _("You chose “none” and something else. Please choose one of them.")
                )
        return self.cleaned_data

    @property
    def changes(self) -> dict[str, Any]:
        """What to keep, by answer key."""
        found = {}
        if self.asked.parts:
            found = _of_parts(self.asked, self.cleaned_data["answer0"])
        for number, key in enumerate(self.asked.keys().values()):
            found[key] = self._value(self.cleaned_data[f"answer{number}"])
        return found

    def _value(self, typed: Any) -> Any:
        match self.asked.question.type:
            case "yesno":
                return typed == "yes"
            case "many":
                return [code for code in typed if code != "none"]
            case "date":
                return typed.isoformat()
            case "dollars" | "dollars_month" as kind:
                return str(typed * DOLLARS[kind])
            case "number":
                return str(typed)
        return typed


def _of_parts(asked: Asked, picked: list[str]) -> dict[str, Any]:
    """What the page about several facts tells of each; whoever is not told yet is asked about."""
    found: dict[str, Any] = {}
    for fact, members in asked.parts:
        keys = [told.key_of(FactRef(fact, who)) for who in members]
        if fact in picked and not any(asked.answers.get(key) is True for key in keys):
            found |= dict.fromkeys(keys)
    for fact, who, yes in situation(asked.parts, picked):
        found[told.key_of(FactRef(fact, who))] = yes
    return found


def next_one(answers: Mapping[str, Any], today: date, language: str) -> Asked | None:
    """The question that decides most now; None when no open program misses anything."""
    skipped = {ref.key for ref in told.skipped(answers)} | set(ELSEWHERE) | {"income_average"}
    if SITUATION in skipped:
        skipped |= {option.value for option in bank()[SITUATION].options}
    if told.JOINT + SITUATION in answers:
        skipped.add(SITUATION)
    if FactRef("income") in told.answered(answers):
        skipped.add("income")
    wanted = chosen(answers) or None
    found = next_question(told.household(answers), today, wanted, skipped)
    return _asked(found, answers, today, language) if found else None


def chosen(answers: Mapping[str, Any]) -> list[str]:
    """The programs that alone are asked for; none = all."""
    return [code for code in answers.get("only") or () if code in programs.registry()]


def program_names(language: str) -> list[tuple[str, str]]:
    """Every program, by name."""
    found = [(code, said(one.name, language)) for code, one in programs.registry().items()]
    return sorted(found, key=lambda pair: pair[1].casefold())


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
