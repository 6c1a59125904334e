"""Fields that the forms of the registry share; words of the codebook follow the reader's language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.library.approaches import Dimension
from kinwork.library.approaches.codebook import MOST_PARTNERS, NUMBER
from kinwork.system.approaches import words
from kinwork.system.common_work.forms.fields import ANY, CHOOSE, choice, day, line, radio, text

__all__ = ["ANY", "CHOOSE", "choice", "codes", "day", "line", "radio", "said_codes", "text"]


def codes(told: Dimension, label: Any) -> forms.Field:
    """What fits of a dimension: its values, or a number."""
    if told.kind == NUMBER:
        return forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST_PARTNERS)
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=lambda: [(key, words.code(told, key)) for key in told.values],
        widget=forms.CheckboxSelectMultiple,
    )


def said_codes(value: Any) -> tuple[str, ...]:
    """As they are stored."""
    if value is None or value == "":
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (str(value),)


def why(label: Any = None, help_text: Any = "") -> forms.CharField:
    return text(label or _("Why"), help_text)
