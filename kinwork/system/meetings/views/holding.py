"""A meeting: its page from the first plan to its end, who is there, what is said, its calendar file."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.common.rights import Refused
from kinwork.system.meetings import actions, letters, queries, rules, words
from kinwork.system.meetings.forms.holding import CloseForm, NotesForm, ThereForm
from kinwork.system.meetings.models import Meeting
from kinwork.system.meetings.views.shared import (
    SEE,
    decision_line,
    declared,
    deed,
    leads,
    meeting_line,
    meeting_of,
    promise_line,
    quorum_of,
    to,
)
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.pages import (
    by,
    day_of,
    done,
    fixed,
    found,
    kept,
    one_of,
    sent,
    shown,
)
from kinwork.system.partnerships.words import WAY_WORDS
from kinwork.web.pages import page


@page(**SEE)
def see(request: HttpRequest, partnership: UUID, meeting: UUID) -> HttpResponse:
    row = found(partnership)
    one = meeting_of(row, meeting)
    is_lead = leads(request, row)
    day = day_of(row)
    told = {
        "row": row,
        **meeting_line(one),
        "items": _agenda(one, is_lead),
        "minutes_of_agenda": sum(item.minutes for item in one.items.all()),
        "decisions": [
            decision_line(made) for made in queries.decisions(row).filter(meeting=one, item=None)
        ],
        "promises": [promise_line(made, day) for made in queries.promises(row).filter(meeting=one)],
        "there": _there(one),
        "quorum": quorum_of(one) if one.state == "open" else None,
        "minutes": getattr(one, "written", None),
        "agenda_due": rules.agenda_due(
            queries.today(row.community, one.starts_at),
            queries.said_by_charter(row)["agenda_days"],
        ),
        "day": day,
        "zone": row.community.time_zone,
        "near": timezone.now() >= one.starts_at - actions.EARLY,
        "leads": is_lead,
        "writes": is_lead and one.state in ("planned", "open"),
        "deeds": _deeds(one) if is_lead else [],
    }
    return render(request, "meetings/see.html", told)


@page(**SEE)
def file(request: HttpRequest, partnership: UUID, meeting: UUID) -> HttpResponse:
    one = meeting_of(found(partnership), meeting)
    text = letters.calendar(one, timezone.now())
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_("meeting")}.ics"'
    return answer


@page(**declared("open"))
@require_POST
def open_meeting(request: HttpRequest, partnership: UUID, meeting: UUID) -> HttpResponse:
    row, one = _both(partnership, meeting)
    try:
        with transaction.atomic():
            actions.open_meeting(meeting=one, **by(request))
    except Refused as why:
        return fixed(request, to(row, "see", one.pk), one.title, why.sentence)
    return kept(request, to(row, "there", one.pk), _("The meeting is open. Who is here?"))


@page(**declared("arrive"))
def there(request: HttpRequest, partnership: UUID, meeting: UUID) -> HttpResponse:
    """Every filled seat on one page: tick who is here, and again whenever somebody comes or goes."""
    row, one = _both(partnership, meeting)
    if one.state != "open":
        return fixed(request, to(row, "see", one.pk), one.title, words.NOT_OPEN)
    form = ThereForm(sent(request), taken=_seats(one))

    def deed_of(_said: dict[str, Any]) -> bool:
        told = by(request)
        gone = form.left()
        if gone:
            actions.leave(meeting=one, seats=gone, **told)
        actions.arrive(meeting=one, came=form.came(), **told)
        return True

    if done(form, deed_of):
        return kept(request, to(row, "see", one.pk))
    told = {"row": row, "one": one, "form": form, "quorum": quorum_of(one)}
    return render(request, "meetings/there.html", told)


@page(**declared("note_item"))
def note_item(request: HttpRequest, partnership: UUID, meeting: UUID, item: UUID) -> HttpResponse:
    row, one = _both(partnership, meeting)
    line = one_of(one.items.select_related("partnership", "meeting"), item)
    if one.state != "open":
        return fixed(request, to(row, "see", one.pk), one.title, words.NOT_OPEN)
    form = NotesForm(sent(request), initial={"notes": line.notes})
    if done(form, lambda said: actions.note_item(item=line, **said, **by(request))):
        return kept(request, to(row, "see", one.pk))
    return shown(request, form, _("What was said"), to(row, "see", one.pk), one.title, line.title)


@page(**declared("close"))
def close(request: HttpRequest, partnership: UUID, meeting: UUID) -> HttpResponse:
    row, one = _both(partnership, meeting)
    if one.state != "open":
        return fixed(request, to(row, "see", one.pk), one.title, words.NOT_OPEN)
    public = queries.everybody_reads(row)
    form = CloseForm(sent(request), public=public)
    if made := done(form, lambda said: actions.close(meeting=one, **said, **by(request))):
        return redirect(to(row, "minutes", made.pk))
    told = {
        "form": form,
        "up": to(row, "see", one.pk),
        "up_name": one.title,
        "title": _("Close the meeting"),
        "words": _(
            "Its draft of minutes is written from what was recorded. It is not opened again."
        )
        + (" " + _("The charter says that everybody reads the minutes.") if public else ""),
    }
    return render(request, "partnerships/sure.html", told)


def _both(partnership: UUID, meeting: UUID) -> tuple[Partnership, Meeting]:
    row = found(partnership)
    return row, meeting_of(row, meeting)


def _agenda(one: Meeting, is_lead: bool) -> list[dict[str, Any]]:
    told, rows = [], queries.agenda(one)
    waits = (item.pk for item in rows if item.kind == rules.DECIDE and not item.decisions.all())
    following = next(waits, None)
    for item in rows:
        ids = (one.pk, item.pk)
        told.append(
            {
                "one": item,
                "comes_next": item.pk == following,
                "kind": words.ITEM_WORDS[item.kind],
                "papers": item.papers.splitlines(),
                "decisions": [decision_line(made) for made in item.decisions.all()],
                "urls": {
                    name: to(one.partnership, name, *ids)
                    for name in ("change_item", "move_item", "remove_item", "note_item")
                }
                if is_lead
                else {},
            }
        )
    return told


def _there(one: Meeting) -> list[dict[str, Any]]:
    zone = ZoneInfo(one.partnership.community.time_zone)
    return [
        {
            "one": line,
            "whose": queries.whose(line.seat),
            "way": WAY_WORDS[line.way],
            "holder": queries.whose(line.holder) if line.holder else "",
            "came": _hour(line.came_at, zone),
            "left": _hour(line.left_at, zone) if line.left_at else "",
        }
        for line in queries.attendances(one)
    ]


def _hour(at: datetime, zone: ZoneInfo) -> str:
    return date_format(at.astimezone(zone), "P")


def _seats(one: Meeting) -> list[dict[str, Any]]:
    """Every filled seat as it stands this moment."""
    now = {line.seat_id: line for line in one.attendances.filter(left_at=None)}
    told = []
    for taken in queries.seats(one.partnership, day_of(one.partnership)):
        if not taken.is_filled:
            continue
        line = now.get(taken.row.pk)
        told.append(
            {
                "row": taken.row,
                "whose": queries.whose(taken.row),
                "name": line.by_name if line else taken.representative.name,
                "way": line.way if line else "",
                "holder": line.holder_id if line else None,
            }
        )
    return told


def _deeds(one: Meeting) -> list[dict[str, Any]]:
    """What whoever leads does next, the usual one first."""
    row = one.partnership

    def at(name: str) -> str:
        return to(row, name, one.pk)

    if one.state == "planned":
        if not one.items.exists():
            return [
                deed(at("offers"), _("Write the agenda from what is open"), "primary"),
                deed(at("add_item"), _("Add in your own words")),
                deed(at("change"), _("Change the meeting")),
                deed(at("call_off"), _("Call the meeting off")),
            ]
        return [
            deed(at("offers"), _("Add from what is open")),
            deed(at("add_item"), _("Add in your own words")),
            deed(at("change"), _("Change the meeting")),
            deed(at("call_off"), _("Call the meeting off")),
        ]
    if one.state == "open":
        return [
            deed(at("there"), _("Who is here")),
            deed(at("decide"), _("Decide something")),
            deed(to(row, "promise") + f"?meeting={one.pk}", _("Write down a promise")),
            deed(at("close"), _("Close the meeting")),
        ]
    return []
