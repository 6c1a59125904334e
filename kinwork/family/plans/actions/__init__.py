"""Every change of a family's plan: one transaction, in the family's line, told as an event."""

from kinwork.family.plans.actions.goals import (
    edit_goal,
    move_goal,
    order_goals,
    rate_goal,
    set_goal,
    write_scale,
)
from kinwork.family.plans.actions.reviews import hold_review, plan_review, remind_of_review
from kinwork.family.plans.actions.sharing import let_see, stop, words_of_yes
from kinwork.family.plans.actions.starting import lead, start
from kinwork.family.plans.actions.steps import (
    add_step,
    edit_step,
    follow_referral,
    move_step,
    remind_of_step,
)
from kinwork.family.plans.actions.writing import Clash
from kinwork.family.plans.saying import ALONE, US, Doer, With

__all__ = [
    "ALONE",
    "US",
    "Clash",
    "Doer",
    "With",
    "add_step",
    "edit_goal",
    "edit_step",
    "follow_referral",
    "hold_review",
    "lead",
    "let_see",
    "move_goal",
    "move_step",
    "order_goals",
    "plan_review",
    "rate_goal",
    "remind_of_review",
    "remind_of_step",
    "set_goal",
    "start",
    "stop",
    "words_of_yes",
    "write_scale",
]
