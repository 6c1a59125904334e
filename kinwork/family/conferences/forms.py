"""What is typed on the pages of a case conference."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as said_now
from django.utils.translation import gettext_lazy as _

from kinwork.common.clock import NotThere, at_local
from kinwork.family.conferences import words
from kinwork.family.conferences.rules import (
    MINUTES,
    MOST_LETTERS,
    MOST_WORDS,
    NOTE_CLASSES,
    NOTES,
    WAYS,
)
from kinwork.web.forms import MemorableDateField, OnceForm, PlainForm

FAMILY = "family"


class _Timed(OnceForm):
    """A day and an hour on the clock of the place; what the clocks skip is asked back."""

    day = MemorableDateField(label=_("Which day?"))
    hour = forms.TimeField(
        label=_("What time?"),
        help_text=_("For example 9:30 or 14:15"),
        input_formats=["%H:%M", "%I:%M %p", "%I %p", "%H"],
        widget=forms.TextInput(attrs={"class": "kw-short", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, zone: str, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("day") and told.get("hour") is not None:
            try:
                told["starts_at"] = at_local(told["day"], told["hour"], self.zone)
            except NotThere as skipped:
                words = said_now(
                    "On this day the clocks go forward over this hour. The next one is %(hour)s."
                )
                hour = date_format(skipped.after, "TIME_FORMAT")
                self.add_error("hour", words % {"hour": hour})
        return told

    def said(self) -> dict[str, Any]:
        return {key: one for key, one in self.cleaned_data.items() if key not in ("day", "hour")}


class PlanForm(_Timed):
    minutes = forms.TypedChoiceField(
        label=_("How many minutes?"),
        choices=[(str(one), str(one)) for one in MINUTES],
        coerce=int,
        initial="60",
        widget=forms.RadioSelect,
    )
    way = forms.ChoiceField(
        label=_("How do you meet?"),
        choices=[(one, words.WAY_WORDS[one]) for one in WAYS],
        widget=forms.RadioSelect,
    )
    place = forms.CharField(
        label=_("Where?"),
        required=False,
        max_length=300,
        help_text=_("Everybody who is invited sees this. Do not write what it is about."),
    )
    invite = forms.MultipleChoiceField(
        label=_("Whom do you invite?"),
        help_text=_("The family is always invited."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    about = forms.MultipleChoiceField(
        label=_("What do you want to talk about?"),
        help_text=_("Each reads only what they may see."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label=_("Something else"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, invite, about, **kwargs: Any):
        super().__init__(data, **kwargs)
        for name, choices in (("invite", invite), ("about", about)):
            self.fields[name].choices = choices
            if not choices:
                del self.fields[name]


class MoveForm(_Timed):
    version = forms.IntegerField(min_value=0, max_value=10**6, widget=forms.HiddenInput)

    def said(self) -> dict[str, Any]:
        told = super().said()
        del told["form_id"]
        return told


class ItemForm(OnceForm):
    words = forms.CharField(
        label=_("What else do you want to talk about?"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class HoldForm(PlainForm):
    came = forms.MultipleChoiceField(
        label=_("Who was there?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(min_value=0, max_value=10**6, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, invited, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["came"].choices = [(FAMILY, _("The family")), *invited]


class NoteForm(OnceForm):
    body = forms.CharField(
        label=_("What was said?"), max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 4})
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(one, words.NOTE_KIND[one]) for one in NOTES],
        initial="note",
        widget=forms.RadioSelect,
    )
    sensitivity = forms.ChoiceField(
        label=_("For whom?"),
        choices=[(one, words.NOTE_FOR[one]) for one in NOTE_CLASSES],
        initial="plan",
        widget=forms.RadioSelect,
    )


class FollowUpForm(OnceForm):
    words = forms.CharField(label=_("What is to be done?"), max_length=MOST_WORDS)
    whose = forms.ChoiceField(label=_("Who does it?"), widget=forms.RadioSelect)
    due_on = MemorableDateField(label=_("Until which day?"))

    def __init__(self, data: Any = None, *, there, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["whose"].choices = there
