"""Who writes down the common work of a partnership, and who reads along."""

from kinwork.common.actor import STAFF_ROLES
from kinwork.common.rights import declare, right

LEADS = ("backbone lead", "operator")
# Whoever works for a member agency; the rows say of which partnerships.
READERS = STAFF_ROLES
DEEDS = (
    *("review_strategy", "note_change", "end_change"),
    *("note_support", "answer_support", "tell_effect"),
    *("consider_funding", "prepare_funding", "apply_funding", "answer_funding", "withdraw_funding"),
    *("rate", "plan_help", "finish_help"),
    *("convene", "count_people", "ask_help", "answer_help"),
)

declare(
    "common_work",
    {"see": right(roles=READERS), **{verb: right(roles=LEADS) for verb in DEEDS}},
)
