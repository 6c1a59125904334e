"""The form of one question: a field for the household, or one for each person it is about."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.common.answers import FactRef, said
from kinwork.family.intake import answers as told
from kinwork.library.programs.view import FOR_ALL
from kinwork.library.questions.bank import DOLLARS
from kinwork.library.questions.telling import situation
from kinwork.web.forms import MemorableDateField, PlainForm

if TYPE_CHECKING:
    from kinwork.family.intake.asking import Asked

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
MOST_HOURS = 168
NONE, UNSURE = "none", "unsure"
ALONE = {
    NONE: _("You chose “none” and something else. Please choose one of them."),
    UNSURE: _(
        "You chose “I am not sure” and something else. Choose what you know, and leave out the rest."
    ),
}


class Answering(PlainForm):
    """The form of one question: a field for the household, or one for each person it is about."""

    def __init__(self, data: Any, *, asked: "Asked"):
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
        options = self._options()
        if kind == "many":
            start = saved if saved is None else (saved or [NONE])
            return forms.MultipleChoiceField(
                label=label, choices=options, widget=forms.CheckboxSelectMultiple, initial=start
            )
        return forms.ChoiceField(
            label=label, choices=options, widget=forms.RadioSelect, initial=saved
        )

    def _options(self) -> list[tuple[str, Any]]:
        """What can be picked; a long list also takes "not sure"."""
        asked = self.asked
        offered = [*dict(asked.parts), NONE] if asked.parts else None
        options: list[tuple[str, Any]] = [
            (one.value, said(one.words, asked.language))
            for one in asked.question.options
            if offered is None or one.value in offered
        ]
        return options + ([(UNSURE, _("I am not sure"))] if asked.question.groups else [])

    @property
    def often(self) -> list[Any]:
        """What many people pick, above the headings."""
        return self._boxes(lambda one: one.often)

    @property
    def groups(self) -> list[tuple[str, str, list[Any], bool]]:
        """Below each heading: its words, what is in it, the boxes, and whether one is picked."""
        found = []
        for group in self.asked.question.groups:
            boxes = self._boxes(lambda one, name=group.value: one.group == name and not one.often)
            some = ", ".join(str(box.choice_label) for box in boxes[:3])
            picked = any(box.data["selected"] for box in boxes)
            found.append((said(group.words, self.asked.language), some, boxes, picked))
        return found

    @property
    def last(self) -> list[Any]:
        """None of these, and not sure."""
        return [box for box in self["answer0"] if box.data["value"] in ALONE]

    def _boxes(self, wanted: Any) -> list[Any]:
        keys = {one.value for one in self.asked.question.options if wanted(one)}
        return [box for box in self["answer0"] if box.data["value"] in keys]

    def clean(self) -> dict[str, Any]:
        if self.asked.question.type == "many":
            picked = self.cleaned_data.get("answer0") or []
            for alone, words in ALONE.items():
                if alone in picked and len(picked) > 1:
                    self.add_error("answer0", words)
                    break
        return self.cleaned_data

    @property
    def changes(self) -> dict[str, Any]:
        """What to keep, by answer key. Not sure is a question that was passed over."""
        if self.asked.question.type == "many" and UNSURE in self.cleaned_data["answer0"]:
            return dict.fromkeys(self.asked.keys().values()) | {f"skip:{self.asked.key}": True}
        found = {}
        if self.asked.question.groups:
            found = own_lists(self.asked.answers, self.cleaned_data["answer0"])
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
                return [code for code in typed if code != NONE]
            case "date":
                return typed.isoformat()
            case "dollars" | "dollars_month" as kind:
                return str(typed * DOLLARS[kind])
            case "number":
                return str(typed)
        return typed


def _of_parts(asked: "Asked", picked: list[str]) -> dict[str, Any]:
    """What the page about several facts tells of each; whoever is not told yet is asked about."""
    found: dict[str, Any] = {}
    for fact, members in asked.parts:
        keys = [told.key_of(FactRef(fact, who)) for who in members]
        if fact in picked and not any(asked.answers.get(key) is True for key in keys):
            found |= dict.fromkeys(keys)
    for fact, who, yes in situation(asked.parts, picked):
        found[told.key_of(FactRef(fact, who))] = yes
    return found


def own_lists(answers: Any, picked: list[str]) -> dict[str, Any]:
    """What each person has, when the home's list changes: what is gone is gone for all; where
    something new may be one person's, it is not known any more whose."""
    own = {key: value for key, value in answers.items() if key.startswith("fact:receives:")}
    known = {code for value in own.values() for code in value}
    if {code for code in picked if code != NONE} - FOR_ALL - known:
        return dict.fromkeys(own)
    return {key: [code for code in value if code in picked] for key, value in own.items()}
