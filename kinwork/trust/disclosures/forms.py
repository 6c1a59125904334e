"""Filters of the two lists, and what an officer says about an odd view."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kinwork.trust.disclosures.words import REASON_WORDS, STATE_WORDS, VERDICT_WORDS
from kinwork.web.forms import PlainForm

ANY = [("", _("All"))]
ISO = ["%Y-%m-%d"]


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class OddFilter(PlainForm):
    week = forms.DateField(label=_("Week"), required=False, input_formats=ISO)
    reason = forms.ChoiceField(
        label=_("Why"), required=False, choices=[*ANY, *REASON_WORDS.items()]
    )
    state = forms.ChoiceField(
        label=_("Looked at"), required=False, choices=[*ANY, *STATE_WORDS.items()]
    )

    def __init__(self, data: Any = None, *, weeks: list[date], **kwargs: Any):
        super().__init__(data, **kwargs)
        named = [(week.isoformat(), week.isoformat()) for week in weeks]
        self.fields["week"].widget = forms.Select(choices=[*ANY, *named])


class TrailFilter(PlainForm):
    user = forms.UUIDField(required=False, widget=forms.HiddenInput)
    household = forms.UUIDField(
        label=_("Family (its number)"), required=False, widget=forms.TextInput
    )
    verb = forms.CharField(
        label=_("What was done"),
        required=False,
        max_length=80,
        help_text=_("The beginning of a word of the trail, like referrals or people.household."),
    )
    since = forms.DateField(label=_("From day"), required=False, input_formats=ISO, widget=_day())
    until = forms.DateField(label=_("Until day"), required=False, input_formats=ISO, widget=_day())


class ReviewForm(PlainForm):
    verdict = forms.ChoiceField(
        label=_("What was it?"), choices=list(VERDICT_WORDS.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you asked and what you were told. Write nothing about the family."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("verdict") in ("follow up", "breach") and not said.get("words", "").strip():
            raise ValidationError({"words": _("Please say in a sentence what is to be done.")})
        return said
