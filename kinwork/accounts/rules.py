"""Decisions about hats and invitations; plain values in and out."""

import hashlib
import secrets
from datetime import datetime, timedelta

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


def key_hash(key: str) -> bytes:
    """What is stored instead of the key: it is random, so a plain hash is enough."""
    return hashlib.sha256(key.encode()).digest()


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
