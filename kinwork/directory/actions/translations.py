"""Words of the directory in other languages."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.directory.models import TABLES, Translation


@transaction.atomic
def translate(
    *,
    thing: str,
    id: UUID,
    language: str,
    texts: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> int:
    """Put these fields of one row (`thing`: its HSDS object) into `language`; an empty text takes
    the words away. Returns how many are there now. Raises DoesNotExist for an unknown row."""
    require(by)
    record = TABLES[thing].objects.get(pk=id)
    known = Translation.objects.filter(object_type=thing, object_id=id, language=language)
    known.filter(field__in=[name for name, text in texts.items() if not text]).delete()
    said = {name: text for name, text in texts.items() if text}
    Translation.objects.bulk_create(
        [
            Translation(object_type=thing, object_id=id, field=name, language=language, text=text)
            for name, text in said.items()
        ],
        update_conflicts=True,
        unique_fields=["object_type", "object_id", "field", "language"],
        update_fields=["text"],
    )
    audit.record("directory.translate", record, by=by, at=at, language=language)
    return known.count()
