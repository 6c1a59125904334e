"""National lines that answer at any hour, free, in English and Spanish.

Sources (each line's own public site; to be checked again by whoever installs Kinwork): thehotline.org (1-800-799-7233, text START to 88788),
988lifeline.org (988, call or text; Spanish: press 2, text AYUDA), strongheartshelpline.org
(1-844-762-8483, for Native people). Written down with their sources in docs/reference/search.md.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Hotline:
    """name is a proper name; words say whom it is for; text: how to write instead of calling."""

    name: Any
    number: str
    words: Any
    text: Any = ""


SAFETY = (
    Hotline(
        _("National Domestic Violence Hotline"),
        "1-800-799-7233",
        _("Someone hurts you or scares you. They listen and help you make a plan."),
        _("Or text START to 88788."),
    ),
    Hotline(
        _("StrongHearts Native Helpline"),
        "1-844-762-8483",
        _("For Native people, from people who know their ways."),
    ),
    Hotline(
        _("988 Suicide and Crisis Lifeline"),
        "988",
        _("You feel you cannot go on, or you fear for somebody."),
        _("You can also text 988."),
    ),
)
