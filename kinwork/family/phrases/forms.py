"""One text in both languages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.family.phrases.rules import LONGEST, strange
from kinwork.family.phrases.words import DEED_WORDS
from kinwork.web.forms import OnceForm

HINT = _("You may write {agency} and {service}. Write nothing about a family.")


class PhraseForm(OnceForm):
    deed = forms.ChoiceField(
        label=_("What is it for?"), choices=list(DEED_WORDS.items()), widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("Its name"), help_text=_("Only your agency sees it."), max_length=60
    )
    english = forms.CharField(
        label=_("In English"), help_text=HINT, max_length=LONGEST, widget=forms.Textarea
    )
    spanish = forms.CharField(
        label=_("In Spanish"), help_text=HINT, max_length=LONGEST, widget=forms.Textarea
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, deed_is_set: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in ("english", "spanish"):
            self.fields[field].widget.attrs["rows"] = 4
        if deed_is_set:
            del self.fields["deed"]

    def clean_english(self) -> str:
        return _about_nobody(self.cleaned_data["english"])

    def clean_spanish(self) -> str:
        return _about_nobody(self.cleaned_data["spanish"])


def _about_nobody(body: str) -> str:
    if strange(body):
        raise forms.ValidationError(_("Only {agency} and {service} can stand in braces."))
    return body.strip()
