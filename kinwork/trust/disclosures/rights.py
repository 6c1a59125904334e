"""Who looks after the trail, and at views that stand out."""

from typing import Any

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right


def is_not_their_own(actor: Actor, view: Any) -> bool:
    """Nobody reviews what they opened themselves. Ask another privacy officer."""
    return view is None or view.user_id != actor.id


OFFICER = ("privacy officer",)

declare(
    "disclosures",
    {
        "trail": right(roles=OFFICER),
        "odd": right(roles=OFFICER),
        "review": right(roles=OFFICER, when=(is_not_their_own,)),
        "export": right(roles=OFFICER),
        "who_saw": right(roles=("operator",)),
        "copy_trail": right(roles=("operator",)),
        "replay": right(roles=("operator",)),
        "seal": right(kinds=("clock",), roles=("operator",)),
        "anchor": right(kinds=("clock",), roles=("operator",)),
        "list_odd_views": right(kinds=("clock",)),
    },
)
