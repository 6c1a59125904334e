"""Draw docs/reference/access.md: what the rule answers, asked of the rule itself."""

from collections.abc import Callable
from dataclasses import fields, replace

# What each ground means, as a condition that holds.
SAYS = {
    "active": "the account is live, its second step and training in date, the hat worn by right",
    "part_2": "the worker is Part 2 staff",
    "sealed": "the row is sealed",
    "blocked": "the family has shut this person or agency out",
    "withheld": "a protected branch, a court order or a minor's own service keeps it from this person",
    "own_branch": "it is of the family member's own branch",
    "owns": "the worker's agency owns the row",
    "recorded": "the worker's agency typed it",
    "tie": "a live tie of the worker or the agency covers subject and class",
    "by_name": "the tie names this worker",
    "intake": "an open intake that this worker conducts covers the class",
    "party": "the agency is a live party of the participation agreement",
    "mou": "owner and receiver are live parties of one memorandum",
    "licensed": "the owner has put class and purpose under a live data-sharing agreement",
    "consent": "a live consent names agency, class and purpose, by who may speak for the subject",
    "denied": "a live refusal stands, by who may speak for the subject",
    "consent_part_2": "the consent carries the Part 2 flag",
    "consent_written": "the consent is written and names the records",
    "consent_by_name": "the consent names this very person",
    "note_shared": "the family shared this very note",
    "glass": "the worker broke the glass within the hour",
    "emergency": "the agency signed an emergency clause",
    "named": "the link's referral names the subject, in this class",
    "opened": "it is the clock's own row, or how to reach whom it is about",
    "family_owned": "the family owns the row",
    "part_2_record": "the row is a Part 2 record",
    "safety_record": "the row is a safety record",
    "written_only": "the row wants a written consent",
    "confidential_address": "the address is confidential",
}
STARTS = {
    "own": {"own_branch"},
    "owner agency": {"active", "owns", "intake"},
    "typed by it": {"active", "recorded", "tie", "intake"},
    "shared": {"active", "tie", "intake", "party", "consent"},
    "shared by its owner": {"active", "tie", "intake", "mou", "licensed", "consent"},
    "emergency": {"active", "glass", "emergency"},
    "family's request": {"named"},
    "clock": {"opened"},
}


def page(table: Callable[[list[str], list[list[str]]], str]) -> str:
    """The whole page; `table` draws one."""
    from kinwork.people.rules import CLASSES
    from kinwork.trust.access import rules

    roles = list(rules.ROLE_CLASSES)
    cells = [[role, *(_ways(role, name) for name in CLASSES)] for role in roles]
    lines = [[name, "; ".join(_needs(name)), "; ".join(_stops(name))] for name in STARTS]
    special = [
        [name, "; ".join(_special(name, "typed by it")), "; ".join(_special(name, "shared"))]
        for name in ("sud", "safety", "education", "notes", "location")
    ]
    return (
        "# Who may see what, as the rule answers\n\n"
        "Every cell below was asked of the rule (`kinwork.trust.access.rules.decide`) when this page"
        " was drawn; [the page for people](../explanation/access.md) says why. Every table and how the"
        " database guards it: [tables](tables.md).\n\n## Roles and classes\n\n"
        "Ways that can open a class to a role when all else holds: **o** its agency owns the row,"
        " **t** its agency typed it and works with the family, **s** the family shares it,"
        " **e** in an emergency. Roles that are not here have no rows.\n\n"
        + table(["role", *CLASSES], cells)
        + "\n## The lines\n\nFor a caseworker and a health row. All of the middle column must hold;"
        " any one of the last forbids.\n\n"
        + table(["line", "needs", "is stopped by"], lines)
        + "\n## What a special class needs besides\n\n"
        + table(["class", "where its agency typed it", "where the family shares it"], special)
    )


def _grounds(kind: str, role: str, sensitivity: str, line: str):
    from kinwork.trust.access.rules import WRITTEN_CLASSES, Grounds

    return Grounds(
        kind, role, "care", sensitivity, line != "shared by its owner",
        part_2_record=sensitivity == "sud", safety_record=sensitivity == "safety",
        written_only=sensitivity in WRITTEN_CLASSES,
        **dict.fromkeys(STARTS[line], True),
    )  # fmt: skip


def _base(line: str, role: str = "caseworker", sensitivity: str = "health"):
    kinds = {"own": "family", "family's request": "link", "clock": "clock"}
    if line == "family's request":
        sensitivity = "contact"
    return _grounds(kinds.get(line, "staff"), role, sensitivity, line)


HELPS = ("part_2", "by_name", "consent_part_2", "consent_written", "consent_by_name", "note_shared")


def _ways(role: str, sensitivity: str) -> str:
    """Letters of the ways that can open `sensitivity` to `role`, every special condition met."""
    from kinwork.trust.access.rules import decide

    letters = {"owner agency": "o", "typed by it": "t", "shared": "s", "emergency": "e"}
    helped = dict.fromkeys(HELPS, True)
    return "".join(
        letter
        for line, letter in letters.items()
        if decide(replace(_base(line, role, sensitivity), **helped))
    )


def _needs(line: str) -> list[str]:
    """What must hold: the grounds without which this line says no."""
    from kinwork.trust.access.rules import decide

    whole = _base(line)
    assert decide(whole), line
    return [
        SAYS[name]
        for name in sorted(STARTS[line])
        if decide(replace(whole, **{name: False})) is None
    ]


def _stops(line: str) -> list[str]:
    """What forbids: the grounds with which this line, and every other, says no."""
    from kinwork.trust.access.rules import decide

    whole = _base(line)
    flags = [field.name for field in fields(whole) if field.type in (bool, "bool")]
    return [
        SAYS[name]
        for name in flags
        if not getattr(whole, name) and decide(replace(whole, **{name: True})) is None
    ]


def _special(sensitivity: str, line: str) -> list[str]:
    """What this class wants besides: the one helping ground that turns no into yes."""
    from kinwork.trust.access.rules import decide

    whole = _base(line, sensitivity=sensitivity)
    if decide(whole):
        return ["nothing"]
    turned = [name for name in HELPS if decide(replace(whole, **{name: True}))]
    return [SAYS[name] for name in turned] or ["never"]
