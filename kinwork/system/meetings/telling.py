"""Meetings, decisions and promises as plain values, for files, programs and the terminal."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from kinwork.system.meetings import queries
from kinwork.system.meetings.models import Decision, Promise
from kinwork.system.partnerships.models import Partnership

DECISION_HEADS = (
    *("id", "put_at", "meeting", "text", "how", "rule", "base", "outcome", "closed_at", "seats"),
    *("needed_there", "counted_there", "yes", "no", "abstain", "object", "recused", "chosen"),
)
PROMISE_HEADS = (
    *("id", "member", "promised", "due_on", "overdue", "state", "closed_on", "postponed"),
    *("evidence", "meeting", "decision"),
)


def decision_cells(row: Decision) -> list[Any]:
    """One line of the file; the order of DECISION_HEADS. meeting: empty for a written vote."""
    counts = row.counts or {}
    return [
        str(row.pk),
        row.put_at.isoformat(),
        row.meeting.title if row.meeting else None,
        row.text,
        row.how,
        row.rule,
        row.base,
        row.outcome or "open",
        row.closed_at.isoformat() if row.closed_at else None,
        row.seats,
        row.needed_there,
        row.counted_there,
        *(counts.get(name) for name in ("yes", "no", "abstain", "object", "recused")),
        "; ".join(row.options[one] for one in row.chosen) or None,
    ]


def promise_cells(row: Promise, day: date) -> list[Any]:
    """One line of the file; the order of PROMISE_HEADS."""
    return [
        str(row.pk),
        row.member.name,
        row.words,
        str(row.due_on),
        row.state == "open" and row.due_on < day,
        row.state,
        str(row.closed_on) if row.closed_on else None,
        row.postponed,
        row.evidence or None,
        row.meeting.title if row.meeting else None,
        row.decision.text if row.decision else None,
    ]


def plain(partnership: Partnership, now: datetime) -> dict[str, Any]:
    """What `kinwork partnership status` says of meetings."""
    kept = queries.compliance(partnership, now)
    rows = list(queries.promises(partnership).filter(state="open"))
    coming = queries.ahead(partnership)
    return {
        "next": coming[0].starts_at.isoformat() if coming else None,
        "planned": len(coming),
        "held_in_a_year": kept.held,
        "asked_for_in_a_year": kept.due,
        "decided_in_a_year": kept.decided,
        "without_quorum_in_a_year": kept.without_quorum,
        "minutes_late": kept.told_late,
        "agendas_late": kept.agendas_late,
        "seats_absent_too_often": len(kept.absent),
        "written_votes_open": queries.decisions(partnership).filter(outcome="").count(),
        "proposals_waiting": queries.proposals(partnership).filter(taken=None).count(),
        "promises_open": len(rows),
        "promises_overdue": sum(one.due_on < kept.on for one in rows),
        "promises": _by_member(partnership, kept.kept),
    }


def _by_member(partnership: Partnership, kept: Mapping[Any, Any]) -> list[dict[str, Any]]:
    names = dict(partnership.members.filter(pk__in=kept).values_list("pk", "name"))
    return [
        {
            "member": name,
            "promised": kept[pk].promised,
            "in_time": kept[pk].in_time,
            "late": kept[pk].late,
            "overdue": kept[pk].overdue,
            "open": kept[pk].open,
            "let_go": kept[pk].let_go,
        }
        for pk, name in sorted(names.items(), key=lambda pair: pair[1])
    ]
