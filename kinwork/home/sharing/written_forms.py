"""A written yes: who gives it, to whom, about which papers, until when; then how it was given."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.accounts.models import Agency, Membership, User
from kinwork.people.models import Person
from kinwork.trust.consent.forms import HowGiven
from kinwork.trust.consent.rules import BY_NAME, PAPER, WRITERS
from kinwork.trust.consent.words import SEES
from kinwork.web.forms import MemorableDateField, PlainForm

WAYS = (
    (PAPER, _("They signed it on paper")),
    ("on screen", _("They read it here, on the screen, and said yes")),
)


class WhatForm(PlainForm):
    """What the law asks a written consent to name."""

    given_by = forms.ChoiceField(label=_("Who says yes?"), widget=forms.RadioSelect)
    agency = forms.ChoiceField(label=_("Who would see it?"))
    classes = forms.MultipleChoiceField(
        label=_("What would they see?"), widget=forms.CheckboxSelectMultiple
    )
    records = forms.CharField(
        label=_("Which papers or records?"),
        help_text=_(
            "For example: the plan (IFSP) of May, and the reports of the speech therapist."
        ),
        max_length=200,
    )
    named = forms.CharField(
        label=_("For one person there alone: first and last name"),
        help_text=_("What is about being safe needs this. For the rest leave it empty."),
        max_length=200,
        required=False,
    )
    until = MemorableDateField(label=_("Until when?"))

    def __init__(
        self,
        data: Any = None,
        *,
        people: list[Person],
        agencies: list[Agency],
        classes: list[str],
        today: date,
        **kwargs: Any,
    ):
        super().__init__(data, **kwargs)
        self.agencies = {str(one.pk): one for one in agencies}
        self.fields["given_by"].choices = [(str(one.pk), one.full_name) for one in people]
        self.fields["agency"].choices = [("", "")] + [(str(one.pk), one.name) for one in agencies]
        self.fields["classes"].choices = [(name, SEES[name]) for name in classes]
        self.fields["until"].earliest, self.fields["until"].latest = today, None

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        name, agency = told.get("named", ""), self.agencies.get(told.get("agency", ""))
        if BY_NAME in told.get("classes", ()) and not name:
            self.add_error("named", _("Write who alone may see it."))
        elif name and agency:
            told["user"] = _the_one(name, agency)
            if told["user"] is None:
                self.add_error("named", _("We know nobody by exactly this name there. Ask them."))
        return told


def _the_one(name: str, agency: Agency) -> User | None:
    """Whoever of exactly this name works with families there, if it is one alone."""
    found = Membership.objects.filter(agency=agency, role__in=WRITERS, user__is_active=True)
    users = User.objects.filter(pk__in=found.filter(ends=None).values("user"))
    known = [one for one in users if _plain(one.name) == _plain(name)]
    return known[0] if len(known) == 1 else None


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


class SignedForm(HowGiven, PlainForm):
    """On paper, or on the screen: nothing else is in writing."""

    def __init__(self, data: Any = None, **kwargs: Any):
        super().__init__(data, **kwargs)
        del self.fields["witness"]
        self.fields["way"].choices, self.fields["way"].initial = WAYS, None
