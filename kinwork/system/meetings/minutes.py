"""The draft of minutes: what was recorded while the meeting went on, as text that people can correct."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kinwork.common.community import today
from kinwork.system.meetings import queries, rules, words
from kinwork.system.meetings.models import AgendaItem, Attendance, Decision, Meeting
from kinwork.system.partnerships import words as charter_words
from kinwork.system.partnerships.models import Seat
from kinwork.system.partnerships.rules import MEMBER


def written(row: Meeting, *, full_names: bool = True) -> str:
    """In the language of whoever closes the meeting. Without `full_names` residents and caregivers
    stand with their initials, also where a note names them in full."""
    text = "\n\n".join(["\n".join(part) for part in _parts(row, full_names)]) + "\n"
    return text if full_names else rules.with_initials(text, queries.family_names(row))


def counted(made: Decision) -> str:
    """ "5 yes, 1 no; 4 of 6 were needed", or the options with their votes."""
    numbers = made.counts
    if made.how != rules.VOICES:
        lines = zip(words.lettered(made.options), numbers.get("options", []), strict=False)
        return ", ".join(f"{letter} {option}: {votes}" for (letter, option), votes in lines)
    said = [
        _("%(n)s yes") % {"n": numbers["yes"]},
        _("%(n)s no") % {"n": numbers["no"]},
        *([_("%(n)s abstained") % {"n": numbers["abstain"]}] if numbers["abstain"] else []),
        *([_("%(n)s objected") % {"n": numbers["object"]}] if numbers["object"] else []),
        *([_("%(n)s said nothing") % {"n": numbers["silent"]}] if numbers["silent"] else []),
        *([_("%(n)s had a conflict of interest") % {"n": numbers["recused"]}]
          if numbers["recused"] else []),
    ]  # fmt: skip
    told = ", ".join(said)
    if numbers["needed"] is not None:
        told += "; " + _("%(needed)s yes of %(base)s were needed") % numbers
    return told


def chosen(made: Decision) -> str:
    """The options that were chosen, or those that stand equal."""
    if made.how == rules.VOICES:
        return ""
    names = [made.options[one] for one in (made.chosen or made.tied)]
    if made.chosen:
        return _("Chosen: %(names)s.") % {"names": ", ".join(names)}
    return _("These stand equal: %(names)s.") % {"names": ", ".join(names)} if names else ""


def rule_of(made: Decision) -> str:
    """ "Majority of the seats that are there"."""
    if made.how != rules.VOICES:
        return str(words.HOW_WORDS[made.how])
    base = charter_words.BASE_WORDS[made.base] if made.rule in ("majority", "two thirds") else ""
    return f"{charter_words.RULE_WORDS[made.rule]} {base}".strip()


def _parts(row: Meeting, full_names: bool) -> list[list[str]]:
    zone = ZoneInfo(row.partnership.community.time_zone)
    day = today(row.partnership.community, row.opened_at)
    head = [
        row.partnership.name,
        _("Minutes: %(title)s") % {"title": row.title},
        _("Held on %(day)s, %(start)s to %(end)s")
        % {
            "day": date_format(day, "DATE_FORMAT"),
            "start": _hour(row.opened_at, zone),
            "end": _hour(row.closed_at, zone),
        },
        *[one for one in (row.place, row.online) if one],
    ]
    return [head, *_who(row, zone, full_names), *[_item(one, n) for n, one in enumerate(queries.agenda(row), 1)],
            *_beside(row)]  # fmt: skip


def _name(seat: Seat, name: str, full_names: bool) -> str:
    return name if full_names or seat.kind == MEMBER else rules.initials(name)


def _who(row: Meeting, zone: ZoneInfo, full_names: bool) -> list[list[str]]:
    rows = queries.attendances(row)
    day = today(row.partnership.community, row.opened_at)
    taken = [one for one in queries.seats(row.partnership, day) if one.is_filled]
    needed = rules.needed_there(queries.said_by_charter(row.partnership), len(taken))
    came = {one.seat_id for one in rows}
    # whoever stands on the first list was there from the beginning: writing it down takes minutes
    began = max(row.opened_at, min((one.came_at for one in rows), default=row.opened_at))
    away = [one for one in taken if one.row.pk not in came]
    head = _("There: %(there)s of %(seats)s seats. Quorum: %(needed)s.") % {
        "there": len(came),
        "seats": len(taken),
        "needed": needed,
    }
    parts = [[head, *(_there(one, row, zone, began, full_names) for one in rows)]]
    if away:
        shown = {one: _name(one.row, one.representative.name, full_names) for one in away}
        names = [f"- {queries.whose(one.row)}: {name}" for one, name in shown.items()]
        parts.append([_("Not there:"), *names])
    return parts


def _there(one: Attendance, row: Meeting, zone: ZoneInfo, began: datetime, full_names: bool) -> str:
    way = str(charter_words.WAY_WORDS[one.way]).lower()
    name = _name(one.seat, one.by_name, full_names)
    said = f"- {queries.whose(one.seat)}: {name}, {way}"
    if one.holder is not None:
        said += " " + _("(voice carried by %(name)s)") % {"name": queries.whose(one.holder)}
    if one.came_at > began:
        said += ", " + _("from %(hour)s") % {"hour": _hour(one.came_at, zone)}
    if one.left_at is not None and one.left_at < row.closed_at:
        said += ", " + _("until %(hour)s") % {"hour": _hour(one.left_at, zone)}
    return said


def _item(one: AgendaItem, number: int) -> list[str]:
    lines = [f"{number}. {one.title}"]
    if one.notes:
        lines.append(one.notes)
    for made in one.decisions.all():
        lines += _decision(made)
    return lines


def _decision(made: Decision) -> list[str]:
    lines = [_("Put to the seats: %(text)s") % {"text": made.text}]
    came = str(words.OUTCOME_WORDS[made.outcome][0])
    lines.append(f"{came}. {rule_of(made)}: {counted(made)}. {chosen(made)}".strip())
    for one in queries.ballots(made):
        if one.reason or one.recused:
            said = ": ".join(str(part) for part in (words.said(one), one.reason) if part)
            lines.append(f"- {queries.whose(one.seat)}: {said}")
    for promise in made.promises.select_related("member"):
        lines.append(_promise(promise))
    return lines


def _beside(row: Meeting) -> list[list[str]]:
    """Decisions and promises that belong to no item of the agenda."""
    parts = [_decision(made) for made in row.decisions.filter(item=None).order_by("put_at")]
    rest = row.promises.filter(decision=None).select_related("member").order_by("due_on", "pk")
    promised = [_promise(one) for one in rest]
    return [*parts, [_("Promised:"), *promised]] if promised else parts


def _promise(one: Any) -> str:
    day = date_format(one.due_on, "DATE_FORMAT")
    told = {"member": one.member.name, "words": one.words, "day": day}
    return _("- %(member)s: %(words)s, by %(day)s") % told


def _hour(at: datetime, zone: ZoneInfo) -> str:
    return date_format(at.astimezone(zone), "P")
