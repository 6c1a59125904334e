"""The trail: every view, search, export, decision and change writes its row in the same
transaction. No audit row, no data."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from kinwork.common import journal
from kinwork.common.actor import Actor
from kinwork.common.models import AuditEntry


def record(verb: str, target: models.Model | None = None, **said: Any) -> AuditEntry:
    """Write one row, as `entry` makes it; what took access away goes into the journal, too."""
    made = entry(verb, target, **said)
    made.save(force_insert=True)
    journal.keep(made, target)
    return made


def record_all(entries: Iterable[AuditEntry]) -> None:
    """Write the rows of many deeds that were one step, at once."""
    AuditEntry.objects.bulk_create(entries)


def entry(
    verb: str,
    target: models.Model | None = None,
    *,
    by: Actor,
    at: datetime | None = None,
    household: UUID | None = None,
    person: UUID | None = None,
    community: UUID | None = None,
    on_behalf_of: UUID | None = None,
    classes: Iterable[str] = (),
    outcome: str = "done",
    **details: Any,
) -> AuditEntry:
    """One row, not yet written: `by` did `verb` to `target` at `at`. `details` are names and states, no values.

    Household, person and community are read from the target where it has them.
    """
    return AuditEntry(
        at=at or timezone.now(),
        verb=verb,
        outcome=outcome,
        actor_kind=by.kind,
        actor_id=by.id,
        hat=by.hat,
        role=by.role,
        purpose=by.purpose,
        on_behalf_of=on_behalf_of,
        target_kind=target._meta.label_lower if target is not None else "",
        target_id=target.pk if target is not None and isinstance(target.pk, UUID) else None,
        household_id=household or getattr(target, "household_id", None),
        person_id=person or getattr(target, "person_id", None),
        community_id=community or getattr(target, "community_id", None) or by.community,
        classes=sorted(set(classes)),
        details=details,
    )
