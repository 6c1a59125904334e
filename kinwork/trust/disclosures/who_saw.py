"""Who saw a family's record, for the operator: an answer to a family's question or a court's."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from kinwork.common import audit
from kinwork.common.actor import OPERATOR
from kinwork.common.models import AuditEntry
from kinwork.trust.disclosures import queries


def lines(household: UUID, since: datetime | None = None) -> Iterator[dict[str, Any]]:
    """Plain dicts, the oldest first: at, verb, who, kind, role, agency, purpose, classes.

    Reads as the role that migrates; the question itself is written down first.
    """
    since = since and since.replace(tzinfo=UTC)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE kw_migrator")
        asked = timezone.now()
        found = queries.who_saw(household, since).iterator(chunk_size=500)
        rows = [row for row in found if row.at <= asked]
        names = queries.names(rows)
        audit.record("disclosures.who_saw", by=OPERATOR, at=asked, household=household)
    for row in rows:
        yield _line(row, names)


def _line(row: AuditEntry, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "at": row.at.astimezone(UTC).isoformat(timespec="seconds"),
        "verb": row.verb,
        "who": names.get(row.actor_id, row.actor_kind),
        "role": row.role,
        "agency": names.get(row.hat, ""),
        "purpose": row.purpose,
        "classes": row.classes,
        "id": str(row.pk),
    }
