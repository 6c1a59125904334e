"""An agency's own texts in the form of an answer: chosen with a button of that form, so that what was
typed stays; the words can still be changed before they are sent. No script is needed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kinwork.accounts.models import Agency
from kinwork.common.actor import Actor
from kinwork.family.phrases.models import Phrase
from kinwork.family.phrases.queries import texts
from kinwork.family.phrases.rules import filled, joined
from kinwork.family.referrals.models import Referral

BUTTON, FIELD = "phrase", "message"
LANGUAGES = {"en": ("english", _("English")), "es": ("spanish", _("Spanish"))}
MOST = 30


@dataclass(frozen=True)
class Offer:
    """One text in one language: the value of its button, and the words on it."""

    key: str
    name: str
    language: str
    spoken: Any


def offers(actor: Actor, deed: str, language: str = "") -> list[Offer]:
    """The agency's texts for this deed, those in the family's language first."""
    if not actor.is_staff:
        return []
    order = sorted(LANGUAGES, key=lambda one: one != language)
    rows = list(texts(actor.agency, deed)[:MOST])
    return [
        Offer(f"{row.pk}.{code}", row.name, code, LANGUAGES[code][1])
        for code in order
        for row in rows
    ]


def is_asked(data: Mapping[str, Any] | None) -> bool:
    """Was a text chosen, and nothing sent?"""
    return data is not None and BUTTON in data


def first(data: QueryDict, actor: Actor, deed: str, rows: Iterable[Referral]) -> dict[str, Any]:
    """What the form begins with then: all that was typed, with the text below it."""
    typed = {name: data.get(name) for name in data if name not in (BUTTON, "csrfmiddlewaretoken")}
    if text := _text(data[BUTTON], actor, deed, rows):
        typed[FIELD] = joined(str(typed.get(FIELD) or ""), text)
    return typed


def _text(key: str, actor: Actor, deed: str, rows: Iterable[Referral]) -> str:
    """The chosen text with its placeholders filled; "" for one that nobody offers."""
    id, _dot, code = key.partition(".")
    try:
        row: Phrase | None = texts(actor.agency, deed).filter(pk=UUID(id)).first()
    except ValueError:
        row = None
    if row is None or code not in LANGUAGES or not actor.is_staff:
        return ""
    agency = Agency.objects.get(pk=actor.agency).name
    services = ", ".join(dict.fromkeys(one.service.name for one in rows))
    return filled(getattr(row, LANGUAGES[code][0]), agency=agency, service=services)
