"""Who writes a barrier down and follows it, and who reads along."""

from kinwork.common.actor import STAFF_ROLES
from kinwork.common.rights import declare, right

LEADS = ("backbone lead", "operator")
# Whoever works for a member of a partnership; the rows say of which community.
READERS = STAFF_ROLES

VERBS = ("note", "put", "answer", "close", "withdraw", "add_evidence")

declare(
    "barriers",
    {
        "list": right(roles=READERS),
        "see": right(roles=READERS),
        **{verb: right(roles=LEADS) for verb in VERBS},
    },
)
