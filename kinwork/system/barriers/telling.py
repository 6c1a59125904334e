"""Barriers as pages, files and the terminal tell them: plain values."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from kinwork.common.community import today
from kinwork.system.barriers import rules, words
from kinwork.system.barriers.models import Barrier, BarrierEvent

ANSWER_DAYS = 30  # offered when something is put to an authority; any other day can be said
HEADS = (
    *("id", "noted_on", "state", "late", "kind", "authority", "office", "words", "result"),
    *("evidence", "reason", "counted_from", "counted_to", "counted", "due_on", "relieved_until"),
)


def line(row: Barrier, on: date) -> dict[str, Any]:
    """One barrier in a list."""
    return {
        "row": row,
        "kind": words.KIND_WORDS[row.kind],
        "level": words.LEVEL_WORDS[row.level],
        "state": words.STATE_WORDS[row.state],
        "late": rules.is_late(row.state, row.due_on, on),
        "lapsed": rules.has_lapsed(row.state, row.relieved_until, on),
    }


def facts(row: Barrier) -> list[tuple[Any, Any]]:
    """What is known of it, for a list of facts."""
    told: list[tuple[Any, Any]] = [
        (_("Kind"), words.KIND_WORDS[row.kind]),
        (_("Who could change it"), f"{row.office} ({words.LEVEL_WORDS[row.level]})"),
    ]
    if row.result is not None:
        told.append((_("Which result it hinders"), row.result.words))
    if row.evidence:
        told.append((_("How we know"), row.evidence))
    if row.reason:
        counted = words.counted(row.reason, row.counted_from, row.counted_to, row.counted)
        told.append((_("What the numbers say"), counted))
    if row.due_on:
        told.append((_("Answer expected by"), words.day(row.due_on)))
    if row.relieved_until and row.state not in rules.LIFE.ends:
        told.append((_("Relieved until"), words.day(row.relieved_until)))
    return told


def history(events: Iterable[BarrierEvent]) -> list[dict[str, Any]]:
    """Every step, the newest first."""
    return [_event(one) for one in reversed(list(events))]


def _event(one: BarrierEvent) -> dict[str, Any]:
    return {
        "at": one.at,
        "on": one.on,
        "title": words.step(one),
        "by": one.said_by.name if one.said_by else _("by command"),
        "words": one.words,
        "tone": words.STATE_WORDS[one.state][1],
        "facts": [
            *([(_("How"), one.how)] if one.how else []),
            *([(_("Answer expected by"), words.day(one.due_on))] if one.due_on else []),
            *([(_("A known way"), words.lane(one.lane))] if one.lane else []),
        ],
    }


def cells(row: Barrier, now: datetime) -> list[Any]:
    """One line of a file, codes and days as programs read them; the order of HEADS."""
    told = plain(row, now)
    return [told[name] for name in HEADS]


def plain(row: Barrier, now: datetime) -> dict[str, Any]:
    """One barrier for programs. counted: None where there is no number, or it is too small."""
    on = today(row.community, now)
    return {
        "id": str(row.pk),
        "noted_on": str(today(row.community, row.noted_at)),
        "state": row.state,
        "late": rules.is_late(row.state, row.due_on, on),
        "kind": row.kind,
        "authority": row.level,
        "office": row.office,
        "words": row.words,
        "result": row.result.words if row.result else None,
        "evidence": row.evidence,
        "reason": row.reason or None,
        "counted_from": _iso(row.counted_from),
        "counted_to": _iso(row.counted_to),
        "counted": row.counted,
        "due_on": _iso(row.due_on),
        "relieved_until": _iso(row.relieved_until),
    }


def first_due(on: date) -> date:
    return on + timedelta(days=ANSWER_DAYS)


def _iso(day: date | None) -> str | None:
    return str(day) if day else None
