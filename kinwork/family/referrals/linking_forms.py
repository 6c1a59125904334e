"""What is asked when something is asked for again, and when a family was introduced."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kinwork.common.clock import at_local, local_day
from kinwork.family.referrals.codes import HANDOFF_WAYS
from kinwork.family.referrals.words import HANDOFF_WORDS
from kinwork.web.forms import MemorableDateField, OnceForm


class OwnAgainForm(OnceForm):
    """The family need not say who in the family it is."""


class AgainForm(OnceForm):
    on_behalf_of = forms.ChoiceField(
        label=gettext_lazy("Who in the family asked for this?"), widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, caregivers=(), **kwargs: Any):
        super().__init__(data, **kwargs)
        choices = [(str(one.pk), one.full_name) for one in caregivers]
        self.fields["on_behalf_of"].choices = choices


class IntroduceForm(OnceForm):
    """The day alone: nobody keeps the hour of a handshake."""

    way = forms.ChoiceField(
        label=gettext_lazy("How did they meet?"),
        choices=[(one, HANDOFF_WORDS[one]) for one in HANDOFF_WAYS],
        widget=forms.RadioSelect,
    )
    met = forms.CharField(
        label=gettext_lazy("Whom did the family meet?"),
        max_length=100,
        help_text=gettext_lazy("A name, or what they do there, like: the intake nurse."),
    )
    present = forms.ChoiceField(
        label=gettext_lazy("Was the family there?"),
        choices=[
            ("yes", gettext_lazy("Yes")),
            ("no", gettext_lazy("No, we two spoke about what it needs")),
        ],
        widget=forms.RadioSelect,
    )
    day = MemorableDateField(label=gettext_lazy("Which day?"))

    def __init__(self, data: Any = None, *, zone: str, now: datetime, **kwargs: Any):
        today = local_day(now, zone)
        kwargs.setdefault("initial", {})["day"] = today
        super().__init__(data, **kwargs)
        self.zone, self.now, self.today = zone, now, today
        self.fields["day"].latest = today

    def said(self) -> dict[str, Any]:
        """What the action is told; noon of a day that is over."""
        told = self.cleaned_data
        day = told["day"]
        past = day < self.today
        return {
            "way": told["way"],
            "met": told["met"],
            "family_present": told["present"] == "yes",
            "when": at_local(day, time(12), self.zone) if past else self.now,
            "form_id": told["form_id"],
        }
