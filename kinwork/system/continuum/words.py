"""Words of waves and of what they show."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

STATE_WORDS = {
    "prepared": (_("Being prepared"), "waiting"),
    "open": (_("Open: answers come in"), "new"),
    "closed": (_("Closed"), "good"),
    "called off": (_("Called off"), "quiet"),
}
SECTOR_WORDS = {
    "early care and education": _("Early care and education"),
    "health": _("Health"),
    "economic security": _("Economic security"),
    "food": _("Food"),
    "housing": _("Housing"),
    "child welfare": _("Child welfare"),
    "schools": _("Schools"),
    "families and residents": _("Families and residents"),
    "other": _("Other"),
}
ANSWER_WORDS = {"yes": _("Yes"), "no": _("No"), "unsure": _("Not sure")}
VERDICT_WORDS = {
    "agrees": (_("Agrees with the records"), "good"),
    "over-claims": (_("Says more than the records show"), "late"),
    "under-claims": (_("Says less than the records show"), "new"),
    "not enough data": (_("Not enough data"), "quiet"),
}
WRONG_STATE = _("This cannot be done to this wave now.")
OVER = _("This wave is closed. Nothing more is taken.")


def in_language(text: dict[str, str]) -> str:
    """Of words by language, those of the page."""
    return text.get((get_language() or "en")[:2], text["en"])


def level(value: int | None) -> Any:
    """The name of a level of the continuum."""
    from kinwork.library import continuum

    if value is None:
        return _("Not said")
    scale = continuum.instruments()[continuum.CONTINUUM].scale(continuum.OVERALL)
    return in_language(scale.choice(value).words)
