"""Who prepares a partnership, and who reads it."""

from kinwork.common.actor import STAFF_ROLES
from kinwork.common.rights import declare, right

LEADS = ("backbone lead", "operator")
# Whoever works for a member agency; the rows say which partnerships are theirs.
READERS = STAFF_ROLES

declare(
    "partnerships",
    {
        "list": right(roles=READERS),
        "see": right(roles=READERS),
        "agreements": right(roles=(*LEADS, "coordinator", "privacy officer")),
        **{
            verb: right(roles=LEADS)
            for verb in (
                *("start", "answer_questions", "take_goal", "agree"),
                *("admit", "part", "open_seat", "close_seat", "sit"),
                *("write_charter", "change_charter", "commit", "decide"),
            )
        },
    },
)
