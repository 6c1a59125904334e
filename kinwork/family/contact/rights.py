"""Who may say how a family is reached, and who may write to it."""

from kinwork.common.rights import declare, right

WORKERS = ("intake worker", "navigator", "caseworker", "supervisor", "provider staff")

declare(
    "contact",
    {
        "record_contact": right(kinds=("family",), roles=WORKERS),
        "end_contact": right(kinds=("family",), roles=WORKERS),
        "substitute_address": right(roles=("navigator", "caseworker", "supervisor")),
        "read_messages": right(kinds=("family",)),
    },
)
