"""Who prepares a wave, who reads what it says, who answers it."""

from kinwork.common.actor import STAFF_ROLES
from kinwork.common.rights import declare, right

LEADS = ("backbone lead", "operator")
# Whoever works for a member agency; the rows say which partnerships are theirs.
READERS = STAFF_ROLES

declare(
    "continuum",
    {
        "see": right(roles=READERS),
        "answer": right(kinds=("link",)),
        "close": right(kinds=("clock",), roles=LEADS),
        **{
            verb: right(roles=LEADS)
            for verb in (
                *("prepare", "ask_also", "leave_out", "open", "extend", "remind", "call_off"),
                "set_sector",
            )
        },
    },
)
