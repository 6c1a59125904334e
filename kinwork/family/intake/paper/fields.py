"""Fields for fast typing: a day as numbers in one field, yes or no by its first letter."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kinwork.web.fields import read_date

EMPTY = ("", _("Empty"))
YES_NO = [EMPTY, ("yes", _("Yes")), ("no", _("No"))]
PARTS = re.compile(r"^\s*(\d{1,2})\D+(\d{1,2})\D+(\d{1,4})\s*$")
WHOLE = re.compile(r"^\s*(\d{2})(\d{2})(\d{4})\s*$")


class DayField(forms.CharField):
    """Month, day, year as the paper has them: 3 14 2025, 3/14/2025 or 03142025."""

    def __init__(self, *, latest: date | None = None, earliest: date | None = None, **kwargs: Any):
        self.latest, self.earliest = latest, earliest
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "kw-day"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.month}/{value.day}/{value.year}" if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        parts = WHOLE.match(text) or PARTS.match(text)
        if parts is None:
            raise ValidationError(_("Write month, day and year as numbers, like 3 14 2025."))
        day = read_date(*parts.groups())
        if self.latest and day > self.latest:
            raise ValidationError(_("This date has not come yet. Please check the year."))
        if self.earliest and day < self.earliest:
            raise ValidationError(_("This date is too long ago. Please check the year."))
        return day


def yes_no(label: str, saved: Any = None) -> forms.Field:
    start = {True: "yes", False: "no"}.get(saved, "")
    return forms.ChoiceField(label=label, required=False, choices=YES_NO, initial=start)


def one_of(label: str, choices: list, saved: Any = None) -> forms.Field:
    return forms.ChoiceField(label=label, required=False, choices=[EMPTY, *choices], initial=saved)
