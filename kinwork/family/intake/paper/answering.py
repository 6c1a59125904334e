"""All answers of the paper on one long page: a block for each question, a field for each person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.common.answers import FactRef, said
from kinwork.family.intake import answers as told
from kinwork.family.intake.answers import Member
from kinwork.family.intake.forms import KINDS, PERIODS
from kinwork.family.intake.forms.question import MOST_HOURS
from kinwork.family.intake.paper import sheet
from kinwork.family.intake.paper.fields import DayField, one_of, yes_no
from kinwork.library.codes import income
from kinwork.library.questions import Question
from kinwork.library.questions.bank import DOLLARS
from kinwork.web.fields import MoneyField
from kinwork.web.forms import PlainForm

MONEY_LINES = 5
SHORT = {"class": "kw-short"}


@dataclass(frozen=True)
class Block:
    """One question of the paper with its number and its fields."""

    number: int
    question: Question
    text: str
    fields: list[Any]
    lines: list[list[Any]]

    @property
    def is_of_people(self) -> bool:
        return self.question.scope != "household"


class Answers(PlainForm):
    """`saved`: what was typed before, by answer key. `changes` gives the same back."""

    def __init__(
        self,
        data: Any = None,
        *,
        questions: Sequence[Question],
        people: Sequence[Member],
        saved: Mapping[str, Any],
        lines: Sequence[Mapping[str, Any]],
        language: str,
        today: date,
    ):
        super().__init__(data)
        self.questions, self.people, self.saved = questions, people, saved
        self.language, self.today, self.keys, self.read = language, today, {}, {}
        for question in questions:
            if question.type == "money":
                self._money(saved.get("fact:income") or lines, unclear=bool(lines))
            else:
                self._ask(question)

    def blocks(self) -> list[Block]:
        found = []
        for number, question in enumerate(self.questions, 1):
            is_money = question.type == "money"
            lines = [[self[f"{part}{n}"] for part in PARTS] for n in range(MONEY_LINES)]
            found.append(
                Block(
                    number,
                    question,
                    question.said(self.language),
                    [self["no_money"], self["unclear"]]
                    if is_money
                    else [self[name] for name, (one, _who) in self.keys.items() if one == question],
                    lines if is_money else [],
                )
            )
        return found

    def _ask(self, question: Question) -> None:
        adults = [one.id for one in self.people if one.relation not in ("child", "expected child")]
        children = [one.id for one in self.people if one.relation == "child"]
        names = {one.id: one.name for one in self.people}
        about = sheet.about(question, adults, children)
        if question.scope == "household":
            about = [None, *adults, *children] if question.key == "receives" else [None]
        for who in about:
            name = f"{question.key}-{who}" if who else question.key
            label = question.said(self.language)
            if who:
                own = question.key == "receives"
                label = question.said(self.language, names[who]) if own else names[who]
            self.keys[name] = (question, who)
            saved = self.saved.get(_key(question, who))
            if who and question.key == "receives":
                self.fields[name] = self._own(label, saved)
            else:
                self.fields[name] = self._field(question, label, saved)

    def _field(self, question: Question, label: str, saved: Any) -> forms.Field:
        match question.type:
            case "yesno":
                return yes_no(label, saved)
            case "date":
                start = date.fromisoformat(saved) if saved else None
                return DayField(label=label, required=False, latest=self.today, initial=start)
            case "number":
                return forms.IntegerField(
                    label=label,
                    required=False,
                    min_value=0,
                    max_value=MOST_HOURS,
                    initial=saved,
                    widget=forms.TextInput(attrs=SHORT | {"inputmode": "numeric"}),
                )
            case "dollars" | "dollars_month" as kind:
                start = None if saved is None else Decimal(saved) / DOLLARS[kind]
                return MoneyField(label=label, required=False, initial=start)
            case "many":
                return self._many(question, label, saved)
        options = [(one.value, said(one.words, self.language)) for one in question.options]
        return one_of(label, options, saved)

    def _many(self, question: Question, label: str, saved: Any) -> forms.Field:
        words = {one.value: said(one.words, self.language) for one in question.groups}
        choices = [
            (words.get(name, ""), [(o.value, said(o.words, self.language)) for o in options])
            for name, options in sheet.grouped(question)
        ]
        return forms.MultipleChoiceField(
            label=label,
            required=False,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            initial=saved if saved is None else (saved or ["none"]),
        )

    def _own(self, label: str, saved: Any) -> forms.Field:
        """Of the help that is one person's: what is theirs. Nothing marked says nothing."""
        return forms.MultipleChoiceField(
            label=label,
            required=False,
            choices=[(one.value, said(one.words, self.language)) for one in sheet.own_help()],
            widget=forms.CheckboxSelectMultiple,
            initial=saved if saved is None else (saved or ["none"]),
        )

    def _money(self, lines: Sequence[Mapping[str, Any]], *, unclear: bool) -> None:
        whose = [(one.id, one.name) for one in self.people if one.relation != "expected child"]
        kinds = [(code, said(one, self.language)) for code, one in KINDS.items()]
        periods = [(code, said(one, self.language)) for code, one in PERIODS.items()]
        nothing = len(lines) == 1 and lines[0]["amount"] == "0"
        for n in range(MONEY_LINES):
            line = lines[n] if n < len(lines) and not nothing else {}
            place = {"number": n + 1}
            self.fields |= {
                f"whose{n}": one_of(_("Whose, line %(number)s") % place, whose, line.get("member")),
                f"kind{n}": one_of(
                    _("What kind, line %(number)s") % place, kinds, line.get("kind")
                ),
                f"amount{n}": forms.CharField(
                    label=_("How much, line %(number)s") % place,
                    required=False,
                    max_length=200,
                    initial=_amount(line),
                    widget=forms.TextInput(attrs=SHORT),
                ),
                f"period{n}": one_of(
                    _("How often, line %(number)s") % place, periods, line.get("period")
                ),
            }
        self.fields["no_money"] = forms.BooleanField(
            label=_("No money comes in"), required=False, initial=nothing
        )
        self.fields["unclear"] = forms.BooleanField(
            label=_("Something about the money cannot be read"),
            help_text=_("Then it is asked again, and what you typed is shown."),
            required=False,
            initial=unclear,
        )

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        for name, (question, _who) in self.keys.items():
            picked = typed.get(name)
            if question.type == "many" and picked and "none" in picked and len(picked) > 1:
                words = _("You chose “none” and something else. Please choose one of them.")
                self.add_error(name, words)
        for n in range(MONEY_LINES):
            if text := typed.get(f"amount{n}"):
                self._read(n, text)
        if typed.get("no_money") and self.read:
            self.add_error("no_money", _("Here are lines of money, too. Please check the paper."))
        return typed

    def _read(self, n: int, text: str) -> None:
        period = self.cleaned_data.get(f"period{n}")
        if not period and not self.cleaned_data.get("unclear"):
            self.add_error(f"period{n}", _("How often? If it cannot be read, say so below."))
            return
        found = income.parse_income(text, period or "monthly")
        if isinstance(found, income.AskBack):
            self.add_error(f"amount{n}", found.question(self.language))
            return
        self.read[n] = {
            "amount": str(found.low),
            "high": None if found.high == found.low else str(found.high),
            "period": found.period,
            "kind": self.cleaned_data.get(f"kind{n}") or "wages",
            "member": self.cleaned_data.get(f"whose{n}") or None,
        }

    @property
    def lines(self) -> list[dict[str, Any]] | None:
        """Money of which not all can be read: shown again where it is asked."""
        return [*self.read.values()] or None if self.cleaned_data.get("unclear") else None

    @property
    def typed(self) -> dict[str, Any]:
        """Answer key -> value, for what stands on the paper and can be read."""
        found: dict[str, Any] = {}
        for name, (question, who) in self.keys.items():
            value = self.cleaned_data.get(name)
            if value not in (None, "", []):
                found[_key(question, who)] = _value(question, value)
        if shared := found.get(RECEIVES):  # what one marked for a child alone, the home has, too
            own = (found.get(f"{RECEIVES}:{one.id}", ()) for one in self.people)
            found[RECEIVES] = list(
                dict.fromkeys([*shared, *(code for codes in own for code in codes)])
            )
        if self.cleaned_data.get("no_money"):
            found["fact:income"] = [NOTHING]
        elif self.read and not self.cleaned_data.get("unclear"):
            found["fact:income"] = [*self.read.values()]
        return found


RECEIVES = "fact:receives"
PARTS = ("whose", "kind", "amount", "period")
NOTHING = {"amount": "0", "high": None, "period": "monthly", "kind": "wages"}


def _key(question: Question, who: str | None) -> str:
    return told.key_of(FactRef(question.key, who))


def _amount(line: Mapping[str, Any]) -> str:
    """As it would be written: 450, or 300-500."""
    ends = (line[end] for end in ("amount", "high") if line.get(end))
    return "-".join(f"{Decimal(end):f}".removesuffix(".00").removesuffix(".0") for end in ends)


def _value(question: Question, typed: Any) -> Any:
    match question.type:
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
