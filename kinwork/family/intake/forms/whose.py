"""Who of the home has which help; whose money it is."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.common.answers import said
from kinwork.family.facts.screening import income
from kinwork.library.codes.income import arithmetic
from kinwork.library.questions import bank
from kinwork.library.questions.whose import WHO_RECEIVES
from kinwork.web.forms import PlainForm

if TYPE_CHECKING:
    from kinwork.family.intake.asking import Asked

OWN = "fact:receives:"
PICK = _("Please choose at least one person, or skip this question.")


class Whose(PlainForm):
    """A field for each help (several people) or for each line of money (one person)."""

    def __init__(self, data: Any, *, asked: "Asked"):
        self.asked = asked
        super().__init__(data)
        self.fields |= {key: self._field(key, people) for key, people in asked.parts}
        for field in self.fields.values():
            field.error_messages["required"] = PICK

    def _field(self, key: str, people: tuple[str | None, ...]) -> forms.Field:
        named = [(id, self.asked.names[id]) for id in people if id in self.asked.names]
        if self.asked.key != WHO_RECEIVES:
            line = self._lines()[int(key)]
            return forms.ChoiceField(
                label=arithmetic(income([line]) or (), self.asked.language),
                choices=named,
                widget=forms.RadioSelect,
                initial=line.get("member"),
            )
        words = {one.value: one.words for one in bank()["receives"].options}
        has = [id for id, _name in named if key in self.asked.answers.get(f"{OWN}{id}", ())]
        return forms.MultipleChoiceField(
            label=said(words[key], self.asked.language),
            choices=named,
            widget=forms.CheckboxSelectMultiple,
            initial=has or (named[0][0] if len(named) == 1 else None),
        )

    def _lines(self) -> list[dict[str, Any]]:
        return self.asked.answers.get("fact:income", [])

    @property
    def changes(self) -> dict[str, Any]:
        """What to keep: for everybody what they have, or the money with its names."""
        told = self.cleaned_data
        if self.asked.key == WHO_RECEIVES:
            return {
                f"{OWN}{id}": [key for key, _who in self.asked.parts if id in told[key]]
                for id in self.asked.everybody
            }
        return {
            "fact:income": [
                line | {"member": told[str(number)]} if str(number) in told else line
                for number, line in enumerate(self._lines())
            ]
        }
