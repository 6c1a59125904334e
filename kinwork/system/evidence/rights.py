"""Who reads what the records show of working together, who asks for it, who says how much is enough."""

from kinwork.common.actor import STAFF_ROLES
from kinwork.common.rights import declare, right

LEADS = ("backbone lead", "operator")
# Whoever works for a member agency; the rows say of which partnerships.
READERS = STAFF_ROLES

declare(
    "evidence",
    {
        "see": right(roles=READERS),
        "count": right(kinds=("report",)),
        "ask_count": right(roles=LEADS),
        "set_threshold": right(roles=LEADS),
    },
)
