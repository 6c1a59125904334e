"""Every change of common work; whoever leads the backbone makes it."""

from kinwork.system.common_work.actions.doing import (
    answer_support,
    end_change,
    note_change,
    note_support,
    review_strategy,
    tell_effect,
)
from kinwork.system.common_work.actions.funding import (
    answer_funding,
    apply_funding,
    consider_funding,
    prepare_funding,
    withdraw_funding,
)
from kinwork.system.common_work.actions.learning import (
    answer_help,
    ask_help,
    convene,
    count_people,
    finish_help,
    plan_help,
    rate,
)

__all__ = [
    "answer_funding",
    "answer_help",
    "answer_support",
    "apply_funding",
    "ask_help",
    "consider_funding",
    "convene",
    "count_people",
    "end_change",
    "finish_help",
    "note_change",
    "note_support",
    "plan_help",
    "prepare_funding",
    "rate",
    "review_strategy",
    "tell_effect",
    "withdraw_funding",
]
