"""What a family types when it looks for help."""

from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kinwork.common.community import home
from kinwork.directory.rules import CORRECTABLE
from kinwork.directory.search import places
from kinwork.directory.search.words import LONGEST
from kinwork.library.codes import vocabulary
from kinwork.web.forms import PlainForm

# months in the middle of each span; "pregnant" is asked in the same breath
AGES = (
    ("", _("Anyone")),
    ("pregnant", _("I am pregnant")),
    ("5", _("A baby under 1")),
    ("18", _("1 year old")),
    ("30", _("2 years old")),
    ("42", _("3 years old")),
    ("54", _("4 years old")),
    ("66", _("5 years old")),
    ("108", _("6 to 12 years old")),
    ("180", _("13 to 17 years old")),
)
SPOKEN = (
    ("", _("Any language")),
    ("es", _("Spanish")),
    ("en", _("English")),
    ("nv", _("Navajo")),
    ("ht", _("Haitian Creole")),
    ("vi", _("Vietnamese")),
    ("zh", _("Chinese")),
    ("ar", _("Arabic")),
    ("so", _("Somali")),
    ("ase", _("American Sign Language")),
)


def _kinds() -> list[tuple[str, str]]:
    language = (get_language() or "en")[:2]
    return [("", ""), *((t.code, t.name(language)) for t in vocabulary.terms().values())]


class PlaceField(forms.CharField):
    """A ZIP code, a city or a county, as a Place."""

    def __init__(self, **options):
        options.setdefault("max_length", places.LONGEST)
        options.setdefault("required", False)
        super().__init__(**options)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        community = home()
        state = community.state if community else "AZ"
        found = places.find(text, state) or places.own(text, community)
        if found is None:
            raise forms.ValidationError(self._unknown(text, state), "unknown")
        return found

    def _unknown(self, text: str, state: str):
        near = [place.name for place in places.suggest(text, state)]
        if near:
            return _("We do not know this place. Did you mean %(names)s?") % {
                "names": ", ".join(near)
            }
        return _("We do not know this place. Try a ZIP code, like 85201, or a city.")


class FindForm(PlainForm):
    """Words, a kind of help, a place; and what narrows the list."""

    words = forms.CharField(
        label=_("What do you need?"),
        help_text=_("Your own words, English or Spanish"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "search"}),
    )
    place = PlaceField(
        label=_("Where are you?"),
        help_text=_("A ZIP code, a city or a county"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "search"}),
    )
    need = forms.ChoiceField(
        label=_("Kind of help"),
        required=False,
        choices=lazy(_kinds, list),
        widget=forms.HiddenInput,
    )
    who = forms.ChoiceField(label=_("Who is it for?"), required=False, choices=AGES)
    speaks = forms.ChoiceField(label=_("They speak"), required=False, choices=SPOKEN)
    open_now = forms.BooleanField(label=_("Open now"), required=False)
    has_room = forms.BooleanField(label=_("Has room now"), required=False)
    remote = forms.BooleanField(label=_("By phone or online"), required=False)


class RightNowForm(PlainForm):
    """Where somebody is tonight; kept nowhere but in the page."""

    place = PlaceField(
        label=_("Where are you?"),
        help_text=_("Your ZIP code or your city"),
        required=True,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "kw-short"}),
    )


PARTS = {
    "name": _("The name"),
    "description": _("What they do"),
    "phone": _("The phone number"),
    "address": _("The address"),
    "hours": _("The hours"),
    "eligibility_description": _("Who it is for"),
    "application_process": _("How to get in"),
    "fees_description": _("The cost"),
    "url": _("The website"),
    "email": _("The e-mail"),
    "other": _("Something else"),
}


class CorrectionForm(PlainForm):
    """Which part of an entry is wrong, and what is right."""

    field = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=[(name, PARTS[name]) for name in PARTS if name in CORRECTABLE],
        widget=forms.RadioSelect,
    )
    suggestion = forms.CharField(
        label=_("What is right?"),
        help_text=_("Please do not write about yourself or other people here."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
