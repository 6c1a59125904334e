"""A priority, and the answer to an offer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.family.waiting.rules import KINDS, MOST_MONTHS, needs_months
from kinwork.family.waiting.words import KIND_WORDS
from kinwork.people.models import Person
from kinwork.web.forms import PlainForm


class PriorityForm(PlainForm):
    """What comes next on our list, and why."""

    kind = forms.ChoiceField(
        label=_("Who comes first?"),
        choices=[(kind, KIND_WORDS[kind]) for kind in KINDS],
        widget=forms.RadioSelect,
    )
    months = forms.IntegerField(
        label=_("Under how many months of age"),
        help_text=_("For the youngest children only. 36 is three years."),
        min_value=1,
        max_value=MOST_MONTHS,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "kw-short"}),
    )
    why = forms.CharField(
        label=_("Why? Name the rule or who decided it"),
        help_text=_("Families who wait read this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if needs_months(told.get("kind", "")) and not told.get("months") and not self.errors:
            self.add_error("months", _("Please say up to which age."))
        if not needs_months(told.get("kind", "")):
            told["months"] = None
        return told


class OfferingForm(PlainForm):
    """How a place that becomes free finds the next family."""

    by_itself = forms.ChoiceField(
        label=_("When a place is free"),
        choices=[
            ("no", _("We offer it: a line on our desk tells us")),
            ("yes", _("It is offered to the next family by itself")),
        ],
        widget=forms.RadioSelect,
    )


class AnswerForm(PlainForm):
    """Yes or no; a worker says who in the family answered."""

    wants = forms.ChoiceField(
        label=_("Do you want this place?"),
        choices=[("yes", _("Yes, we want it")), ("no", _("No, not now. We stay on the list"))],
        widget=forms.RadioSelect,
    )
    on_behalf_of = forms.ChoiceField(
        label=_("Who in the family answered?"), widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, caregivers: list[Person] | None, **kwargs: Any):
        super().__init__(data, **kwargs)
        if caregivers is None:  # the family itself
            del self.fields["on_behalf_of"]
        else:
            choices = [(str(one.pk), one.full_name) for one in caregivers]
            self.fields["on_behalf_of"].choices = choices
