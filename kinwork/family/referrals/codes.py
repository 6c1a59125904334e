"""Coded reasons. Free text says more; a code can be counted.

Sources: docs/explanation/referrals.md; barriers families report (availability, missing information,
acceptability, appropriateness, hours and place, price).
"""

# code -> whose word it is
DECLINE_REASONS = {
    "no room": "provider",
    "not eligible": "provider",
    "outside service area": "provider",
    "wrong service": "provider",
    "language not available": "provider",
    "hours do not fit": "family",
    "too far": "family",
    "could not be reached": "provider",
    "already served elsewhere": "family",
    "family changed its mind": "family",
    "costs too much": "family",
    "not acceptable to the family": "family",
    "service has ended": "provider",
    "other": "provider",
}
NOT_SERVED_REASONS = (
    "could not be reached",
    "did not come",
    "no longer eligible",
    "service has ended",
    "moved away",
    "other",
)
NEED_MET = ("fully", "partly", "not")
HELPED = ("yes", "partly", "no")
URGENCIES = ("today", "2 days", "routine")
NEED_STATES = ("open", "addressed", "met", "unmet", "no service exists")
