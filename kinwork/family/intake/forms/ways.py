"""Other ways to do an intake: by a code with somebody else, in two languages, at a shared computer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.family.intake.rules import KIOSK_DIGITS
from kinwork.web.forms import Choice, OnceForm, PlainForm

ANOTHER = "other"
NUMBER = {"inputmode": "numeric", "autocomplete": "off", "class": "kw-short"}
FAMILY_LANGUAGES = [("en", "English"), ("es", "Español"), (ANOTHER, _("Another language"))]


class SeatCode(PlainForm):
    code = forms.CharField(
        label=_("The code"),
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class FamilyLanguage(PlainForm):
    """Which of the site's languages the family reads: its pages and consents are in it."""

    family_language = forms.ChoiceField(
        label=_("Which language does the family read?"),
        choices=[one for one in FAMILY_LANGUAGES if one[0] != ANOTHER],
        widget=forms.RadioSelect,
        required=False,
    )

    @property
    def said(self) -> str:
        """The language that was picked, else that of the page."""
        picked = self.is_valid() and self.cleaned_data["family_language"]
        return picked or self.initial["family_language"]


class Interpreter(PlainForm):
    """Which language the family speaks, and who carries the words. 45 CFR 92.201(e)."""

    language = forms.ChoiceField(
        label=_("Which language does the family speak?"),
        choices=FAMILY_LANGUAGES,
        widget=forms.RadioSelect,
    )
    other = forms.CharField(label=_("If another: which one?"), max_length=60, required=False)
    kind = forms.ChoiceField(
        label=_("Who interprets?"),
        widget=forms.RadioSelect,
        choices=[
            ("worker", Choice(_("Nobody: I speak the family’s language well"))),
            ("staff", Choice(_("A colleague who is tested for it"))),
            ("professional", Choice(_("A professional interpreter, here"))),
            ("phone", Choice(_("A professional interpreter, by phone"))),
            ("video", Choice(_("A professional interpreter, by video"))),
            ("companion", Choice(_("An adult who came with the family"))),
            ("child", Choice(_("A child"), _("Only in an emergency."))),
        ],
    )
    name = forms.CharField(
        label=_("Name, or the interpreter’s number"), max_length=120, required=False
    )
    line = forms.CharField(label=_("Company or phone line"), max_length=120, required=False)
    asked_for = forms.BooleanField(
        label=_(
            "The family asked for this adult by itself. I spoke with the family without the adult, "
            "with a qualified interpreter. The adult agrees."
        ),
        required=False,
    )
    emergency = forms.BooleanField(
        label=_(
            "Somebody’s safety is in danger right now, and no qualified interpreter is here yet. "
            "I am calling one."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        kind = said.get("kind")
        if said.get("language") == ANOTHER and not said.get("other", "").strip():
            self.add_error("other", _("Please write which language."))
        if (
            kind in ("professional", "phone", "video", "staff", "companion")
            and not said.get("name", "").strip()
        ):
            self.add_error("name", _("Please write the name, or the interpreter’s number."))
        if kind in ("phone", "video") and not said.get("line", "").strip():
            self.add_error("line", _("Please write the company or the phone line."))
        if kind == "child" and not said.get("emergency"):
            self.add_error(
                "kind",
                _(
                    "A child may not interpret. Call an interpreter. Only while somebody’s safety "
                    "is in danger may a child help until the interpreter is there."
                ),
            )
        if kind == "companion" and not (said.get("asked_for") or said.get("emergency")):
            self.add_error(
                "kind",
                _(
                    "An adult who came along may interpret only when the family itself asked for "
                    "it, and you asked the family alone. Offer an interpreter: it costs nothing."
                ),
            )
        return said

    @property
    def value(self) -> dict[str, Any]:
        """As `record_interpreter` takes it."""
        said = self.cleaned_data
        language = said["other"].strip() if said["language"] == ANOTHER else said["language"]
        return {
            "language": language,
            "kind": said["kind"],
            "name": said["name"].strip(),
            "line": said["line"].strip(),
            "is_emergency": said["emergency"] and said["kind"] in ("child", "companion"),
            "is_asked_for": said["asked_for"] and said["kind"] == "companion",
        }


class SetUpKiosk(OnceForm):
    """Where the shared computer stands. `form_id` is the kiosk's id: pressed twice, it is one."""

    place = forms.CharField(
        label=_("Where does this computer stand?"),
        max_length=100,
        help_text=_("For example: front desk, reading room."),
        error_messages={"required": _("Please write where it stands.")},
    )
    number = forms.CharField(
        label=_("A number that ends it right here"),
        required=False,
        max_length=12,
        help_text=_(
            "Six digits or more, known to workers alone. Without it, another computer ends it."
        ),
        widget=forms.TextInput(attrs=NUMBER),
    )

    def clean_number(self) -> str:
        number = self.cleaned_data["number"].strip()
        if number and not is_hard_to_guess(number):
            raise forms.ValidationError(
                _("Please choose six digits or more that are not all alike or in a row.")
            )
        return number


class EndKiosk(PlainForm):
    number = forms.CharField(
        label=_("The number"), max_length=12, widget=forms.TextInput(attrs=NUMBER)
    )


def is_hard_to_guess(number: str) -> bool:
    """Six digits or more, not one of them over and over, nor counted up or down."""
    if len(number) < KIOSK_DIGITS or not (number.isascii() and number.isdigit()):
        return False
    steps = {(int(b) - int(a)) % 10 for a, b in zip(number, number[1:], strict=False)}
    return len(set(number)) > 2 and not steps <= {1} and not steps <= {9}
