"""Fields that the forms of meetings share."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kinwork.common import clock
from kinwork.system.common_work.forms.fields import choice, day, line, member, offer, radio, text

__all__ = ["choice", "day", "hour", "line", "member", "moment", "number", "offer", "radio", "text"]


def hour(label: Any, help_text: Any = "", **more: Any) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, help_text=help_text, widget=widget, **more)


def number(
    label: Any, least: int, most: int, help_text: Any = "", **more: Any
) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=least, max_value=most, **more
    )


def moment(form: forms.Form, on: str, at: str, zone: str) -> datetime | None:
    """The day and the hour of two fields, as the clocks of the place say it."""
    said = form.cleaned_data
    if said.get(on) is None or said.get(at) is None:
        return None
    try:
        return clock.at_local(said[on], said[at], zone)
    except clock.NotThere as why:
        raise ValidationError(
            _("That day the clocks go forward: it is %(hour)s at once.")
            % {"hour": f"{why.after:%H:%M}"}
        ) from why
