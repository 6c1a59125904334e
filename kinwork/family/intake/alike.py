"""Two people write down the same person at the same time: noticed here, and never joined by itself.

Pure. `pairs` says who may be one; somebody who knows them says yes or no; `joined` says what to save
then, and which answers were given for both and differ.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from kinwork.family.intake import answers as said
from kinwork.family.intake.answers import Answers, Member
from kinwork.library.codes.vocabulary import plain

APART = "apart"  # apart:<id>:<id> = somebody said that these are two
YOUNG = ("child", "expected child")
STRONGER = ("caregiver", "child")  # a birth, or taking care, was told; the other line did not know
ABOUT_THE_SAME = 45  # days between two guesses of one due date

Trail = Mapping[str, Mapping[str, Any]]
Pair = tuple[Member, Member]


def pairs(answers: Answers, trail: Trail) -> list[Pair]:
    """(who stays, who goes) for each two lines that may be one person, first come first."""
    people = sorted(said.people(answers), key=lambda one: (not one.known, _came(trail, one.id)))
    return [
        (one, two)
        for place, one in enumerate(people)
        for two in people[place + 1 :]
        if not (one.known and two.known)
        and apart(one.id, two.id) not in answers
        and _alike(one, two, trail)
    ]


def apart(one: str, two: str) -> str:
    return ":".join((APART, *sorted((one, two))))


def joined(
    answers: Answers, stays: str, goes: str
) -> tuple[dict[str, Any], list[tuple[str, Any, Any]]]:
    """What to save when the two are one: (changes, [(key, of the one, of the other)] that differ)."""
    changes: dict[str, Any] = {}
    differ = []
    for key, value in answers.items():
        if key.startswith(f"{APART}:") and goes in key:
            changes[key] = None
        elif key.endswith(f":{goes}"):
            changes[key] = None
            own = _renamed(key, stays, goes)
            mine, theirs = _both(own, answers.get(own), value)
            if mine != theirs:
                differ.append((own, mine, theirs))
            elif mine != answers.get(own):
                changes[own] = mine
        else:
            new = _rewritten(value, stays, goes)
            if new != value:
                changes[key] = new
    return changes | _not_skipped({**answers, **changes}), differ


def first_by(trail: Trail, id: str) -> str:
    """Who wrote this person down first; "" for somebody of the record."""
    entry = trail.get(f"member:{id}", {})
    past = entry.get("past", ())
    return past[1][1] if len(past) > 1 else entry.get("by", "")


def _came(trail: Trail, id: str) -> int:
    entry = trail.get(f"member:{id}", {})
    past = entry.get("past", ())
    return past[1][0] if len(past) > 1 else entry.get("version", 0)


def _alike(one: Member, two: Member, trail: Trail) -> bool:
    if (one.relation in YOUNG) != (two.relation in YOUNG):
        return False
    name, other = plain(one.given), plain(two.given)
    if not name and not other:
        return _same_baby(one, two, trail)
    if name != other:
        return False
    born, due = (one.birth_date or one.due_date), (two.birth_date or two.due_date)
    if born and due:
        return born == due
    return _fit(plain(one.family), plain(two.family))


def _same_baby(one: Member, two: Member, trail: Trail) -> bool:
    """Twins are written down by one person; one baby without a name by two people."""
    if not (one.due_date and two.due_date):
        return False
    near = abs((one.due_date - two.due_date).days) <= ABOUT_THE_SAME
    return near and first_by(trail, one.id) != first_by(trail, two.id)


def _fit(one: str, two: str) -> bool:
    return one == two or not one or not two


def _renamed(key: str, stays: str, goes: str) -> str:
    return f"{key.removesuffix(goes)}{stays}" if key.endswith(f":{goes}") else key


def _both(key: str, mine: Any, theirs: Any) -> tuple[Any, Any]:
    """The two as they stand against each other: what only one of them tells is no difference."""
    if mine is None:
        return theirs, theirs
    if key.startswith("skip:"):
        return mine, mine
    if not key.startswith("member:"):
        return mine, theirs
    names = [*mine, *(name for name in theirs if name not in mine)]
    one = {name: mine.get(name) or theirs.get(name) or mine.get(name) for name in names}
    two = {name: theirs.get(name) or one[name] for name in names}
    kinds = (mine["relation"], theirs["relation"])
    for each in (one, two):
        each["relation"] = next((kind for kind in STRONGER if kind in kinds), mine["relation"])
        each["due_date"] = None if each["birth_date"] else each["due_date"]
        each |= {name: mine[name] for name in ("order", "known") if name in mine}
    return one, two


def _not_skipped(answers: Answers) -> dict[str, Any]:
    """What was skipped for the one and answered for the other is answered."""
    skips = [key for key, value in answers.items() if key.startswith("skip:") and value is not None]
    told = {key.removeprefix("fact:") for key, value in answers.items() if value is not None}
    return {key: None for key in skips if key.removeprefix("skip:") in told}


def _rewritten(value: Any, stays: str, goes: str) -> Any:
    """Money and papers that name the one who goes name the one who stays."""
    if isinstance(value, Mapping):
        new = {name: _rewritten(part, stays, goes) for name, part in value.items()}
        return _keys(new, stays, goes)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_rewritten(part, stays, goes) for part in value]
    return stays if value == goes else value


def _keys(value: dict[str, Any], stays: str, goes: str) -> dict[str, Any]:
    moved = {_renamed(key, stays, goes): part for key, part in value.items()}
    return moved | {key: part for key, part in value.items() if not key.endswith(f":{goes}")}
