"""The code and the word by which a family comes back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.family.contact import queries as contact
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


class AskWay(PlainForm):
    """The phone or e-mail that a family gave us, to come back by."""

    where = forms.CharField(
        label=_("Your phone number or your e-mail"),
        max_length=254,
        help_text=_("One that you gave us before."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def clean_where(self) -> tuple[str, str]:
        """(channel, digest of the address); what is neither is asked for again."""
        found = contact.read_address(self.cleaned_data["where"])
        if found is None:
            raise forms.ValidationError(_("Please write a phone number or an e-mail."))
        return found


class OpenWay(PlainForm):
    """The family's own word, on the page that a link leads to."""

    word = forms.CharField(
        label=_("Your word"),
        max_length=200,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
    )


class OpenByCode(OpenWay):
    """The eight numbers of a text, and the word."""

    field_order = ("code", "word")
    code = forms.CharField(
        label=_("The code from the text"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class Lock(PlainForm):
    """What a phone signed after it was unlocked; a script fills it in."""

    signed = forms.CharField(max_length=20_000, widget=forms.HiddenInput())
