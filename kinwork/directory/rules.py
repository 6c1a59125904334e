"""Decisions about one directory entry: how fresh it is, whether its room still counts. Pure."""

from datetime import date, datetime

# The directory's own clocks (docs/explanation): looking again is advised after half a year,
# and required before 240 days are over.
ADVISED_DAYS = 180
REQUIRED_DAYS = 240
FRESHNESS = ("fresh", "update advised", "update required", "unknown")


def freshness(assured: date | None, today: date) -> str:
    """How far the day an entry was last checked lies back: one of FRESHNESS."""
    if assured is None:
        return "unknown"
    age = (today - assured).days
    if age > REQUIRED_DAYS:
        return "update required"
    return "update advised" if age > ADVISED_DAYS else "fresh"


def capacity_holds(valid_until: datetime | None, now: datetime) -> bool:
    """Capacity lapses by itself: without an end, or after it, it says nothing."""
    return valid_until is not None and now < valid_until


def room(available: float | None, valid_until: datetime | None, now: datetime) -> str:
    """`room`, `full`, or `unknown` when nobody has said so lately."""
    if available is None or not capacity_holds(valid_until, now):
        return "unknown"
    return "room" if available > 0 else "full"


def turns_away(
    available: float | None, valid_until: datetime | None, takes_list: bool | None, now: datetime
) -> bool:
    """Full, and no waiting list, by what was said and still counts. What nobody said turns nobody away."""
    return room(available, valid_until, now) == "full" and takes_list is False


# Parts of an entry that anybody may say is wrong.
CORRECTABLE = (
    "name",
    "description",
    "url",
    "email",
    "application_process",
    "fees_description",
    "eligibility_description",
    "phone",
    "hours",
    "address",
    "other",
)
# Of these the entry itself is changed; the others hang on other rows and are changed at the source.
CHANGED_BY_ACCEPTING = tuple(
    name for name in CORRECTABLE if name not in ("phone", "hours", "address", "other")
)

# Lines that the room of a service lays on the desk of whoever gives it (kinwork.family.waiting).
SAY_ANEW = "say the openings anew"
FREE_PLACE = "offer the free place"
