"""Who reads, records and corrects a child's clocks. A docstring is the sentence shown on refusal."""

from typing import Any

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right
from kinwork.family.timelines.queries import Known
from kinwork.people.rights import WORKERS
from kinwork.trust.access.queries import may_change

STAFF = (*WORKERS, "provider staff")


def is_with_the_child(actor: Actor, record: Any) -> bool:
    """Only the family itself, or a worker who is with this child now, can write this down."""
    if not isinstance(record, Known):
        return True
    if actor.is_family:
        return record.household.pk == actor.household
    return may_change(actor, record.person)


_BY_WHO_IS_WITH = right(kinds=("family",), roles=STAFF, when=(is_with_the_child,))
_BY_WORKERS = right(roles=STAFF, when=(is_with_the_child,))

declare(
    "timelines",
    {
        "see": right(kinds=("family",), roles=STAFF),
        "mark": _BY_WHO_IS_WITH,
        "reopen": _BY_WHO_IS_WITH,
        "tell": _BY_WORKERS,
        "watch": _BY_WORKERS,
        "end_watch": _BY_WORKERS,
        "list": right(roles=("supervisor",)),
        "count": right(roles=("supervisor",)),
    },
)
