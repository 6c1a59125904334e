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
# Said by no person: the receiver had said that it is full and keeps no list.
FULL = "full"
# Said no to the question that went out by a link.
NOT_AGREED = "family did not agree"
NOT_SERVED_REASONS = (
    "could not be reached",
    "did not come",
    "no longer eligible",
    "service has ended",
    "moved away",
    "other",
)
# What a provider says of the family, and the family knows better.
FAMILY_KNOWS = frozenset(
    {reason for reason, whose in DECLINE_REASONS.items() if whose == "family"}
    | {"could not be reached", "did not come", "moved away"}
)
# How a family was introduced to the receiver's worker.
HANDOFF_WAYS = ("in person", "three-way call", "video", "message")
# Where a referral goes that it should not go unasked.
LOOPS = ("been here before", "back where it came from")
# How somebody tried to reach a family; having reached it is no try that failed.
REACHED = "reached"
CONTACT_WAYS = ("no answer", "left word", REACHED, "text", "email", "visit", "letter")
NEED_MET = ("fully", "partly", "not")
HELPED = ("yes", "partly", "no")
URGENCIES = ("today", "2 days", "routine")
NEED_STATES = ("open", "addressed", "met", "unmet", "no service exists")

# What a need is about decides the class of everything said about it. The rest is `household`.
NEED_CLASSES = {
    "early-intervention": "development",
    "developmental-screening": "development",
    "prenatal-care": "health",
    "pediatric-care": "health",
    "dental-care": "health",
    "immunization": "health",
    "lactation": "health",
    "mental-health": "health",
    "substance-use-help": "sud",
    "domestic-violence-help": "safety",
}
PACKET = ("identity", "contact")


def class_of_need(code: str) -> str:
    """The sensitivity class of a need and of whatever is about it."""
    return NEED_CLASSES.get(code, "household")
