"""What a directory says in another language, where it says so (our own table, an HSDS profile)."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.utils.html import format_html

from kinwork.directory.models import Service, Translation


def of_field(kind: str, ids: Iterable[UUID], field: str, language: str) -> dict[UUID, str]:
    """One field of many rows, by row."""
    found = Translation.objects.filter(
        object_type=kind, object_id__in=list(ids), field=field, language=language
    )
    return dict(found.values_list("object_id", "text"))


def of_row(kind: str, id: UUID, language: str) -> dict[str, str]:
    """All fields of one row, by field."""
    found = Translation.objects.filter(object_type=kind, object_id=id, language=language)
    return dict(found.values_list("field", "text"))


def service_names(services: Iterable[Service], language: str) -> dict[UUID, str]:
    """What services are called on a page in `language`. A name that nobody has put into it stays as
    it is, marked as of the directory's own language, so that a screen reader says it rightly."""
    known = {one.pk: one.name for one in services}
    if language == settings.LANGUAGE_CODE or not known:
        return known
    told = of_field("service", known, "name", language)
    return {id: told.get(id) or _marked(name) for id, name in known.items()}


def _marked(name: str) -> str:
    return format_html('<span lang="{}">{}</span>', settings.LANGUAGE_CODE, name)
