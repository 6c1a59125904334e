"""The code and the word by which a family comes back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.web.forms import OnceForm, PlainForm

WORD = {
    "label": _("Choose a word that only you know"),
    "max_length": 100,
    "min_length": 4,
    "help_text": _("At least 4 letters. Not your name. You need it with the code."),
    "widget": forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    "error_messages": {"min_length": _("Please use at least 4 letters.")},
}


class Word(PlainForm):
    """A word that only the family knows; with the code it opens the way back."""

    word = forms.CharField(**WORD)


class Claim(OnceForm):
    """The code of a card, used once, and the word that the family chooses itself.

    `form_id` is this page: it alone may press again when the answer got lost.
    """

    code = forms.CharField(
        label=_("The code of your card"),
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    word = forms.CharField(**WORD)


class Back(PlainForm):
    code = forms.CharField(
        label=_("Your code"),
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    word = forms.CharField(
        label=_("Your word"),
        max_length=200,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
    )
