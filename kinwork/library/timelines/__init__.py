"""Birth-to-five clocks: a child's dates -> what must happen, by when, who holds it, and where it stands.

    rules()                             -> every Rule by its key, from rules.toml and the screening schedule
    lines(child, on=day, state="AZ")    -> Lines, the nearest limit first

All days are civil dates in the family's own zone. Sources stand on each rule.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from kinwork.library.instruments.schedule import Screen, schedule
from kinwork.library.timelines.days import add_months, birthday, corrected_birth
from kinwork.library.timelines.model import (
    DONE,
    DUE,
    EXCUSES,
    HOLDERS,
    LATE,
    NOT,
    PAST,
    STATES,
    TO_COME,
    TOO_CLOSE,
    WHOM,
    Child,
    Line,
    Mark,
    Rule,
    RuleError,
)

__all__ = [
    "DONE",
    "DUE",
    "EXCUSES",
    "HOLDERS",
    "LATE",
    "NOT",
    "PAST",
    "STATES",
    "TOO_CLOSE",
    "TO_COME",
    "Child",
    "Line",
    "Mark",
    "Rule",
    "RuleError",
    "birthday",
    "lines",
    "rule_of",
    "rules",
]
HERE = Path(__file__).parent
MEETING, CONFERENCE, NOTICE = "part_c_meeting", "part_c_conference", "part_c_notice"
IN_TIME_FOR = 45  # days before three: later, Part C need not begin (34 CFR 303.209(b)(1)(iii))
WHOLE_WINDOW = 300  # days: more than the nine months before three
NEWBORN_MONTHS = 3
CORRECTED_MONTHS = 24  # a child born early is counted from its due date until then


@cache
def rules() -> dict[str, Rule]:
    """Raises RuleError, in a sentence, for a table that is not whole."""
    said = tomllib.loads((HERE / "rules.toml").read_text(encoding="utf-8"))
    found = {key: _rule(key, dict(table)) for key, table in said.items()}
    return found | {f"screening_{one.key}": _of_screen(one) for one in schedule()}


def rule_of(key: str) -> Rule | None:
    """The rule of a line's key ("recertify:wic" is one of recertify's)."""
    return rules().get(key.partition(":")[0])


def lines(child: Child, *, on: date, state: str = "") -> list[Line]:
    """Every clock that touches this child, the nearest limit first. What lapsed long ago is left out,
    unless somebody recorded something of it."""
    found = [
        line
        for rule in rules().values()
        if rule.holds(on, state) or _began_under(rule, child)
        for line in _lines(rule, child, on)
        if line.reason != PAST
    ]
    return sorted(found, key=lambda one: (one.by, one.key))


def _began_under(rule: Rule, child: Child) -> bool:
    """Something was recorded under it while it was in force: that stays to be read."""
    return any(key.partition(":")[0] == rule.key for key in child.marks)


def _lines(rule: Rule, child: Child, on: date) -> Iterator[Line]:
    if rule.whom == "certified":
        for program, until in sorted(child.certified.items()):
            yield _line(rule, f"{rule.key}:{program}:{until}", until, child, on, about=program)
    elif rule.whom == "screening":
        for months in rule.limit["at_months"]:
            if child.born is not None:
                yield _screen(rule, int(months), child, on)
    elif _touches(rule, child, on):
        by = _day(rule.limit, child)
        if by is not None:
            then = _moved(rule, by, child)
            # As soon as possible: due from the first day on.
            rule = rule if then == by else replace(rule, soon=WHOLE_WINDOW)
            yield _line(rule, rule.key, then, child, on)


def _touches(rule: Rule, child: Child, on: date) -> bool:
    if rule.whom == "expected":
        return child.born is None and child.expected is not None
    if child.born is None or child.born > on:
        return False
    if rule.whom == "newborn":
        return add_months(child.born, NEWBORN_MONTHS) >= on or rule.key in child.marks
    if rule.whom == "part c":
        return child.referred is not None and child.referred < birthday(child.born, 3)
    return rule.whom == "every"


def _moved(rule: Rule, by: date, child: Child) -> date:
    """Who came to early intervention after the limit has until the third birthday: what the limit asks
    for is then due as soon as possible (34 CFR 303.209(b)(1)(ii), (d)(1))."""
    late = rule.key in (NOTICE, CONFERENCE) and child.referred and child.referred > by
    return birthday(child.born, 3) if late and child.born else by


def _line(rule: Rule, key: str, by: date, child: Child, on: date, about: str = "") -> Line:
    opens = _day(rule.opens, child) if rule.opens else None
    opens = min(opens or by - timedelta(days=rule.soon), by)
    mark = child.marks.get(key)
    state, done, reason = _state(rule, mark, opens, by, on)
    if mark is None and rule.key == MEETING and _too_close(child):
        state, reason = NOT, TOO_CLOSE
    return Line(key, rule, opens, by, state, done, reason, about)


def _state(
    rule: Rule, mark: Mark | None, opens: date, by: date, on: date
) -> tuple[str, date | None, str]:
    if mark is not None:
        return (DONE, mark.done_on, "") if mark.done_on else (NOT, None, mark.reason)
    if rule.lapses is not None and on > by + timedelta(days=rule.lapses):
        return NOT, None, PAST
    if on > by:
        return (DONE, by, "") if rule.happens else (LATE, None, "")
    near = on >= max(opens, by - timedelta(days=rule.soon))
    return (DUE if near else TO_COME), None, ""


def _too_close(child: Child) -> bool:
    if child.born is None or child.referred is None:
        return False
    return child.referred > birthday(child.born, 3) - timedelta(days=IN_TIME_FOR)


def _screen(rule: Rule, months: int, child: Child, on: date) -> Line:
    """Due from the age on, for a while; a child born early is counted from its due date up to two."""
    born = child.born
    if child.weeks_early and months <= CORRECTED_MONTHS:
        born = corrected_birth(born, child.weeks_early)
    opens = add_months(born, months)
    by = add_months(born, months + int(rule.limit["within_months"]))
    key = f"{rule.key}:{months}"
    state, done, reason = _state(rule, child.marks.get(key), opens, by, on)
    return Line(key, rule, opens, by, state, done, reason, str(months))


def _day(said: dict[str, Any], child: Child) -> date | None:
    """The day that a limit names for this child; None where its anchor is not known."""
    if "birthday" in said:
        if child.born is None:
            return None
        day = birthday(child.born, int(said["birthday"]))
        day = add_months(day, -int(said.get("months_before", 0)))
        return day - timedelta(days=int(said.get("days_before", 0)))
    anchor = {"born": child.born, "expected": child.expected, "referred": child.referred}
    start = anchor.get(said["from"])
    if start is None:
        return None
    return add_months(start, int(said.get("months", 0))) + timedelta(days=int(said.get("days", 0)))


def _rule(key: str, said: dict[str, Any]) -> Rule:
    said["whom"], said["sensitivity"] = said.pop("for", ""), said.pop("class", "")
    said["excuses"] = tuple(said.get("excuses", ()))
    said.setdefault("opens", None)
    for name in ("title", "family"):
        if not all(said.get(name, {}).get(language) for language in ("en", "es")):
            raise RuleError(f"{key}: its {name} is missing in English or in Spanish.")
    for name in ("source", "jurisdiction", "effective_from", "limit"):
        if not said.get(name):
            raise RuleError(f"{key}: it has no {name}.")
    if said["whom"] not in WHOM or said["holder"] not in HOLDERS:
        raise RuleError(f"{key}: nobody knows “{said['whom']}” or “{said['holder']}”.")
    if unknown := set(said["excuses"]) - set(EXCUSES):
        raise RuleError(f"{key}: nobody knows the reason “{sorted(unknown)[0]}”.")
    try:
        return Rule(key=key, **said)
    except TypeError as why:
        raise RuleError(f"{key}: a word in it is not known ({why}).") from None


def _of_screen(one: Screen) -> Rule:
    return Rule(
        key=f"screening_{one.key}",
        whom="screening",
        sensitivity="development",
        holder="doctor or program",
        limit={"at_months": one.at_months, "within_months": one.within_months},
        opens=None,
        soon=31 * one.within_months,
        title=one.title,
        family=one.family,
        source=one.source,
        jurisdiction="US",
        effective_from=one.effective_from,
        excuses=("family said no", "not needed any more"),
        lapses=one.lapses,
    )
