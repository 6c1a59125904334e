"""Why a record is held, and how much the clock does at once. Pure."""

from datetime import date

REASONS = ("lawsuit", "complaint", "audit", "other")
WORDS_LIMIT = 500
# Homes, and intakes that nobody finished, in one step of the night.
HOMES_AT_ONCE, DRAFTS_AT_ONCE = 200, 200


def why_not_held(reason: str, words: str, until: date | None, today: date) -> str:
    """The field that is wrong of a hold; "" when it is whole. "other" says what it is."""
    if reason not in REASONS:
        return "reason"
    if len(words) > WORDS_LIMIT or (reason == "other" and not words.strip()):
        return "words"
    return "until" if until is not None and until < today else ""
