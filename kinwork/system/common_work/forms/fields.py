"""Fields that the forms of common work share."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kinwork.library.coordination import strategies
from kinwork.system.common_work import words
from kinwork.system.partnerships.models import Member
from kinwork.web.forms import MoneyField

ANY = [("", _("All"))]
CHOOSE = [("", _("Choose one"))]


def text(label: Any, help_text: Any = "", most: int = 1000, **more: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, max_length=most, widget=area, **more)


def line(label: Any, help_text: Any = "", most: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=most, **more)


def day(label: Any, help_text: Any = "", **more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, help_text=help_text, input_formats=["%Y-%m-%d"], widget=widget, **more
    )


def choice(label: Any, told: dict, first: list = CHOOSE, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[*first, *told.items()], **more)


def radio(label: Any, told: dict, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=list(told.items()), widget=forms.RadioSelect, **more
    )


def strategy(label: Any, first: list, **more: Any) -> forms.ChoiceField:
    """Its words follow the language of the reader."""
    return forms.ChoiceField(
        label=label,
        choices=lambda: [*first, *((key, words.strategy(key)) for key in strategies())],
        **more,
    )


def member(label: Any, help_text: Any = "", **more: Any) -> forms.ModelChoiceField:
    more.setdefault("empty_label", _("Choose one"))
    return forms.ModelChoiceField(
        label=label, help_text=help_text, queryset=Member.objects.none(), **more
    )


def offer(form: forms.Form, name: str, rows: Any, named: str = "name") -> None:
    """The rows that a field lets choose from, by their own names."""
    form.fields[name].queryset = rows
    form.fields[name].label_from_instance = lambda one: getattr(one, named)


class Dollars(MoneyField):
    """More than zero."""

    def clean(self, value: Any) -> Decimal | None:
        if str(value or "").strip().startswith(("-", "−", "–")):
            raise ValidationError(_("An amount is more than zero."))
        found = super().clean(value)
        if found is not None and found == 0:
            raise ValidationError(_("An amount is more than zero."))
        return found
