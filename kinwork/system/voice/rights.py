"""Who reads families' words as numbers, who puts them forward, who tells what was done."""

from kinwork.common.rights import declare, right
from kinwork.system.loop.rights import ACROSS, OWN

LEADS = ("backbone lead", "operator")

declare(
    "voice",
    {
        "own": right(roles=OWN),
        "read": right(roles=(*ACROSS, "supervisor")),
        "report": right(roles=("operator",)),
        "release": right(kinds=("report",)),
        "raise_topic": right(roles=LEADS),
        "tell": right(roles=LEADS),
    },
)
