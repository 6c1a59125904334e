"""How a worker says that an answer was shown or certified; and which office decides what."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.common.answers import said
from kinwork.family.facts.documents.rules import kinds_for
from kinwork.family.facts.models import Document
from kinwork.family.facts.words import PAPERS
from kinwork.library import programs
from kinwork.web.forms import MemorableDateField, PlainForm

LONGEST = timedelta(days=3 * 366)


class ShowPaper(PlainForm):
    """A paper over the counter by its kind, or one that is kept here by its id."""

    paper = forms.ChoiceField(
        label=gettext_lazy("Which paper did you see?"), widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, key: str, here: Iterable[Document], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.here = {str(one.pk): one for one in here if one.state == "clean"}
        kinds = [(kind, PAPERS[kind]) for kind in [*kinds_for(key), "other"]]
        kept = [(id, _("Kept here: %s") % PAPERS[one.kind]) for id, one in self.here.items()]
        self.fields["paper"].choices = list(dict([*kept, *kinds]).items())

    @property
    def document(self) -> Document | None:
        return self.here.get(self.cleaned_data["paper"])

    @property
    def kind(self) -> str:
        return self.document.kind if self.document else self.cleaned_data["paper"]


class Dated(PlainForm):
    """Something of an office: its day, and until when others may go by it."""

    program = forms.ChoiceField(label=gettext_lazy("For which program?"))
    on = MemorableDateField(label=gettext_lazy("Date on the paper"))
    until = MemorableDateField(label=gettext_lazy("Good until"))

    def __init__(
        self, data: Any = None, *, offered: Iterable[str], today: date, language: str, **kwargs: Any
    ):
        super().__init__(data, **kwargs)
        self.fields["program"].choices = program_choices(offered, language)
        self.fields["on"].latest = today
        self.fields["until"].earliest = today
        self.fields["until"].latest = today + LONGEST


class NameOffice(PlainForm):
    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    program = forms.ChoiceField(label=gettext_lazy("Program"))

    def __init__(self, data: Any = None, *, agencies: Iterable[Any], language: str, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["agency"].choices = [(str(one.pk), one.name) for one in agencies]
        self.fields["program"].choices = program_choices(programs.registry(), language)


def program_choices(codes: Iterable[str], language: str) -> list[tuple[str, str]]:
    known = programs.registry()
    named = [(code, said(known[code].name, language)) for code in codes if code in known]
    return sorted(named, key=lambda one: one[1])
