"""What is needed and how soon."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.family.intake.rules import FIRST_TILES, NEVER_ASKED
from kinwork.library.codes import vocabulary
from kinwork.web.forms import Choice, PlainForm

LONGEST_WORDS = 2000


class Needs(PlainForm):
    """Tiles, several of them, and one's own words."""

    needs = forms.MultipleChoiceField(
        label=_("What do you need?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("Or say it in your own words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, language: str = "en", **kwargs: Any):
        super().__init__(*args, **kwargs)
        shown = [term for term in vocabulary.terms().values() if term.code not in NEVER_ASKED]
        self.fields["needs"].choices = [(term.code, term.name(language)) for term in shown]

    def clean(self) -> dict[str, Any]:
        said_too = vocabulary.matching(self.cleaned_data.get("words", ""))
        chosen = [*self.cleaned_data.get("needs", []), *said_too]
        found = [code for code in dict.fromkeys(chosen) if code not in NEVER_ASKED]
        if self.cleaned_data.get("words", "").strip() and not found:
            found = ["family-navigation"]
        if not found and not self.errors:
            self.add_error("needs", _("Please choose at least one, or write what you need."))
        self.cleaned_data["needs"] = found
        return self.cleaned_data

    @property
    def first(self) -> list[Any]:
        return self._boxes(lambda code: code in FIRST_TILES or code in self._chosen())

    @property
    def more(self) -> list[Any]:
        return self._boxes(lambda code: code not in FIRST_TILES and code not in self._chosen())

    def _boxes(self, wanted: Any) -> list[Any]:
        order = {code: place for place, code in enumerate(FIRST_TILES)}
        boxes = [box for box in self["needs"] if wanted(box.data["value"])]
        return sorted(boxes, key=lambda box: order.get(box.data["value"], len(order)))

    def _chosen(self) -> set[str]:
        return set(self["needs"].value() or ())


class Soon(PlainForm):
    soon = forms.ChoiceField(
        label=_("How soon do you need help?"),
        widget=forms.RadioSelect,
        choices=[
            ("today", Choice(_("Today"), _("We show you a phone number first."))),
            ("2 days", Choice(_("In the next 2 days"))),
            ("routine", Choice(_("I am not in a hurry"))),
        ],
    )
