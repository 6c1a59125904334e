"""The words of verdicts, for families and workers alike."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

TITLES = {
    "yes": _("It looks like yes"),
    "maybe": _("Maybe: something is missing"),
    "ask": _("Not by the rule, but ask"),
    "have": _("You have it now"),
    "no": _("It looks like no"),
}
TEXTS = {
    "yes": _("You fit what we can check. The office decides."),
    "maybe": _("One more answer can settle it. You do not have to give it."),
    "ask": _("The office may still say yes. It has some places for families like yours."),
    "have": "",
    "no": _("If something changes, look again. You can always ask the office."),
}
WORDS = {
    "yes": _("Yes"),
    "maybe": _("Maybe"),
    "ask": _("Ask"),
    "have": _("You have it"),
    "no": _("No"),
}
TONES = {"yes": "good", "maybe": "waiting", "ask": "going", "have": "quiet", "no": "stopped"}


@register.filter
def group_title(key: str) -> Any:
    return TITLES[key]


@register.filter
def group_text(key: str) -> Any:
    return TEXTS[key]


@register.filter
def group_word(key: str) -> Any:
    return WORDS[key]


@register.filter
def group_tone(key: str) -> str:
    return TONES[key]
