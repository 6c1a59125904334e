"""The current wording of a text that communities edit: the community's own, else the product's."""

from uuid import UUID

from django.db.models import F

from kinwork.common.models import Text


def current(key: str, language: str, community: UUID | None = None) -> Text | None:
    """The text in force for `key` in `language`; None when nobody wrote it in that language."""
    found = Text.objects.filter(key=key, language=language, status=Text.Status.CURRENT)
    own = found.filter(community=community) if community else found.none()
    return own.first() or found.filter(community=None).order_by(F("version").desc()).first()
