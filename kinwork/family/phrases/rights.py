"""Who reads and writes an agency's own texts. A docstring is the sentence shown on refusal."""

from typing import Any

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right


def is_ours(actor: Actor, phrase: Any) -> bool:
    """Only a supervisor of the agency whose text it is can change it."""
    return phrase is None or phrase.agency_id == actor.agency


_BY_SUPERVISOR = right(roles=("supervisor",), when=(is_ours,))

declare(
    "phrases",
    {
        "see": right(roles=("supervisor",)),
        "write": _BY_SUPERVISOR,
        "change": _BY_SUPERVISOR,
        "end": _BY_SUPERVISOR,
    },
)
