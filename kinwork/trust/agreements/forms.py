"""Forms of agreements: the filter, a draft and its change, a party, remarks, leaving, renewing."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kinwork.accounts.models import Agency
from kinwork.common import clock
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.agreements.rules import LEAST_CELL, TERMS
from kinwork.trust.agreements.words import (
    CLASS_WORDS,
    KIND_WORDS,
    PURPOSE_WORDS,
    ROLE_WORDS,
    STATE_WORDS,
    TERM_WORDS,
)
from kinwork.web.forms import OnceForm, PlainForm

ANY = [("", _("All"))]
DUE = ("renewal due", _("Renewal due"))


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def date_field(label, help_text="", **more) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, input_formats=["%Y-%m-%d"], widget=_day(), **more
    )


def first_moment(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(0), ZoneInfo(zone))


def last_moment(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone))


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


# What a form of each kind asks, beside its title, days and what it is for.
ASKS = {
    "participation": ("purposes", "emergency_clause", "storage"),
    "mou": ("purposes", "emergency_clause", "storage"),
    "data-sharing": ("classes", "purposes", "emergency_clause", "storage"),
    "data use licence": (
        *("classes", "purposes", "storage", "recipient", "permitted_use", "destroy_by"),
    ),
}
OF_ALL = ("title", "starts", "ends", "goal")


class Draft(PlainForm):
    """One kind's own fields; those of other kinds are not asked."""

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
    )
    permitted_use = _text(_("Permitted use"))
    destroy_by = forms.DateField(
        label=_("Destroyed by"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=_day(),
    )

    place = _text(*TERM_WORDS["place"])
    services = _text(*TERM_WORDS["services"])
    hours = _text(*TERM_WORDS["hours"])
    costs = _text(*TERM_WORDS["costs"])
    position = _text(*TERM_WORDS["position"])
    employer = _text(*TERM_WORDS["employer"])
    supervision = _text(*TERM_WORDS["supervision"])
    time = _text(*TERM_WORDS["time"])
    stream = _text(*TERM_WORDS["stream"])
    amount = _text(*TERM_WORDS["amount"])
    shares = _text(*TERM_WORDS["shares"])
    fiscal_agent = _text(*TERM_WORDS["fiscal_agent"])
    reporting = _text(*TERM_WORDS["reporting"])

    def __init__(self, data: Any = None, *, kind: str, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.kind = kind
        asked = (*OF_ALL, *ASKS.get(kind, ()), *TERMS.get(kind, ()))
        for name in [one for one in self.fields if one not in asked]:
            del self.fields[name]

    def said(self, zone: str) -> dict[str, Any]:
        """What was said, with the days as instants where the community is."""
        said = dict(self.cleaned_data)
        if self.kind in TERMS:
            said["terms"] = {name: said.pop(name) for name in TERMS[self.kind]}
            said["purposes"] = []
        said["starts"] = first_moment(said["starts"], zone)
        said["ends"] = said["ends"] and last_moment(said["ends"], zone)
        return said


class ChangeForm(Draft):
    """The words of a draft; its kind stays what it is."""

    @classmethod
    def first(cls, row: Agreement, zone: str) -> dict[str, Any]:
        """What stands there now, as days where the community is."""
        own = [name for name in cls.base_fields if name not in TERM_WORDS]
        found = {name: getattr(row, name) for name in own}
        found |= {name: row.terms.get(name, "") for name in TERM_WORDS}
        found["starts"] = clock.local_day(row.starts, zone)
        found["ends"] = clock.local_day(row.ends, zone) if row.ends else None
        return found

    def changed(self, row: Agreement, zone: str) -> dict[str, Any]:
        """Only what is other than before, so that an instant that nobody touched stays."""
        before, said = self.first(row, zone), self.said(zone)
        touched = {name for name, value in self.cleaned_data.items() if value != before[name]}
        if touched & set(TERMS.get(row.kind, ())):
            touched.add("terms")
        return {name: said[name] for name in said if name in touched}


class PartyForm(PlainForm):
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none())
    role = forms.ChoiceField(label=_("As"), choices=list(ROLE_WORDS.items()))

    def __init__(self, data: Any = None, *, agencies, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["agency"].queryset = agencies


class RemarkForm(OnceForm):
    words = forms.CharField(
        label=_("What should be other, and why?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SettleForm(PlainForm):
    answer = forms.CharField(
        label=_("What became of it"),
        help_text=_("For example: the text says it now; or why it stays."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LeaveForm(PlainForm):
    day = date_field(
        _("Last day"),
        _("Leave it empty to leave at once. Until that day everything stays as it is."),
        required=False,
    )

    def __init__(self, data: Any = None, *, row: Agreement, now: datetime, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.zone, self.now = row.community.time_zone, now

    def clean_day(self) -> date | None:
        return _not_past(self.cleaned_data["day"], self.now, self.zone)

    def moment(self) -> datetime | None:
        day = self.cleaned_data["day"]
        return last_moment(day, self.zone) if day else None


class RenewForm(PlainForm):
    ends = date_field(_("New last day"), required=False, help_text=_("Empty: it has no last day."))

    def __init__(self, data: Any = None, *, row: Agreement, now: datetime, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.zone, self.now = row.community.time_zone, now

    def clean_ends(self) -> date | None:
        return _not_past(self.cleaned_data["ends"], self.now, self.zone)

    def moment(self) -> datetime | None:
        day = self.cleaned_data["ends"]
        return last_moment(day, self.zone) if day else None


class WantedForm(PlainForm):
    answer = forms.ChoiceField(
        label=_("Should it be renewed?"),
        choices=[("yes", _("Yes, we want it renewed")), ("no", _("No, let it end"))],
        widget=forms.RadioSelect,
    )

    def wanted(self) -> bool:
        return self.cleaned_data["answer"] == "yes"


class FiguresForm(PlainForm):
    least_cell = forms.IntegerField(
        label=_("The smallest number of your people that may be shown"),
        min_value=LEAST_CELL,
        max_value=9999,
        help_text=_("11 or more. Smaller numbers are hidden."),
    )
    shown_apart = forms.BooleanField(
        label=_("Show our people apart, never inside another line's sum"), required=False
    )


class SinceForm(PlainForm):
    day = date_field(_("From which day"), _("Today, or a day that comes."))

    def __init__(
        self, data: Any = None, *, now: datetime, zone: str, dated: bool = True, **kwargs: Any
    ):
        super().__init__(data, **kwargs)
        self.zone, self.now = zone, now
        if not dated:
            del self.fields["day"]
        else:
            self.fields["day"].initial = clock.local_day(now, zone)

    def clean_day(self) -> date:
        return _not_past(self.cleaned_data["day"], self.now, self.zone)

    def moment(self) -> datetime:
        """Today: from now on."""
        return max(first_moment(self.cleaned_data["day"], self.zone), self.now)


def _not_past(day: date | None, now: datetime, zone: str) -> date | None:
    if day is not None and day < clock.local_day(now, zone):
        raise ValidationError(_("This day is over. Choose today or a later day."))
    return day
