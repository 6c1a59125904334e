"""How a yes was given, as a worker writes it down; and who opens a link."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.trust.consent.rules import PAPER, PHONE
from kinwork.web.forms import MemorableDateField, PlainForm

WAYS = (
    ("on screen", _("They read it here and said yes")),
    (PAPER, _("They signed it on paper")),
    (PHONE, _("By phone, and a witness heard it")),
)
MISSING = {
    "witness": _("Write who heard it: a second worker, or the interpreter."),
    "signed_on": _("Write the day that stands on the paper."),
    "paper_at": _("Write where the paper lies, so that it can be found."),
}
NEEDS = {PHONE: ("witness",), PAPER: ("signed_on", "paper_at")}


class HowGiven(forms.Form):
    """Mixed into a form that records a consent. What belongs to another way is left out. today: where
    the family is."""

    way = forms.ChoiceField(
        label=_("How?"), choices=WAYS, widget=forms.RadioSelect, initial="on screen"
    )
    witness = forms.CharField(
        label=_("By phone: who else heard it?"),
        help_text=_(
            "You read the words above aloud. Write the name of a second worker or of the "
            "interpreter who heard the yes."
        ),
        required=False,
        max_length=200,
    )
    signed_on = MemorableDateField(label=_("On paper: which day stands on it?"), required=False)
    paper_at = forms.CharField(
        label=_("On paper: where does it lie?"),
        help_text=_("For example: the locked cabinet at the front desk."),
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["signed_on"].latest = today

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        needed = NEEDS.get(told.get("way", ""), ())
        for name, why in MISSING.items():
            if name in needed and name not in self.errors and not told.get(name):
                self.add_error(name, why)
        return told

    @property
    def how(self) -> dict[str, Any]:
        """Arguments of `give`, `deny` and `narrow`."""
        told = self.cleaned_data
        needed = NEEDS.get(told["way"], ())
        empty = {"witness": "", "signed_on": None, "paper_at": ""}
        return {"way": told["way"]} | {
            name: told.get(name) or none if name in needed else none for name, none in empty.items()
        }


class Born(PlainForm):
    """The caregiver shows who they are."""

    born = MemorableDateField(label=_("Your birth date"))


class CodeAndWord(PlainForm):
    code = forms.CharField(
        label=_("Your code"),
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    word = forms.CharField(
        label=_("Your word"),
        max_length=200,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
    )


class Answer(PlainForm):
    """Nothing is ticked beforehand. `words`: which text was on the page."""

    words = forms.UUIDField(required=False, widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("Do you agree?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, I agree.")), ("no", _("No, I do not agree."))],
        error_messages={"required": _("Please choose yes or no.")},
    )
