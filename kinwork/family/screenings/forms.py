"""Entering answers or scores of an instrument; the family's one question a page."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.library.instruments import CUTOFF, SKIPPED, Instrument, Item
from kinwork.library.timelines.model import MOST_WEEKS_EARLY
from kinwork.people.models import Person
from kinwork.web.forms import MemorableDateField, OnceForm, PlainForm

SHORT = {"inputmode": "decimal", "class": "kw-short"}


class EnterForm(OnceForm):
    """Who, when, and what the form on paper says. Limits are the instrument's own."""

    person = forms.ChoiceField(label=_("About whom?"), widget=forms.RadioSelect)
    asked_on = MemorableDateField(label=_("On which day was it filled in?"), required=False)
    weeks_early = forms.IntegerField(
        label=_("Weeks born before the due date"),
        required=False,
        min_value=0,
        max_value=MOST_WEEKS_EARLY,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "kw-short"}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        instrument: Instrument,
        people: Iterable[Person],
        today: date,
        language: str,
        initial: dict[str, Any] | None = None,
    ):
        super().__init__(data, initial=initial)
        people = list(people)
        self.fields["asked_on"].latest = today
        if instrument.subject == "household":
            del self.fields["person"]
        else:
            self.fields["person"].choices = [(str(one.pk), one.full_name) for one in people]
        if not instrument.adjust_weeks:
            del self.fields["weeks_early"]
        self.answers = _fields_of(instrument, language)
        self.fields.update(self.answers)

    @property
    def said(self) -> dict[str, Any]:
        """What was answered or entered, under the instrument's own keys."""
        told = {key: self.cleaned_data.get(key) for key in self.answers}
        return {key: value for key, value in told.items() if value not in (None, "")}


def _fields_of(instrument: Instrument, language: str) -> dict[str, forms.Field]:
    codes = [(one.code, one.words[language]) for one in instrument.answers]
    found: dict[str, forms.Field] = {
        one.key: forms.ChoiceField(
            label=one.words[language],
            choices=[*codes, (SKIPPED, _("Not answered"))],
            initial=SKIPPED,
            widget=forms.RadioSelect,
        )
        for one in instrument.items
    }
    for one in instrument.scores:
        found[one.key] = forms.IntegerField(
            label=one.words[language],
            min_value=one.least,
            max_value=one.most,
            widget=forms.TextInput(attrs=SHORT),
        )
        if one.cutoff:
            found[one.key + CUTOFF] = forms.DecimalField(
                label=_("Cut-off printed on the form"),
                min_value=one.least,
                max_value=one.most,
                max_digits=6,
                decimal_places=3,
                widget=forms.TextInput(attrs=SHORT),
            )
    return found


class QuestionForm(PlainForm):
    """One question of the family's own check; every one may be skipped."""

    answer = forms.ChoiceField(widget=forms.RadioSelect, required=False)

    def __init__(self, data: Any = None, *, instrument: Instrument, item: Item, language: str):
        super().__init__(data)
        self.fields["answer"].label = item.words[language]
        self.fields["answer"].choices = [
            (one.code, one.words[language]) for one in instrument.answers
        ]


class HelpForm(PlainForm):
    """What of the needs that were found the family wants help with."""

    codes = forms.MultipleChoiceField(
        label=_("What do you want help with?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, needs: Iterable[tuple[str, str]], staff: bool = False):
        super().__init__(data)
        self.fields["codes"].choices = list(needs)
        if staff:
            self.fields["codes"].label = _("What does the family want help with?")
