"""Who asks, enters and corrects screenings. A docstring is the sentence shown on refusal."""

from typing import Any

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right
from kinwork.people.models import Household
from kinwork.people.rights import WORKERS
from kinwork.trust.access.queries import may_change

STAFF = (*WORKERS, "provider staff")


def is_with_the_family(actor: Actor, record: Any) -> bool:
    """Only the family itself, or a worker who is with it now, can write this down."""
    if not isinstance(record, Household):
        return True
    if actor.is_family:
        return record.pk == actor.household
    return may_change(actor, record)


_BY_WHO_IS_WITH = right(kinds=("family",), roles=STAFF, when=(is_with_the_family,))

declare(
    "screenings",
    {
        "see": right(kinds=("family",), roles=STAFF),
        "record": _BY_WHO_IS_WITH,
        "refuse": _BY_WHO_IS_WITH,
        "ask_help": _BY_WHO_IS_WITH,
    },
)
