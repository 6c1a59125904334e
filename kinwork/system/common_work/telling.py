"""Common work as pages, files and the terminal tell it: what is due, and plain values."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinwork.system.common_work import queries, rules, words
from kinwork.system.common_work.models import Change, Funding
from kinwork.system.partnerships.models import Partnership

CHANGE_HEADS = (
    *("id", "kind", "words", "for_whom", "since", "evidence", "result", "barrier", "strategy"),
    *("decision", "held_until", "why_no_longer"),
)
FUNDING_HEADS = (
    *("id", "funder", "name", "amount", "deadline", "days", "state", "applicant", "partners"),
    *("applied_on", "decided_on", "awarded"),
)


@dataclass(frozen=True)
class Due:
    """Something that waits: in which part, how near (over, soon), when, what, for which row."""

    part: str
    near: str
    on: date | None
    words: str
    row: Any = None


def due(partnership: Partnership, today: date) -> list[Due]:
    """Everything that is over or comes within 30 days, what is longest over first."""
    found = [
        *_of_strategies(partnership, today),
        *_of_support(partnership, today),
        *_of_funding(partnership, today),
        *_of_learning(partnership, today),
    ]
    return sorted(found, key=lambda one: (one.on is None, one.on or today, one.words))


def _near(part: str, on: date | None, today: date, said: str, row: Any) -> list[Due]:
    near = rules.nearness(on, today)
    return [Due(part, near, on, said, row)] if near in ("over", "soon") else []


def _of_strategies(partnership: Partnership, today: date) -> list[Due]:
    found: list[Due] = []
    stands = queries.strategies(partnership)
    for one in stands:
        if one.row is not None:
            said = f"{words.strategy(one.key)}: {one.row.next_step}"
            found += _near("strategies", one.row.next_on, today, said, one.key)
    stale = [one for one in stands if rules.is_stale(one.row.on if one.row else None, today)]
    if stale:
        said = ngettext(
            "%(n)s strategy to look at again", "%(n)s strategies to look at again", len(stale)
        ) % {"n": len(stale)}
        found.append(Due("strategies", "over", None, said))
    return found


def _of_support(partnership: Partnership, today: date) -> list[Due]:
    found: list[Due] = []
    for one in queries.supports(partnership).filter(state=rules.ASKED):
        said = _("Answer from %(name)s: %(words)s") % {"name": one.member.name, "words": one.words}
        found += _near("support", one.due_on, today, said, one)
    return found


def _of_funding(partnership: Partnership, today: date) -> list[Due]:
    found: list[Due] = []
    for one in queries.fundings(partnership).filter(state__in=rules.BEFORE_DEADLINE):
        said = _("Deadline: %(name)s, %(funder)s") % {"name": one.name, "funder": one.funder}
        found += _near("funding", one.deadline, today, said, one)
    return found


def _of_learning(partnership: Partnership, today: date) -> list[Due]:
    found: list[Due] = []
    for plan in queries.plans(partnership).filter(done_on=None):
        found += _near("check", plan.due_on, today, _("Help: %(need)s") % {"need": plan.need}, plan)
    last = queries.last_check(partnership)
    if rules.check_is_due(last.on if last else None, today):
        said = _("The first self-check") if last is None else _("The yearly self-check")
        found.append(Due("check", "over", None, said))
    for event in queries.events(partnership).filter(counted_on=None):
        if event.on < today:
            said = _("Count who came: %(name)s") % {"name": event.name}
            found.append(Due("events", "over", event.on, said, event))
        else:
            found += _near("events", event.on, today, event.name, event)
    for one in queries.requests(partnership).filter(answered_on=None):
        said = _("Answer to %(name)s: %(words)s") % {"name": one.member.name, "words": one.question}
        found += _near("events", one.due_on, today, said, one)
    return found


def change_cells(row: Change) -> list[Any]:
    """One line of the file; the order of CHANGE_HEADS."""
    return [
        str(row.pk),
        row.kind,
        row.words,
        row.whom,
        str(row.since),
        row.evidence,
        row.result.words if row.result else None,
        row.barrier.words if row.barrier else None,
        row.strategy or None,
        row.decision,
        _iso(row.ends),
        row.ends_why,
    ]


def funding_cells(row: Funding, today: date) -> list[Any]:
    """One line of the file; the order of FUNDING_HEADS. days: until its deadline, while it counts."""
    counts = row.state in rules.BEFORE_DEADLINE
    return [
        str(row.pk),
        row.funder,
        row.name,
        f"{row.amount:.2f}",
        str(row.deadline),
        (row.deadline - today).days if counts else None,
        row.state,
        row.applicant.name if row.applicant else None,
        "; ".join(one.member.name for one in row.partners.all()),
        _iso(row.applied_on),
        _iso(row.decided_on),
        f"{row.awarded:.2f}" if row.awarded is not None else None,
    ]


def plain(partnership: Partnership, today: date) -> dict[str, Any]:
    """All of it for programs and the terminal."""
    last = queries.last_check(partnership)
    return {
        "partnership": partnership.name,
        "community": partnership.community.slug,
        "strategies": [_strategy(one) for one in queries.strategies(partnership)],
        "changes": [
            dict(zip(CHANGE_HEADS, change_cells(one), strict=True))
            for one in queries.changes(partnership)
        ],
        "support": [
            {
                "member": one.member.name,
                "kind": one.kind,
                "words": one.words,
                "asked_on": str(one.asked_on),
                "due_on": _iso(one.due_on),
                "state": one.state,
                "answered_on": _iso(one.answered_on),
                "by_whom": one.by_whom or None,
                "enabled": one.enabled or None,
            }
            for one in queries.supports(partnership)
        ],
        "funding": [
            dict(zip(FUNDING_HEADS, funding_cells(one, today), strict=True))
            for one in queries.fundings(partnership)
        ],
        "self_check": {
            "last_on": str(last.on) if last else None,
            "ratings": {key: row.step for key, row in queries.ratings(last).items()}
            if last
            else {},
            "help_open": queries.plans(partnership).filter(done_on=None).count(),
        },
        "events": [
            {"name": one.name, "kind": one.kind, "on": str(one.on), "people": one.people}
            for one in queries.events(partnership)
        ],
        "due": [
            {"part": one.part, "near": one.near, "on": _iso(one.on), "words": one.words}
            for one in due(partnership, today)
        ],
    }


def _strategy(one: queries.Stands) -> dict[str, Any]:
    row = one.row
    return {
        "strategy": one.key,
        "adopted": one.is_adopted,
        "since": _iso(row.since) if row else None,
        "intensity": (row.intensity or None) if row else None,
        "next_step": (row.next_step or None) if row else None,
        "next_on": _iso(row.next_on) if row else None,
        "reviewed_on": str(row.on) if row else None,
    }


def _iso(day: date | None) -> str | None:
    return str(day) if day else None
