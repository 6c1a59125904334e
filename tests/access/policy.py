"""The access rule a second time: written from its description alone, by somebody who had not read
the SQL or its Python twin. The tests of this folder compare all three.

`may_see(case)` returns the line that permits ("own", "owner agency", "shared", "family's request",
"break-glass", "clock") or None. Where the description leaves a question open, the stricter answer
stands: docs/decisions/0004-what-the-access-rule-leaves-open.md.
"""

from typing import NamedTuple

CASEWORK = {"navigator", "caseworker", "provider staff", "supervisor"}
BREAKS_GLASS = {"caseworker", "supervisor"}
ASKED_IN_AN_INTAKE = {
    *("identity", "contact", "household", "means", "demographics"),
    *("development", "health"),
}
MINIMUM_PACKET = {"identity", "contact"}
NEVER_BY_GLASS = {"sud", "location", "safety"}


class Case(NamedTuple):
    """One actor and one row, now. The same plain values that the rule is given."""

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


def may_see(c: Case) -> str | None:
    """Which line of the rule lets this actor see this row; None: no line does."""
    if _forbidden(c):
        return None
    if c.kind == "family":
        return "own" if c.own_branch else None
    if c.kind == "link":
        return "family's request" if _named_in_the_packet(c) else None
    if c.kind == "clock":
        return "clock" if c.opened else None
    if c.kind != "staff":
        return None
    if _owner_agency(c):
        return "owner agency"
    if _role_allows(c) and _shared(c):
        return "shared"
    return "break-glass" if _breaks_glass(c) else None


def _forbidden(c: Case) -> bool:
    """Accounts and blocks are about staff; sealing and withholding are about everybody."""
    shut_out = not c.active or c.blocked
    return c.purpose != "care" or c.withheld or c.sealed or c.kind == "staff" and shut_out


def _part_2(c: Case) -> bool:
    return c.part_2_record or c.sensitivity == "sud"


def _safety(c: Case) -> bool:
    return c.safety_record or c.sensitivity == "safety"


def _written(c: Case) -> bool:
    return c.written_only or c.sensitivity == "education"


def _role_allows(c: Case) -> bool:
    """Casework opens every class; an intake worker what is asked in an intake that they conduct."""
    if c.role in CASEWORK:
        return True
    asked = c.intake and c.sensitivity in ASKED_IN_AN_INTAKE
    return c.role == "intake worker" and asked and not _part_2(c) and not _safety(c)


def _owner_agency(c: Case) -> bool:
    """Names stay findable, without a tie, for intake and up: the agency's own families."""
    name = c.sensitivity == "identity"
    typed_here = c.family_owned and c.recorded and not c.denied
    if not c.owns and not (typed_here and (c.tie or name)):
        return False
    found = name and c.role == "intake worker" and not _part_2(c) and not _safety(c)
    if not found and not _role_allows(c):
        return False
    return (c.part_2 or not _part_2(c)) and (c.by_name or not _safety(c))


def _shared(c: Case) -> bool:
    between_agencies = c.mou and c.licensed and not c.owns
    if not (c.party if c.family_owned else between_agencies):
        return False
    if c.denied or not (c.consent and c.tie) or c.confidential_address:
        return False
    if c.sensitivity == "notes" and not c.note_shared:
        return False
    return (
        (c.consent_part_2 or not _part_2(c))
        and (c.consent_by_name or not _safety(c))
        and (c.consent_written or not _written(c))
    )


def _named_in_the_packet(c: Case) -> bool:
    deeper = _part_2(c) or _safety(c) or _written(c) or c.confidential_address
    return (
        c.named
        and c.family_owned
        and not c.denied
        and c.sensitivity in MINIMUM_PACKET
        and not deeper
    )


def _breaks_glass(c: Case) -> bool:
    if c.role not in BREAKS_GLASS or c.denied or c.confidential_address:
        return False
    never = c.sensitivity in NEVER_BY_GLASS or _part_2(c) or _safety(c)
    return c.glass and c.emergency and not never
