"""What may come first on a waiting list, and what passes a family over. Pure.

Sources: homelessness and foster care come first by law in Head Start (45 CFR 1302.14) and in child care
assistance (45 CFR 98.46); most programs for small children take the youngest first by their own rules.
"""

from datetime import datetime, timedelta

KINDS = ("homelessness", "foster care", "youngest")
MOST_MONTHS = 216
STATES = ("open", "taken", "refused", "lapsed", "over", "skipped")
SKIPPED = ("aged out", "served elsewhere", "moved away")


def needs_months(kind: str) -> bool:
    """`youngest` says up to which age."""
    return kind == "youngest"


def answerable(state: str, referral_state: str) -> bool:
    """May the family still say yes or no to this offer?"""
    return state == "open" and referral_state == "waitlisted"


def remind_at(said: datetime, until: datetime, days: int) -> datetime:
    """When openings are to be said anew: `days` before they lapse, but never in the first half of the
    time for which they were said."""
    return max(until - timedelta(days=days), said + (until - said) / 2)
