"""What people choose when they hold programs against each other."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kinwork.common.answers import said
from kinwork.library import alignment
from kinwork.library.alignment.said import texts
from kinwork.library.codes.states import STATES
from kinwork.library.programs import Program
from kinwork.library.programs.view import words
from kinwork.web.forms import PlainForm

ISO = ["%Y-%m-%d"]


class AlignmentFilter(PlainForm):
    """Which program, what differs, under whose rules, on which day; all of it in the URL."""

    program = forms.ChoiceField(label=_("Program"), required=False)
    differs = forms.ChoiceField(label=_("What differs"), required=False)
    state = forms.ChoiceField(label=_("Rules of"), required=False)
    on = forms.DateField(
        label=_("On the day"),
        required=False,
        input_formats=ISO,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, data: Any = None, *, known: Mapping[str, Program], **kwargs: Any):
        super().__init__(data, **kwargs)
        language = get_language() or "en"
        named = [(code, said(one.name, language)) for code, one in known.items()]
        self.fields["program"].choices = [("", _("All")), *sorted(named, key=lambda one: one[1])]
        dimensions = [
            (name, said(texts()["dimension"][name], language)) for name in alignment.dimensions()
        ]
        self.fields["differs"].choices = [("", _("Anything")), *dimensions]
        states = [(code, said(words("states", code), language)) for code in STATES]
        federal = ("US", _("The federal rules alone"))
        self.fields["state"].choices = [federal, *sorted(states, key=lambda one: one[1])]
