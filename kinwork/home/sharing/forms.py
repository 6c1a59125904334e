"""How a family said it, as a worker writes it down: a no, less, an end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.people.models import Person
from kinwork.trust.consent.forms import HowGiven
from kinwork.trust.consent.rules import PAPER, PHONE
from kinwork.trust.consent.words import SEES
from kinwork.web.forms import PlainForm

WAYS = (
    ("on screen", _("They are here and said so")),
    (PAPER, _("They wrote it on paper")),
    (PHONE, _("By phone, and a witness heard it")),
)


class SaidForm(HowGiven, PlainForm):
    """Who said it, and how. Nobody is chosen beforehand but where there is one alone."""

    given_by = forms.ChoiceField(label=_("Who says so?"), widget=forms.RadioSelect)
    field_order = ("given_by",)

    def __init__(self, data: Any = None, *, people: list[Person], **kwargs: Any):
        super().__init__(data, **kwargs)
        choices = [(str(one.pk), one.full_name) for one in people]
        self.fields["given_by"].choices = choices
        self.fields["way"].choices = WAYS
        self.fields["witness"].help_text = _(
            "You read the words above aloud. Write the name of a second worker or of the "
            "interpreter who heard the answer."
        )
        if len(choices) == 1:
            self.initial.setdefault("given_by", choices[0][0])


class PlaceForm(PlainForm):
    """To which place they say no, and about what."""

    agency = forms.ChoiceField(label=_("To which place?"))
    classes = forms.MultipleChoiceField(
        label=_("What should they not see?"),
        choices=list(SEES.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, agencies: list[tuple[str, str]], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["agency"].choices = agencies


class LessForm(PlainForm):
    """What stays marked, they still see."""

    classes = forms.MultipleChoiceField(
        label=_("What may they still see?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data: Any = None, *, classes: list[str], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["classes"].choices = [(name, SEES[name]) for name in classes]
