"""Effects that point upward: a deed below, what follows from it above, in the same transaction.

The table stands in config (settings.CONSEQUENCES); here it is only run, so nothing imports upward.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from kinwork.common.actor import Actor


def follow(deed: str, record: Any, *, by: Actor, at: datetime) -> None:
    """Run every action that follows from `deed` on `record`, in the table's order."""
    for dotted in import_string(settings.CONSEQUENCES).get(deed, ()):
        import_string(dotted)(record, by=by, at=at)
