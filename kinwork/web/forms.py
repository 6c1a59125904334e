"""Forms in the kit's dress, and the base class that keeps what people typed."""

from pathlib import Path
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates as DjangoFormTemplates
from django.template.backends.django import DjangoTemplates
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kinwork.common.ids import new_id
from kinwork.web.fields import Choice, MemorableDate, MemorableDateField, MoneyField
from kinwork.web.text import tidy

__all__ = [
    "Choice",
    "MemorableDate",
    "MemorableDateField",
    "MoneyField",
    "OnceForm",
    "PlainForm",
    "Renderer",
]

STRIPPED = _(
    "We took out some signs that we cannot keep. Please check the text before you send it."
)
CHOOSE = _("Please choose one.")
FILL_IN = _("Please fill this in.")
TOO_LONG = _("This is too long: %(show_value)d letters. Please keep it under %(limit_value)d.")
CHOICES = (forms.RadioSelect, forms.Select, forms.CheckboxSelectMultiple)


class Renderer(DjangoFormTemplates):
    """Django's form templates, with the kit's own in front of them."""

    @cached_property
    def engine(self) -> DjangoTemplates:
        django_forms = Path(forms.__file__).parent / "templates"
        return DjangoTemplates(
            {
                "APP_DIRS": True,
                "DIRS": [Path(__file__).parent / "templates", django_forms],
                "NAME": "kinworkforms",
                "OPTIONS": {"builtins": ["kinwork.web.templatetags.kit"]},
            }
        )


class PlainForm(forms.Form):
    """A form that speaks plainly, checks on the server, and never loses or cuts what was typed."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        data, self.was_tidied = _tidied(data)
        super().__init__(data, *args, **kwargs)
        for field in self.fields.values():
            _plain(field)

    def _clean_form(self) -> None:
        super()._clean_form()
        if self.was_tidied and self.errors:
            self.add_error(None, STRIPPED)

    @property
    def notices(self) -> list[Any]:
        """Sentences to show after a good sending: what was taken out of the text."""
        return [STRIPPED] if self.was_tidied else []


class OnceForm(PlainForm):
    """A PlainForm whose hidden `form_id` becomes the id of the row that it makes."""

    form_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=new_id)

    def clean_form_id(self) -> Any:
        return self.cleaned_data.get("form_id") or new_id()


def _plain(field: forms.Field) -> None:
    """Our own words for the usual faults; no `maxlength`, with which browsers cut what is pasted."""
    field.widget.attrs.pop("maxlength", None)
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        choose = isinstance(field.widget, CHOICES)
        field.error_messages["required"] = CHOOSE if choose else FILL_IN
    for validator in field.validators:
        if type(validator).__name__ == "MaxLengthValidator":
            validator.message = TOO_LONG


def _tidied(data: Any) -> tuple[Any, bool]:
    """A copy of the posted data without signs that no database can hold."""
    if data is None or not hasattr(data, "lists"):
        return data, False
    copy, changed = data.copy(), False
    for name, values in data.lists():
        pairs = [tidy(value) for value in values]
        if any(was for _text, was in pairs):
            changed = True
            copy.setlist(name, [text for text, _was in pairs])
    return (copy, True) if changed else (data, False)
