"""The shape of what people type when they set up a community."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazystr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.accounts import rules, wording
from kinwork.accounts.community import words
from kinwork.common.rules import SETTINGS, Setting
from kinwork.web.forms import MemorableDateField, PlainForm

LIMITS = gettext_lazy("In %(unit)s, from %(least)s to %(most)s. Without a change: %(default)s.")
OUT = gettext_lazy("Write a whole number from %(least)s to %(most)s.")


class SettingsForm(PlainForm):
    """The community's place, then one whole number for each line of the table of settings."""

    name = forms.CharField(max_length=200)
    help_phone = forms.CharField(max_length=29, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    postal_code = forms.CharField(
        required=False, max_length=5, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    time_zone = forms.ChoiceField()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, zone: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in words.PLACE.items():
            self.fields[name].label, self.fields[name].help_text = label, help_text
        self.fields["time_zone"].choices = list(_zones(zone))
        for setting in SETTINGS.values():
            self.fields[setting.name] = _number(setting)

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        sentences = {
            "help_phone": _("Write a phone number, like 211 or 520-555-0100."),
            "postal_code": _("Write the five numbers of a ZIP code."),
        }
        asked = {name: typed[name] for name in sentences if typed.get(name)}
        for name in rules.unfit(asked):
            self.add_error(name, sentences[name])
        return typed

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def _zones(current: str) -> Iterator[tuple[str, Any]]:
    yield from words.ZONES.items()
    if current not in words.ZONES:
        yield current, current


def _number(setting: Setting) -> forms.IntegerField:
    label, help_text = words.SETTINGS[setting.name]
    said = {
        "unit": words.UNITS[setting.unit],
        "least": setting.least,
        "most": setting.most,
        "default": setting.default,
    }
    out = lazystr(str(OUT) % said)
    return forms.IntegerField(
        label=label,
        help_text=f"{help_text} {LIMITS % said}",
        min_value=setting.least,
        max_value=setting.most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"min_value": out, "max_value": out, "invalid": out},
    )


class HolidayForm(PlainForm):
    """One day on which offices are closed."""

    name = forms.CharField(
        label=gettext_lazy("What is the holiday called?"), max_length=rules.HOLIDAY_NAME
    )
    day = MemorableDateField(label=gettext_lazy("Which day are offices closed?"))

    def __init__(self, *args: Any, years: range, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.years = years

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day.year not in self.years:
            raise ValidationError(
                _("Choose a day from %(first)s to %(last)s."),
                params={"first": self.years[0], "last": self.years[-1]},
            )
        return day


class TextForm(PlainForm):
    """The words of a draft."""

    body = forms.CharField(
        label=gettext_lazy("Your words"),
        max_length=wording.LONGEST,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "true"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
