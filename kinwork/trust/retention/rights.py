"""Who may say that a record stays; and that nobody but the clock deletes one."""

from kinwork.common.rights import declare, right

OFFICER = ("privacy officer", "operator")

declare(
    "retention",
    {
        "plan": right(roles=("operator",)),
        "hold": right(roles=OFFICER),
        "release": right(roles=OFFICER),
        "keep": right(kinds=("clock",)),
        "forget_draft": right(kinds=("clock",)),
    },
)
