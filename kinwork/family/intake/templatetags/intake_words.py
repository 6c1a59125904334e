"""Small words and signs of the intake's pages."""

from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.library.codes import vocabulary

register = template.Library()

# The vocabulary's word for a picture -> the sprite's.
SIGNS = {
    "ball": "groups",
    "bed": "hotel",
    "blocks": "backpack",
    "bolt": "electrical_services",
    "book": "local_library",
    "bottle": "local_cafe",
    "bus": "directions_bus",
    "cap": "school",
    "car": "directions_car",
    "card": "credit_card",
    "chat": "chat",
    "coin": "attach_money",
    "compass": "support_agent",
    "crib": "bedding",
    "diaper": "shopping_basket",
    "doctor": "medical_services",
    "door": "home",
    "food": "local_grocery_store",
    "form": "file_present",
    "globe": "public",
    "hands": "favorite_border",
    "heart": "favorite",
    "house": "home",
    "pause": "local_cafe",
    "people": "groups",
    "phone": "phone",
    "plate": "restaurant",
    "ruler": "trending_up",
    "scale": "account_balance",
    "school": "school",
    "shield": "shield",
    "shirt": "clothes",
    "sprout": "eco",
    "tools": "construction",
    "tooth": "sentiment_satisfied_alt",
    "wifi": "wifi",
}
RELATIONS = {
    "caregiver": gettext_lazy("Parent or caregiver"),
    "child": gettext_lazy("Child"),
    "expected child": gettext_lazy("Baby on the way"),
    "other adult": gettext_lazy("Another adult"),
    "other": gettext_lazy("Somebody else"),
}


@register.filter
def sign_of(code: str) -> str:
    """The sprite's name for a kind of help."""
    term = vocabulary.terms().get(code)
    return SIGNS.get(term.icon if term else "", "help_outline")


@register.filter
def relation_words(relation: str) -> Any:
    return RELATIONS.get(relation, relation)


@register.filter
def day_words(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


@register.filter
def is_past(day: date | None, today: date) -> bool:
    return day is not None and day < today


@register.filter
def channel_words(reach: dict[str, Any]) -> str:
    """How the family can be reached, in one line."""
    words = {
        "phone": _("Call %(value)s"),
        "text": _("Text %(value)s"),
        "email": _("E-mail %(value)s"),
    }.get(reach.get("channel", ""))
    return (
        words % {"value": reach["value"]} if words else _("Nobody contacts you. Look at your page.")
    )
