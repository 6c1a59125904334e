"""What it takes to decide for somebody, and what a minor decides alone: pure, plain values."""

from datetime import date

from kinwork.library import minors
from kinwork.trust.access.rules import AUTHORITY_KINDS, CASEWORK

MINORS = "minor's own service"

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


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def own_service(
    state: str, service: str, born: date | None, day: date, found: frozenset[str] = frozenset()
) -> minors.Line | None:
    """The text by which this minor may have `service` alone on `day`; None also for whose age is not
    known, and for an adult, who needs none."""
    return born and minors.may_alone(state, service, age_on(born, day), day, found)


def may_be_offered(state: str, born: date | None, day: date) -> list[minors.Line]:
    """What a page may ask about this minor."""
    return minors.offers(state, age_on(born, day), day) if born else []


def in_words(line: minors.Line) -> str:
    """The evidence of a protection: the text, and the condition that was found."""
    if not line.condition:
        return line.citation
    return f"{line.citation}; {minors.condition_words()[line.condition]['en']}"
