"""What is asked before a record is opened in an emergency, and after."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kinwork.trust.access.rules import is_a_reason
from kinwork.trust.access.words import REASON_WORDS, VERDICT_WORDS
from kinwork.web.forms import MemorableDateField, PlainForm

NO_REASON = "no reason"


class ReasonForm(PlainForm):
    reason = forms.ChoiceField(
        label=_("What is the emergency?"),
        choices=list(REASON_WORDS.items()),
        widget=forms.RadioSelect,
        help_text=_("The family reads this on its page."),
    )
    words = forms.CharField(
        label=_("Why do you need this record now?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence for the reviewer. Write no names and nothing about the family."),
    )

    def clean_words(self) -> str:
        words = self.cleaned_data["words"]
        if not is_a_reason(words):
            raise ValidationError(_("Please say in a sentence what happened."), code=NO_REASON)
        return words

    def has_no_reason(self) -> bool:
        """Words were typed, and say nothing: that is told to a privacy officer."""
        return self.has_error("words", NO_REASON)


class ByNameForm(ReasonForm):
    given = forms.CharField(label=_("First name"), max_length=100)
    family = forms.CharField(label=_("Last name"), max_length=100)
    born = MemorableDateField(label=_("Birth date"))
    field_order = ("given", "family", "born", "reason", "words")


class GlassReviewForm(PlainForm):
    verdict = forms.ChoiceField(
        label=_("What was it?"), choices=list(VERDICT_WORDS.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you asked and what you were told. Write nothing about the family."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("verdict") != "in order" and not said.get("words", "").strip():
            raise ValidationError({"words": _("Please say in a sentence what is to be done.")})
        return said
