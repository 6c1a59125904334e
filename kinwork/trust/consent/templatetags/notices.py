"""What travels with a record: the notice of 42 CFR 2.32 wherever treatment records are shown."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import template
from django.utils.translation import get_language

from kinwork.trust.consent.notices import notice

register = template.Library()


@register.inclusion_tag("consent/_redisclosure.html")
def redisclosure(classes: Iterable[str], community: UUID | None = None) -> dict[str, Any]:
    """The notice, where `classes` name treatment records; else nothing at all."""
    return {"text": notice(classes, (get_language() or "en")[:2], community)}
