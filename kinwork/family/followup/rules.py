"""The five questions, one after the other; what one answer makes needless. Pure."""

from collections.abc import Mapping
from typing import Any

QUESTIONS = ("is_so", "got_it", "helped", "times_told", "difference", "anything_else")
TIMES_TOLD = ("once", "twice", "3 or more", "not at all")
YES, NO, UNSURE = "yes", "no", "unsure"
# About these nothing is asked outside the family's own page: that there is a question says too much.
ON_PAGE_ONLY = ("sud", "safety", "education")
LINK_DAYS = 3  # as the mail and the text that carry it say


def asked(*, has_claim: bool, got_it: str = "") -> tuple[str, ...]:
    """Which questions are put. has_claim: the provider gave a reason that the family knows better.
    Whoever did not get the help is not asked what it was like."""
    left_out = set() if has_claim else {"is_so"}
    if got_it == NO:
        left_out |= {"helped", "difference"}
    return tuple(one for one in QUESTIONS if one not in left_out)


def whole(answers: Mapping[str, str]) -> dict[str, Any]:
    """The answers as the word keeps them: what was left open stays open."""
    got_it = answers.get("got_it", "")
    return {
        "got_it": {YES: True, NO: False}.get(got_it),
        "is_so": {YES: True, NO: False}.get(answers.get("is_so", "")),
        "helped": NO if got_it == NO else answers.get("helped", ""),
        "times_told": answers.get("times_told", ""),
        "difference": "" if got_it == NO else answers.get("difference", ""),
        "anything_else": answers.get("anything_else", ""),
    }
