"""The rule: who may see a family row. Pure; the SQL twin is written from the same tables.

Source: docs/explanation/access.md. Lines are tried in order; forbid beats permit; default is no.
"""

from dataclasses import dataclass

TIE_KINDS = ("intake", "assignment", "team", "referral", "link", "glass")
AUTHORITY_KINDS = ("parent", "guardian", "foster agency", "court", "self")

CASEWORK = frozenset(
    [
        "identity",
        "contact",
        "location",
        "household",
        "means",
        "demographics",
        "development",
        "health",
        "education",
        "plan",
        "notes",
    ]
)
# What a role may open at all. A role that is not here has no rows.
ROLE_CLASSES: dict[str, frozenset[str]] = {
    "intake worker": frozenset({"identity", "contact"}),
    "navigator": CASEWORK,
    "caseworker": CASEWORK,
    "provider staff": CASEWORK,
    "supervisor": CASEWORK,
}
# What an intake worker may open besides, in an open intake that they conduct.
INTAKE_CLASSES = frozenset(
    ["household", "means", "demographics", "development", "health", "education"]
)
# What a link holder gets: the minimum packet.
PACKET_CLASSES = frozenset({"identity", "contact"})
# Notes never leave their author's agency by this rule.
NEVER_SHARED = frozenset({"notes", "sud", "safety"})


@dataclass(frozen=True)
class Grounds:
    """Everything the rule needs to know about one actor and one row, now. All plain values.

    active: the account is live and the hat is worn by right. own_branch: the row is of the actor's
    own branch. owns / recorded: the actor's agency owns / typed the row. family_owned: no agency
    owns it. tie: a live tie of the actor or the agency covers subject and class. intake: a live
    intake tie of this very worker. party: the agency is a live party of the participation
    agreement. consent / denied: a live permit / deny for agency, class, purpose. named: the link's
    referral names this subject; opened: the clock opened this row.
    """

    kind: str
    role: str
    purpose: str
    sensitivity: str
    family_owned: bool
    active: bool = False
    blocked: bool = False
    own_branch: bool = False
    owns: bool = False
    recorded: bool = False
    tie: bool = False
    intake: bool = False
    party: bool = False
    consent: bool = False
    denied: bool = False
    named: bool = False
    opened: bool = False
    sealed: bool = False


def decide(on: Grounds) -> str | None:
    """The name of the line that permits, or None.

    Lines: "own", "owner agency", "shared", "family's request", "clock".
    """
    if on.purpose != "care" or on.sealed:
        return None
    if on.kind == "family":
        return "own" if on.own_branch else None
    if on.kind == "link":
        named = on.named and on.family_owned and not on.denied
        return "family's request" if named and on.sensitivity in PACKET_CLASSES else None
    if on.kind == "clock":
        return "clock" if on.opened else None
    if on.kind != "staff" or not on.active or on.blocked or not role_allows(on):
        return None
    if on.owns:
        return "owner agency"
    if not on.family_owned:
        return None
    if on.recorded and (on.tie or on.sensitivity == "identity"):
        return "owner agency"
    if _shared(on):
        return "shared"
    return None


def role_allows(on: Grounds) -> bool:
    if on.sensitivity in ROLE_CLASSES.get(on.role, ()):
        return True
    return on.role == "intake worker" and on.intake and on.sensitivity in INTAKE_CLASSES


def _shared(on: Grounds) -> bool:
    if on.sensitivity in NEVER_SHARED or on.denied:
        return False
    return on.party and on.consent and on.tie
