"""The rule: who may see a family row. Pure; the SQL twin is drawn from the same tables.

Source: docs/explanation/access.md. Forbid beats permit, deny beats permit, and the default is no.
"""

from dataclasses import dataclass
from datetime import timedelta

TIE_KINDS = ("intake", "assignment", "team", "referral", "link", "glass")
AUTHORITY_KINDS = ("parent", "guardian", "foster agency", "court", "self")
# Why a row is kept from somebody of the same family, or from an agency.
WITHHOLDING_KINDS = ("protected branch", "court order", "minor's own service", "safety flag")
PROTECTED = "protected branch"
# Two of them remove standing: who is named in one can no longer stop another's help.
NO_STANDING = ("court order", "safety flag")
# What a row may carry besides its class; each follows it wherever it goes.
PART_2, SAFETY, ADDRESS = "part 2", "safety", "address confidentiality"
WRITTEN_LABELS = ("ferpa", "idea part c", "head start")
LABELS = (PART_2, SAFETY, ADDRESS, *WRITTEN_LABELS)

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
        "sud",
        "safety",
        "education",
        "plan",
        "notes",
    ]
)
# What a role may open at all. A role that is not here has no rows. For
# sud and safety the role is not enough: see the lines below.
ROLE_CLASSES: dict[str, frozenset[str]] = {
    "intake worker": frozenset({"identity"}),
    "navigator": CASEWORK,
    "caseworker": CASEWORK,
    "provider staff": CASEWORK,
    "supervisor": CASEWORK,
}
# What an intake worker may open besides, in an open intake that they conduct.
INTAKE_CLASSES = frozenset(
    ["contact", "household", "means", "demographics", "development", "health"]
)
# What a link holder gets: the minimum packet.
PACKET_CLASSES = frozenset({"identity", "contact"})
# Consent for these must be written and name the records, whatever the label.
WRITTEN_CLASSES = frozenset({"education"})
# What an emergency never opens.
NEVER_BY_GLASS = frozenset({"sud", "safety", "location"})
GLASS_ROLES = ("caseworker", "supervisor")
GLASS_MINUTES = 60
GLASS_TIME = timedelta(minutes=GLASS_MINUTES)
# What limits it: broken glasses of one worker, and tries by name; and how soon it is reviewed.
GLASSES_A_WEEK, GLASS_TRIES_A_DAY, GLASS_REVIEW_DAYS = 3, 5, 3
GLASS_REASONS = ("danger", "medical", "child alone", "disaster")
GLASS_VERDICTS = ("in order", "follow up", "not justified")
# What is unusual about an opening, and what sounds an alarm although nothing was opened.
GLASS_MARKS = ("night", "same name", "last of the week")
GLASS_ALARMS = ("tries", "week", "no reason", "own review")
REASONLESS_TRIES = 3  # a day, before it sounds
GLASS_WORDS, GLASS_LETTERS = 4, 20  # a reason is at least a short sentence
# A family's record is at rest after so many days without a deed (then its years are counted); an intake
# that nobody finished and nobody touches is kept so long, one that a desk began so long.
QUIET_DAYS, DRAFT_DAYS, DESK_DRAFT_DAYS = 30, 30, 90


@dataclass(frozen=True)
class Grounds:
    """Everything the rule needs to know about one actor and one row, now. All plain values.

    The actor. kind, role, purpose. active: the account is live, the hat is worn by right, the
    agency is no victim service provider, sign-in and training are in date. part_2: the hat is that
    of Part 2 staff.

    The row. sensitivity: its class. family_owned: no agency owns it. part_2_record: class sud, or
    labelled so. safety_record: class safety, or labelled so. written_only: class education, or a
    FERPA, IDEA Part C or Head Start label. confidential_address: the label. sealed.

    Between them. blocked: the family has shut this person or agency out. withheld: a protected
    branch, court order or a minor's own service keeps it from this actor. own_branch: it is of
    the family member's own branch. owns / recorded: the actor's agency owns / typed the row.
    tie: a live tie of the actor or the agency covers subject and class. by_name: a live tie of
    this very user does. intake: a live intake tie of this very user. party: the agency is a live
    party of the participation agreement. mou: owner and the actor's agency are live parties of one
    MOU. licensed: the owner has a live data-sharing agreement for class and purpose. consent /
    denied: a live permit / refusal by who governs the subject, for agency, class and purpose.
    consent_part_2: such a permit carries the Part 2 flag. consent_written: such a permit is written
    and names the records. consent_by_name: such a permit names this very user. note_shared: the
    family shared this very note with the agency. glass: a live break-glass of this very user.
    emergency: the agency is a live party of an agreement with an emergency clause. named: the
    link's referral names this subject; opened: the clock opened this row.
    """

    kind: str
    role: str
    purpose: str
    sensitivity: str
    family_owned: bool
    active: bool = False
    part_2: bool = False
    part_2_record: bool = False
    safety_record: bool = False
    written_only: bool = False
    confidential_address: bool = False
    sealed: bool = False
    blocked: bool = False
    withheld: bool = False
    own_branch: bool = False
    owns: bool = False
    recorded: bool = False
    tie: bool = False
    by_name: bool = False
    intake: bool = False
    party: bool = False
    mou: bool = False
    licensed: bool = False
    consent: bool = False
    denied: bool = False
    consent_part_2: bool = False
    consent_written: bool = False
    consent_by_name: bool = False
    note_shared: bool = False
    glass: bool = False
    emergency: bool = False
    named: bool = False
    opened: bool = False


def decide(on: Grounds) -> str | None:
    """The name of the line that permits, or None.

    Lines: "own", "owner agency", "shared", "family's request", "break-glass", "clock".
    """
    if forbidden(on):
        return None
    if on.kind == "family":
        return "own" if on.own_branch else None
    if on.kind == "link":
        return "family's request" if _requested(on) else None
    if on.kind == "clock":
        return "clock" if on.opened else None
    if _owner_agency(on):
        return "owner agency"
    if _shared(on):
        return "shared"
    return "break-glass" if _by_glass(on) else None


def writes(on: Grounds) -> bool:
    """May what is seen also be changed? What only an emergency opens is read, never written."""
    return decide(on) not in (None, "break-glass")


def forbidden(on: Grounds) -> str | None:
    """The line that forbids whatever else permits, or None."""
    if on.purpose != "care":
        return "purpose"
    if on.sealed:
        return "sealed"
    if on.withheld:
        return "withheld"
    if on.kind in ("family", "link", "clock"):
        return None
    if on.kind != "staff" or on.role not in ROLE_CLASSES:
        return "role"
    if not on.active:
        return "account"
    if on.blocked:
        return "blocked"
    return None if role_allows(on) else "role"


def sounds(why: str, times: int) -> bool:
    """Does a refusal sound an alarm, when it is the `times`th of its kind by this worker in a day?"""
    if why not in GLASS_ALARMS:
        return False
    return times == (REASONLESS_TRIES if why == "no reason" else 1) or times % 10 == 0


def is_a_reason(words: str) -> bool:
    """A short sentence at least: four words of which three differ, twenty letters, five distinct."""
    said = words.casefold().split()
    letters = [one for one in words.casefold() if one.isalpha()]
    return (
        len(said) >= GLASS_WORDS
        and len(set(said)) >= GLASS_WORDS - 1
        and len(letters) >= GLASS_LETTERS
        and len(set(letters)) >= 5
    )


def role_allows(on: Grounds) -> bool:
    """Whether the role opens the class at all, and what lies deeper in the row than its class."""
    allowed = on.sensitivity in ROLE_CLASSES[on.role]
    if on.role == "intake worker":
        allowed = allowed or (on.intake and on.sensitivity in INTAKE_CLASSES)
        return allowed and not (on.part_2_record or on.safety_record)
    return allowed


def _owner_agency(on: Grounds) -> bool:
    """Line 3. Part 2 records for Part 2 staff; safety records by name. A refusal closes what the
    family owns, not the agency's own records, which it has a duty to keep."""
    if (on.part_2_record and not on.part_2) or (on.safety_record and not on.by_name):
        return False
    if on.owns:
        return True
    return (
        on.family_owned
        and on.recorded
        and not on.denied
        and (on.tie or on.sensitivity == "identity")
    )


def _shared(on: Grounds) -> bool:
    """Line 4: agreement, consent, tie, no refusal, and the special label satisfied. Between two
    agencies: what one owns is not shared with itself. An intake worker needs the intake."""
    agreed = on.party if on.family_owned else (on.mou and on.licensed and not on.owns)
    conducts = on.intake or on.role != "intake worker"
    if on.denied or not (agreed and conducts and on.consent and on.tie):
        return False
    return (
        (on.sensitivity != "notes" or on.note_shared)
        and not on.confidential_address
        and (not on.part_2_record or on.consent_part_2)
        and (not on.safety_record or on.consent_by_name)
        and (not on.written_only or on.consent_written)
    )


def _requested(on: Grounds) -> bool:
    """Line 5: the minimum packet of the one referral that the link is for."""
    inner = on.part_2_record or on.safety_record or on.confidential_address or on.written_only
    return (
        on.named
        and on.family_owned
        and not on.denied
        and not inner
        and on.sensitivity in PACKET_CLASSES
    )


def _by_glass(on: Grounds) -> bool:
    """Line 6. A refusal stands against it too: deny beats permit."""
    inner = on.part_2_record or on.safety_record or on.confidential_address
    return (
        on.glass
        and on.emergency
        and on.role in GLASS_ROLES
        and not on.denied
        and not inner
        and on.sensitivity not in NEVER_BY_GLASS
    )
