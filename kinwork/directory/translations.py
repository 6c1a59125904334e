"""What a directory says in another language, where it says so (our own table, an HSDS profile)."""

from collections.abc import Iterable
from uuid import UUID

from kinwork.directory.models import Translation


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
