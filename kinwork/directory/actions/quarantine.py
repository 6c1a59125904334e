"""Rows that were set aside: dismissed with a reason, or settled once their mended form loaded."""

from datetime import datetime

from django.db import transaction

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.directory.models import Quarantined


@transaction.atomic
def dismiss_quarantined(*, row: Quarantined, why: str, by: Actor, at: datetime) -> Quarantined:
    """This row will not be loaded, because of `why`. Raises ValueError without a reason."""
    require(by)
    if not why.strip():
        raise ValueError("a row is dismissed with a reason")
    row.why = why.strip()[:300]
    return _settle(row, Quarantined.State.DISMISSED, "directory.dismiss", by, at)


@transaction.atomic
def settle_as_mended(*, row: Quarantined, values: dict, by: Actor, at: datetime) -> Quarantined:
    """The row loads as `values`; later imports use them as long as the feed repeats the same row."""
    require(by)
    row.mended = values
    return _settle(row, Quarantined.State.MENDED, "directory.mend", by, at)


def _settle(row: Quarantined, state: str, verb: str, by: Actor, at: datetime) -> Quarantined:
    row.state, row.settled_at, row.settled_by = state, at, by.id
    row.save()
    audit.record(verb, row, by=by, at=at)
    return row
