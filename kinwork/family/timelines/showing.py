"""A child's clocks as pages draw them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from kinwork.family.timelines import words
from kinwork.family.timelines.queries import Known, today_of
from kinwork.library.timelines import DONE, DUE, LATE, TO_COME, Line

ORDER = {LATE: 0, DUE: 1, TO_COME: 2, DONE: 3}


@dataclass(frozen=True)
class Drawn:
    """One line: what, by when, who holds it, where it stands."""

    line: Line
    title: str
    tone: str
    state: Any
    left: str
    holder: str
    reason: Any
    mark: Any
    url: str


def drawn(one: Known, now: Any, language: str, *, family: bool = False) -> list[Drawn]:
    """What waits first, the nearest on top; then what is done or does not apply."""
    on = today_of(one.household, now)
    found = [_drawn(one, line, on, language, family) for line in one.lines]
    return sorted(found, key=lambda each: (ORDER.get(each.line.state, 4), each.line.by))


def _drawn(one: Known, line: Line, on: date, language: str, family: bool) -> Drawn:
    tone, state = (words.FAMILY_STATES if family else words.STATES)[line.state]
    if line.rule.happens and line.state == DONE:
        state = words.CAME
    page = "timelines_ours:mark" if family else "timelines:mark"
    may_mark = not line.rule.happens and (line.rule.by_family or not family)
    return Drawn(
        line=line,
        title=words.title(line, language, family=family),
        tone=tone,
        state=state,
        left=words.left(line, on) if line.state in (TO_COME, DUE, LATE) else "",
        holder=_holder(one, line, family),
        reason=words.reason(line) if line.reason else "",
        mark=one.marks.get(line.key),
        url=f"{reverse(page, args=[*_where(one, family)])}?key={line.key}" if may_mark else "",
    )


def _where(one: Known, family: bool) -> Iterable[Any]:
    return [one.person.pk] if family else [one.household.pk, one.person.pk]


def _holder(one: Known, line: Line, family: bool) -> str:
    """By name where the record knows it: who received the referral, and which of its workers."""
    if line.rule.holder == "early intervention" and one.early is not None:
        place = str(one.early.receiver or one.early.organization)
        who = one.early.assigned_to
        return f"{place} ({who.name})" if who else place
    return str((words.FAMILY_HOLDERS if family else words.HOLDERS)[line.rule.holder])


@dataclass(frozen=True)
class Row:
    """One line of a supervisors' list."""

    name: str
    family: str
    title: str
    by: date
    tone: str
    state: Any
    left: str
    holder: str
    url: str


def rows(found: Iterable[Known], now: Any, language: str, wanted: tuple[str, ...]) -> list[Row]:
    """Lines in these states, the nearest limit first."""
    made = [
        Row(
            name=one.person.given_name or "",
            family=one.person.full_name,
            title=each.title,
            by=each.line.by,
            tone=each.tone,
            state=each.state,
            left=each.left,
            holder=each.holder,
            url=reverse("timelines:child", args=[one.household.pk, one.person.pk]),
        )
        for one in found
        for each in drawn(one, now, language)
        if each.line.state in wanted and not each.line.rule.happens
    ]
    return sorted(made, key=lambda row: (row.by, row.family, row.title))
