"""Fields that people fill in as they speak: a remembered date, an amount, a phone number."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from kinwork.web import money


@dataclass(frozen=True)
class Choice:
    """The words of one choice, with a line below them that helps to decide."""

    label: Any
    hint: Any = ""

    def __str__(self) -> str:
        return str(self.label)


class MemorableDate(forms.MultiWidget):
    """Month by name, day and year as numbers: no calendar to click through."""

    template_name = "web/forms/memorable_date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None):
        months = [("", ""), *((str(number), name) for number, name in MONTHS.items())]
        digits = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            {
                "month": forms.Select(choices=months),
                "day": forms.TextInput(attrs=digits),
                "year": forms.TextInput(attrs=digits),
            },
            attrs,
        )

    def decompress(self, value: Any) -> list[str]:
        return [str(value.month), str(value.day), str(value.year)] if value else ["", "", ""]


class MemorableDateField(forms.MultiValueField):
    """A `date` from three answers. `earliest` and `latest` are dates, or callables that give one;
    pass `latest` as today in the family's own time zone."""

    widget = MemorableDate

    def __init__(
        self,
        *,
        earliest: date | Callable[[], date] | None = None,
        latest: date | Callable[[], date] | None = None,
        **kwargs: Any,
    ):
        self.earliest, self.latest = earliest, latest
        parts = [forms.CharField(required=False) for _part in range(3)]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> date | None:
        typed = [str(part or "").strip() for part in value or ("", "", "")]
        if not any(typed):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        day = read_date(*typed)
        earliest, latest = _limit(self.earliest), _limit(self.latest)
        if latest and day > latest:
            raise ValidationError(_("This date has not come yet. Please check the year."), "future")
        if earliest and day < earliest:
            raise ValidationError(_("This date is too long ago. Please check the year."), "past")
        return day


def _limit(value: Any) -> date | None:
    return value() if callable(value) else value


def read_date(month: str, day: str, year: str) -> date:
    """The date of three typed answers. Raises ValidationError with the sentence to show."""
    if not (month and day and year):
        raise ValidationError(_("Please give the month, the day and the year."), "incomplete")
    try:
        numbers = int(year), int(month), int(day)
    except ValueError:
        raise ValidationError(
            _("Please use only numbers for the day and the year."), "words"
        ) from None
    if numbers[0] < 100:
        raise ValidationError(
            _("Please write the year with four numbers, like 2024."), "short year"
        )
    try:
        return date(*numbers)
    except (ValueError, OverflowError):
        raise ValidationError(
            _("There is no such day in the calendar. Please check it."), "no day"
        ) from None


class MoneyField(forms.CharField):
    """Dollars as a Decimal, from whatever people write."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "kw-short"})
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return money.amount(text)
        except money.Unclear as why:
            raise ValidationError(_sentence(why), why.reason) from None


def _sentence(why: money.Unclear) -> str:
    if why.reason == "below zero":
        return _("This cannot be below zero. Write 0 if nothing came in.")
    if why.reason == "large":
        return _("This is more than we can take. Please check the number.")
    if why.reason == "two ways":
        return _(
            "We can read this in two ways: %(one)s or %(two)s. Please write the one you mean."
        ) % {
            "one": why.readings[0],
            "two": why.readings[1],
        }
    return _("Please write it as a number, like 1200. If it changes, write about how much.")
