"""What a referral asks: the family's own yes, or as a worker records it; for whom; another place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kinwork.family.referrals import words
from kinwork.family.referrals.codes import URGENCIES
from kinwork.family.referrals.forms import MoveForm
from kinwork.people.models import Person
from kinwork.trust.consent.forms import HowGiven
from kinwork.web.forms import OnceForm


class YesForm(OnceForm):
    """The family says yes itself. Nothing is ticked beforehand."""

    agree = forms.ChoiceField(
        label=gettext_lazy("Do you agree?"),
        widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Yes, I agree. Ask them for help."))],
        error_messages={"required": gettext_lazy("Please choose yes, or go back.")},
    )


class AgreeForm(HowGiven, OnceForm):
    """The family's yes, as a worker records it: who said it, and how."""

    given_by = forms.ChoiceField(label=gettext_lazy("Who said yes?"), widget=forms.RadioSelect)
    field_order = ("urgency", "everyone", "subjects", "given_by")

    def __init__(self, data: Any = None, *, caregivers: list[Person], **kwargs: Any):
        super().__init__(data, **kwargs)
        choices = [(str(one.pk), one.full_name) for one in caregivers]
        self.fields["given_by"].choices = choices
        if len(choices) == 1:
            self.initial.setdefault("given_by", choices[0][0])


class ForWhom(OnceForm):
    """How soon, and for which people of the household."""

    urgency = forms.ChoiceField(
        label=gettext_lazy("How soon?"),
        choices=[(one, words.URGENCY_WORDS[one][1]) for one in URGENCIES],
        initial="2 days",
        widget=forms.RadioSelect,
    )
    everyone = forms.BooleanField(
        label=gettext_lazy("For everybody in the household"), required=False
    )
    subjects = forms.MultipleChoiceField(
        label=gettext_lazy("Who is it for?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data: Any = None, *, people: list[Person], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["subjects"].choices = [(str(one.pk), one.full_name) for one in people]

    def clean(self) -> dict[str, Any]:
        """One tick names the whole household; without it somebody has to be chosen."""
        told = super().clean()
        if told.get("everyone"):
            told["subjects"] = [value for value, _name in self.fields["subjects"].choices]
        elif not told.get("subjects") and "subjects" not in self.errors:
            self.add_error("subjects", self.fields["urgency"].error_messages["required"])
        return told


class ReferForm(ForWhom, AgreeForm):
    """For whom, and the family's yes as it was given here."""


class AskFirstForm(ForWhom):
    """For whom; the family is not here and is asked for its yes. Beside ReferForm on one page."""

    def __init__(self, data: Any = None, **kwargs: Any):
        super().__init__(data, prefix="first", **kwargs)


class PlaceForm(MoveForm):
    service = forms.UUIDField()
