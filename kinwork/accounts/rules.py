"""Decisions about hats, invitations and a community's set-up; plain values in and out."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import available_timezones

from kinwork.common.rules import SETTINGS

OPEN_FOR = timedelta(days=7)

# Roles inside one agency, and roles that look across the agencies of a community.
CARE_ROLES = ("intake worker", "navigator", "caseworker", "provider staff")
AGENCY_ROLES = (*CARE_ROLES, "supervisor", "account administrator")
COMMUNITY_ROLES = (
    "coordinator",
    "privacy officer",
    "backbone lead",
    "analyst",
    "state viewer",
    "evaluator",
)
STAFF_ROLES = (*AGENCY_ROLES, *COMMUNITY_ROLES, "operator")
# Who works with families, and so may be of a Part 2 program's staff.
PART_2_ROLES = (*CARE_ROLES, "supervisor")
# What kind of records a whole agency may keep: labels that the access rule knows.
# Source: 42 CFR 2.11; 34 CFR 99.3; 34 CFR 303.402; 45 CFR 1303.20.
PART_2 = "part 2"
RECORDS = (PART_2, "ferpa", "idea part c", "head start")


class Impossible(Exception):
    """It cannot be done as things stand; `sentence` says why and what to do instead."""

    def __init__(self, sentence: str):
        super().__init__(str(sentence))
        self.sentence = sentence


def grantable(role: str, *, convenes: bool) -> tuple[str, ...]:
    """The roles that somebody in `role` may give, end and change.

    `convenes`: their agency is the one that convenes the community.
    """
    if role == "operator":
        return STAFF_ROLES
    if role == "account administrator":
        return (*AGENCY_ROLES, *COMMUNITY_ROLES) if convenes else AGENCY_ROLES
    if role == "supervisor":
        return CARE_ROLES
    return ()


def tidy_email(text: str) -> str:
    """One spelling per address: without blanks around it, in small letters."""
    return text.strip().lower()


def new_key() -> str:
    """A secret for a link, 192 bits."""
    return secrets.token_urlsafe(24)


def standing(
    *,
    accepted_at: datetime | None,
    withdrawn_at: datetime | None,
    expires_at: datetime,
    now: datetime,
) -> str:
    """`accepted`, `withdrawn`, `expired` or `open`."""
    if accepted_at:
        return "accepted"
    if withdrawn_at:
        return "withdrawn"
    return "expired" if now >= expires_at else "open"


# --- how a community is set up --------------------------------------------------------------

PLACE_FIELDS = ("name", "help_phone", "postal_code", "time_zone")
# The zones of the states and territories; another one is kept when it was set before.
TIME_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Pacific/Guam",
    "Pacific/Pago_Pago",
)
PHONE = re.compile(r"\+?[0-9][0-9 ().\-]{1,27}[0-9]")
POSTAL_CODE = re.compile(r"[0-9]{5}")
YEARS_BACK, YEARS_AHEAD = 2, 5
HOLIDAY_NAME = 100  # letters


def unfit(values: Mapping[str, object]) -> list[str]:
    """The names among `values` (of a community's set-up) that cannot be saved as they are."""
    return [name for name, value in values.items() if not _fits(name, value)]


def _fits(name: str, value: object) -> bool:
    if name in SETTINGS:
        return SETTINGS[name].fits(value)
    if not isinstance(value, str):
        return False
    match name:
        case "name":
            return 0 < len(value.strip()) <= 200
        case "help_phone":
            return bool(PHONE.fullmatch(value))
        case "postal_code":
            return value == "" or bool(POSTAL_CODE.fullmatch(value))
        case "time_zone":
            return value in available_timezones()
    return False


def years_in_reach(today: date) -> range:
    """The years of which a calendar is kept."""
    return range(today.year - YEARS_BACK, today.year + YEARS_AHEAD + 1)


def fingerprint(*values: object) -> str:
    """What somebody saw when they opened the form, to notice that it has changed since."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]
