"""The office's own yes or no."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.family.facts.forms import Dated
from kinwork.web.forms import MemorableDateField


class Decide(Dated):
    verdict = forms.ChoiceField(
        label=_("What did the office decide?"),
        choices=[("yes", _("Yes, they get it")), ("no", _("No, they do not get it"))],
        widget=forms.RadioSelect,
    )
    on = MemorableDateField(label=_("Date of the decision"))
    field_order = ("program", "verdict", "on", "until")
