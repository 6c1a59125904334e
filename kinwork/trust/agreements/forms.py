"""Forms of agreements: the filter, a draft, a party, a signature. Drafting with redlines comes later."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.accounts.models import Agency
from kinwork.trust.agreements.rules import KINDS
from kinwork.trust.agreements.words import (
    CLASS_WORDS,
    KIND_WORDS,
    PURPOSE_WORDS,
    ROLE_WORDS,
    STATE_WORDS,
)
from kinwork.web.forms import PlainForm

ANY = [("", _("All"))]
DUE = ("renewal due", _("Renewal due"))


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _text(label, help_text="") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, required=False, max_length=4000, widget=area, help_text=help_text
    )


class Filter(PlainForm):
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*ANY, *KIND_WORDS.items()])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[*ANY, DUE, *STATE_WORDS.items()]
    )


class Draft(PlainForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind, KIND_WORDS[kind]) for kind in KINDS])
    title = forms.CharField(label=_("Title"), max_length=200)
    starts = forms.DateField(label=_("First day"), input_formats=["%Y-%m-%d"], widget=_day())
    ends = forms.DateField(
        label=_("Last day"), required=False, input_formats=["%Y-%m-%d"], widget=_day()
    )
    classes = forms.MultipleChoiceField(
        label=_("Kinds of data"),
        required=False,
        choices=list(CLASS_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    purposes = forms.MultipleChoiceField(
        label=_("Purposes"),
        choices=list(PURPOSE_WORDS.items()),
        initial=["care"],
        widget=forms.CheckboxSelectMultiple,
    )
    emergency_clause = forms.BooleanField(label=_("With an emergency clause"), required=False)
    goal = _text(_("What it is for"), _("One or two sentences."))
    storage = _text(_("How data is sent and kept"))
    recipient = forms.CharField(
        label=_("Recipient of the extract"),
        required=False,
        max_length=200,
        help_text=_("Only for a data use licence."),
    )
    permitted_use = _text(_("Permitted use"), _("Only for a data use licence."))
    destroy_by = forms.DateField(
        label=_("Destroyed by"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=_day(),
        help_text=_("Only for a data use licence."),
    )

    def said(self, zone: str) -> dict[str, Any]:
        """What was said, with the days as instants where the community is."""
        said, place = dict(self.cleaned_data), ZoneInfo(zone)
        said["starts"] = datetime.combine(said["starts"], time(0), place)
        said["ends"] = said["ends"] and datetime.combine(said["ends"], time(23, 59, 59), place)
        return said


class PartyForm(PlainForm):
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none())
    role = forms.ChoiceField(label=_("As"), choices=list(ROLE_WORDS.items()))

    def __init__(self, data: Any = None, *, agencies, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["agency"].queryset = agencies


class SignForm(PlainForm):
    name = forms.CharField(label=_("Who signs"), max_length=200)
    title = forms.CharField(
        label=_("As what"), max_length=200, help_text=_("For example: director")
    )
    authority = forms.CharField(
        label=_("What shows that they may sign"),
        max_length=200,
        help_text=_("For example: bylaws, article 4; or the board's decision of March 3."),
    )
