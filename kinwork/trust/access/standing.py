"""What it takes to decide for somebody: pure, plain values."""

from kinwork.trust.access.rules import AUTHORITY_KINDS, CASEWORK

# A parent's word is enough for a parent; the others rest on something that was seen.
ON_EVIDENCE = ("guardian", "foster agency", "court", "self")
BY_PERSONS = ("parent", "guardian", "self")


def no_authority(
    *,
    kind: str,
    named: int,
    oneself: bool,
    a_person: bool,
    scope: tuple[str, ...],
    evidence: str,
    in_order: bool,
) -> tuple[str, str] | None:
    """(field, key of the words) of what is missing for somebody to decide for a person, or None.

    named: how many holders were said. A parent, a guardian and oneself are persons; an agency or a
    court is none. oneself: the holder is the person.
    """
    if kind not in AUTHORITY_KINDS:
        return "kind", "kind"
    if named != 1 or a_person != (kind in BY_PERSONS):
        return "holder", "holder"
    if oneself != (kind == "self"):
        return "holder", "oneself"
    if not set(scope) <= CASEWORK:
        return "scope", "scope"
    if kind in ON_EVIDENCE and evidence.strip() in ("", "told"):
        return "evidence", "evidence"
    return None if in_order else ("ends", "ends")
