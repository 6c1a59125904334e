"""Around forms: what to mend, the token against double sending, where we are in a row of steps."""

from typing import Any

from django import template
from django.forms import BaseForm, BoundField, ChoiceField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kinwork.common.ids import new_id
from kinwork.web.once import FIELD

register = template.Library()


@register.inclusion_tag("web/kit/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """What is to be mended, each line a link to its field. `{{ form }}` brings its own already; a
    page of several forms that are sent together has one summary for all of them."""
    faulty = [form for form in forms if form.is_bound and form.errors]
    lines = [
        {"href": f"#{first_input(field)}", "label": field.label, "error": error}
        for form in faulty
        for field in form
        for error in field.errors
    ]
    general = [
        {"href": "", "label": "", "error": error}
        for form in faulty
        for error in form.non_field_errors()
    ]
    return {"faults": general + lines}


def first_input(field: BoundField) -> str:
    """The id of what to put the cursor into: a group's first choice, else the field itself."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_tag
def once(form_id: Any = "") -> SafeString:
    """The hidden `form_id` of a form written by hand (see kinwork.web.once)."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, form_id or new_id())


@register.inclusion_tag("web/kit/steps.html")
def steps(current: int, total: int, label: Any = "") -> dict[str, Any]:
    """`{% steps 2 6 %}`: a quiet bar, with words for those who cannot see it."""
    marks = [number <= current for number in range(1, total + 1)]
    return {"current": current, "total": total, "label": label, "marks": marks}


@register.filter
def is_single_checkbox(field: BoundField) -> bool:
    """One box with its words after it, not a group of them."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


@register.filter
def wants_optional(field: BoundField) -> bool:
    """True where the label says that the field may stay empty."""
    if field.field.required or is_single_checkbox(field):
        return False
    # a list in which saying nothing is an answer of its own ("Not there") is answered as it stands
    return not (type(field.field) is ChoiceField and dict(field.field.choices).get(""))
