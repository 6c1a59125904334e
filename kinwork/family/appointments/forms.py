"""Times as they are typed: once, every week, or offered to one family."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.common.clock import NotThere, at_local
from kinwork.directory.models import Location
from kinwork.family.appointments.models import Slot
from kinwork.family.appointments.rules import LEAST_MINUTES, MOST_MINUTES, MOST_SEATS
from kinwork.family.appointments.words import WEEKDAYS, moment
from kinwork.family.referrals.forms import not_there
from kinwork.web.forms import MemorableDateField, OnceForm

HOUR = {"input_formats": ["%H:%M", "%I:%M %p", "%I %p", "%H"]}
SHORT = {"class": "kw-short", "autocomplete": "off"}
NUMBER = {"class": "kw-short", "inputmode": "numeric", "autocomplete": "off"}
FREE_TIMES = 3


def _hour(label: Any, required: bool = True) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=required,
        help_text=gettext_lazy("For example 9:30 or 14:15"),
        widget=forms.TextInput(attrs=SHORT),
        **HOUR,
    )


def _minutes() -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext_lazy("How many minutes?"),
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        initial=30,
        widget=forms.TextInput(attrs=NUMBER),
    )


class PublishForm(OnceForm):
    """One time, or the same every week. Cleans to what the action takes; `zone` is the place's."""

    service = forms.ChoiceField(label=gettext_lazy("For which service?"))
    location = forms.ChoiceField(label=gettext_lazy("Where?"), required=False)
    day = MemorableDateField(label=gettext_lazy("Which day is the first?"))
    hour = _hour(gettext_lazy("At what time does it begin?"))
    minutes = _minutes()
    seats = forms.IntegerField(
        label=gettext_lazy("How many families at this time?"),
        min_value=1,
        max_value=MOST_SEATS,
        initial=1,
        widget=forms.TextInput(attrs=NUMBER),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Every week on"),
        help_text=gettext_lazy("Leave this empty for one time only. Holidays are left out."),
        required=False,
        coerce=int,
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
    )
    until = MemorableDateField(label=gettext_lazy("Until which day, if it ends?"), required=False)

    def __init__(self, *args: Any, services, home: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.services, self.home = {str(one.pk): one for one in services}, home
        places = Location.objects.filter(service_at_locations__service__in=services).distinct()
        self.places = {str(one.pk): one for one in places}
        self.fields["service"].choices = [(key, one.name) for key, one in self.services.items()]
        self.fields["location"].choices = [
            ("", gettext_lazy("No fixed place, or by phone")),
            *((key, one.name or _("Without a name")) for key, one in self.places.items()),
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        place = self.places.get(told.get("location", ""))
        told["zone"] = (place.timezone if place else "") or self.home
        day, hour, weekly = told.get("day"), told.get("hour"), told.get("weekdays")
        if day and told.get("until") and told["until"] < day:
            self.add_error("until", _("This is before the first day."))
        if day and hour is not None and not weekly:
            try:
                told["starts_at"] = at_local(day, hour, told["zone"])
            except NotThere as skipped:
                self.add_error("hour", not_there(skipped))
        return told

    def said(self) -> dict[str, Any]:
        """(keywords of publish_slot or publish_pattern; `weekdays` says which)."""
        told = self.cleaned_data
        both = {
            "service": self.services[told["service"]],
            "location": self.places.get(told["location"]),
            "zone": told["zone"],
            "minutes": told["minutes"],
            "seats": told["seats"],
        }
        if not told["weekdays"]:
            return both | {"starts_at": told["starts_at"], "slot_id": told["form_id"]}
        return both | {
            "weekdays": told["weekdays"],
            "starts": told["hour"],
            "first": told["day"],
            "until": told["until"],
            "pattern_id": told["form_id"],
        }


class OfferForm(OnceForm):
    """Some of our open times, up to three of our own, or any open time."""

    any_open = forms.BooleanField(
        label=gettext_lazy("Any of our open times"),
        help_text=gettext_lazy("The family sees what is free when it looks."),
        required=False,
    )
    slots = forms.MultipleChoiceField(
        label=gettext_lazy("Or some of them"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.CharField(
        label=gettext_lazy("Where?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("The family sees this. Do not write what it is about."),
    )

    def __init__(
        self, *args: Any, free: list[Slot], zone: str, home: str, now: datetime, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.free, self.zone = {str(one.pk): one for one in free}, zone
        self.fields["slots"].choices = [
            (key, moment(one.starts_at, one.zone, home, now)) for key, one in self.free.items()
        ]
        for number in range(FREE_TIMES):
            self.fields[f"day{number}"] = MemorableDateField(
                label=_("Time %(n)s: which day?") % {"n": number + 1}, required=False
            )
            self.fields[f"hour{number}"] = _hour(
                _("Time %(n)s: what time?") % {"n": number + 1}, required=False
            )
        if not self.free:
            del self.fields["slots"], self.fields["any_open"]
        self.order_fields(
            ["any_open", "slots"]
            + [f"{part}{n}" for n in range(FREE_TIMES) for part in ("day", "hour")]
            + ["place"]
        )

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        told["times"] = [
            moment for n in range(FREE_TIMES) if (moment := self._time(told, n)) is not None
        ]
        chosen = told["times"] or told.get("slots") or told.get("any_open")
        if not chosen and not self.errors:
            self.add_error("day0", _("Choose at least one time."))
        return told

    def _time(self, told: dict[str, Any], number: int) -> datetime | None:
        day, hour = told.get(f"day{number}"), told.get(f"hour{number}")
        if day is None and hour is None:
            return None
        if day is None or hour is None:
            missing = f"day{number}" if day is None else f"hour{number}"
            if missing not in self.errors:
                self.add_error(missing, _("Please write the day and the time."))
            return None
        try:
            return at_local(day, hour, self.zone)
        except NotThere as skipped:
            self.add_error(f"hour{number}", not_there(skipped))
            return None

    def said(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "slots": [self.free[key] for key in told.get("slots", ())],
            "times": told["times"],
            "any_open": told.get("any_open", False),
            "place": told["place"],
            "form_id": told["form_id"],
        }
