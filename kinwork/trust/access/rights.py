"""Who opens a family's own page, and who shuts it."""

from kinwork.common.rights import declare, right
from kinwork.people.rights import WORKERS

declare(
    "access",
    {
        "make_claim": right(roles=WORKERS),
        "claim_key": right(kinds=("visitor", "draft", "family", "link")),
        "end_keys": right(kinds=("family",)),
    },
)
