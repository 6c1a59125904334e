"""Who may do what with a family's plan. What they may see of it decides the database, row by row."""

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right
from kinwork.people.models import Household, SubjectRow

WORKERS = ("navigator", "caseworker", "provider staff", "supervisor")


def is_own_plan(actor: Actor, record: Household | SubjectRow | None) -> bool:
    """Only the family itself, or a worker whom it lets see its plan, can do this."""
    if record is None or not actor.is_family:
        return True
    return actor.household == getattr(record, "said_in", record.pk)


BOTH = right(kinds=("family",), roles=WORKERS, when=(is_own_plan,))
declare(
    "plans",
    {
        "see": BOTH,
        "start": BOTH,
        "set_goal": BOTH,
        "edit_goal": BOTH,
        "order_goals": BOTH,
        "accept_goal": BOTH,
        "turn_down_goal": BOTH,
        "close_goal": BOTH,
        "reopen_goal": BOTH,
        "write_scale": BOTH,
        "rate_goal": BOTH,
        "add_step": BOTH,
        "edit_step": BOTH,
        "move_step": BOTH,
        "follow_referral": right(kinds=("clock",)),
        "lead": right(roles=WORKERS),
        "plan_review": BOTH,
        "hold_review": right(roles=WORKERS),
        "remind": right(kinds=("clock",)),
        "share": right(kinds=("family",), when=(is_own_plan,)),
    },
)
