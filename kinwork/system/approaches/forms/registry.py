"""Forms of the registry: the filter, what was found, one word for a step, a field, a letter."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kinwork.library.approaches import Dimension, codebook, scheme
from kinwork.library.codes.states import STATES
from kinwork.system.approaches import rules, words
from kinwork.system.approaches.forms import fields
from kinwork.system.approaches.models import ProfileField
from kinwork.system.approaches.rules import Entry
from kinwork.web.forms import OnceForm, PlainForm

PLACES = [("", _("No state named")), *((one, one) for one in sorted(STATES))]
RIGHT, OTHER = "right", "other"
SAYS = [
    ("", _("I leave this open")),
    (RIGHT, _("This is right")),
    (OTHER, _("This is right instead")),
]


def models(first: Any) -> Any:
    return lambda: [*first, *((key, words.model(key)) for key in (*rules.MODELS, "maybe"))]


class ApproachFilter(PlainForm):
    """Which approaches; all of it stands in the address."""

    level = fields.choice(_("Level"), words.LEVEL_WORDS, fields.ANY, required=False)
    state = forms.ChoiceField(
        label=_("How far it is"),
        required=False,
        choices=[*fields.ANY, *((key, told[0]) for key, told in words.STATE_WORDS.items())],
    )
    model = forms.ChoiceField(label=_("Model"), required=False, choices=models(fields.ANY))
    place = forms.ChoiceField(
        label=_("In which state"), required=False, choices=[*fields.ANY, *PLACES[1:]]
    )


class FindForm(OnceForm):
    name = fields.line(_("Name of the approach"))
    level = fields.radio(_("Level"), words.LEVEL_WORDS)
    place = forms.ChoiceField(label=_("In which state"), required=False, choices=PLACES)
    found_in = fields.line(
        _("Where it was found"),
        _("The public page or paper, so that somebody finds it again."),
        500,
    )
    found_on = fields.day(_("Day of that page"), _("Or the day on which you read it."))
    about = fields.text(_("What it is, in a few words"), most=2000, required=False)


class JudgeForm(PlainForm):
    meets = forms.ChoiceField(
        label=_("Does it meet the criteria of the study?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    why = fields.text(_("Why"))

    def clean_meets(self) -> bool:
        return self.cleaned_data["meets"] == "yes"


class WhyForm(PlainForm):
    why = fields.text(_("In your words"))


class SureForm(PlainForm):
    """Nothing to fill in: the button says it."""


class DraftForm(PlainForm):
    """One dimension of the profile: what fits, in words, and where it stands."""

    codes: Any
    words = fields.text(_("In words"), most=2000, required=False)
    source = fields.line(
        _("Where this stands"), _("The public page or paper, so that somebody finds it again."), 500
    )
    source_on = fields.day(_("Day of that page"))
    field_order = ("codes", "words", "source", "source_on")

    def __init__(self, data: Any = None, *, told: Dimension, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["codes"] = fields.codes(told, _("What fits"))
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said["codes"] = fields.said_codes(said.get("codes"))
        if not self.errors and not (said["codes"] or said.get("words")):
            raise ValidationError(_("Choose what fits, or say it in words."))
        return said


class SendForm(PlainForm):
    email = forms.EmailField(label=_("The contact's mail address"))
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)


class EntriesForm(PlainForm):
    """Each dimension with what stands there: right, something else, or left open."""

    def __init__(self, data: Any = None, *, stands: dict[str, ProfileField], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.stands = stands
        for key, told in codebook().items():
            name = words.dimension(key)
            self.fields[f"says_{key}"] = forms.ChoiceField(
                label=name,
                required=False,
                choices=SAYS if key in stands else [SAYS[0], (OTHER, _("I know this"))],
                widget=forms.RadioSelect,
            )
            self.fields[f"codes_{key}"] = fields.codes(told, _("What fits instead"))
            self.fields[f"words_{key}"] = fields.text(_("In words"), most=2000, required=False)

    def groups(self) -> list[dict[str, Any]]:
        """By dimension, for the page."""
        return [
            {
                "name": words.dimension(key),
                "means": words.own(told.means),
                "stands": self.stands.get(key),
                "codes": words.codes(key, self.stands[key].codes) if key in self.stands else "",
                "says": self[f"says_{key}"],
                "fits": self[f"codes_{key}"],
                "words": self[f"words_{key}"],
                "is_open": bool(self[f"says_{key}"].errors or self[f"codes_{key}"].errors),
            }
            for key, told in codebook().items()
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for key in codebook():
            other = fields.said_codes(said.get(f"codes_{key}")) or said.get(f"words_{key}")
            says = said.get(f"says_{key}")
            if says == OTHER and not other:
                self.add_error(f"says_{key}", _("Choose what fits, or say it in words."))
            if other and says != OTHER:
                self.add_error(f"says_{key}", _("Say that this is right instead."))
        if not self.errors and not self.entries():
            raise ValidationError(_("Say of at least one field whether it is right."))
        return said

    def entries(self) -> list[Entry]:
        said = self.cleaned_data
        return [
            Entry(
                key,
                said[f"says_{key}"] == RIGHT,
                fields.said_codes(said.get(f"codes_{key}")),
                said.get(f"words_{key}") or "",
            )
            for key in codebook()
            if said.get(f"says_{key}")
        ]


class ConfirmForm(EntriesForm):
    note = fields.text(_("Anything else that we should know"), most=2000, required=False)


class HandForm(EntriesForm):
    how = fields.text(_("How it came back"), _("For example: by phone, in a letter."))
    field_order = ("how",)


class ShownFilter(PlainForm):
    """Which dimension is counted by model."""

    dimension = forms.ChoiceField(
        label=_("Dimension"),
        choices=lambda: [(key, words.dimension(key)) for key in rules.DIMENSIONS],
    )


def scheme_models(level: str) -> list[tuple[str, Any]]:
    keys = [one.key for one in scheme().models_of(level)]
    return [(key, words.model(key)) for key in (*keys, "none")]
