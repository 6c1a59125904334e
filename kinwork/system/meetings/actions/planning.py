"""A meeting is planned, moved, called off; its agenda and its calendar file go to every seat."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.actions.mailing import queue_mail
from kinwork.common import clock
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.system.meetings import letters, queries, rules, words
from kinwork.system.meetings.actions.shared import (
    again,
    begun,
    changed,
    kept,
    lands,
    made_before,
    refused,
    said,
    wait_again,
)
from kinwork.system.meetings.models import Meeting
from kinwork.system.partnerships.models import Partnership

MOST_PLANNED = 24
TOLD = ("title", "starts_at", "minutes", "place", "online")


@transaction.atomic
def plan(
    *,
    partnership: Partnership,
    kind: str,
    title: str,
    starts_at: datetime,
    minutes: int,
    place: str = "",
    online: str = "",
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Meeting:
    """One meeting, still to come."""
    verb = "plan"
    row = begun(verb, partnership, by)
    if before := made_before(Meeting, row, form_id):
        return before
    if kind not in rules.KINDS:
        raise refused(verb, _("Say whether it is a regular meeting or a special one."))
    _whole(verb, title, starts_at, minutes, place, online, at)
    made = Meeting.objects.create(
        id=form_id or new_id(),
        partnership=row,
        kind=kind,
        title=title.strip(),
        starts_at=starts_at,
        minutes=minutes,
        place=place.strip(),
        online=online.strip(),
    )
    kept(verb, row, by, at, meeting=str(made.pk), kind=kind)
    return made


@transaction.atomic
def plan_year(
    *,
    partnership: Partnership,
    first: date,
    hour: time,
    count: int,
    title: str,
    minutes: int,
    place: str = "",
    online: str = "",
    by: Actor,
    at: datetime,
) -> list[Meeting]:
    """`count` regular meetings as often as the charter says, from `first` on, at this hour of the
    place. Days on which one is planned already are left as they are."""
    verb = "plan"
    row = begun(verb, partnership, by)
    if not 1 <= count <= MOST_PLANNED:
        raise refused(verb, _("Plan between 1 and 24 meetings at once."))
    zone = row.community.time_zone
    known = {clock.local_day(one.starts_at, zone) for one in queries.standing_meetings(row)}
    made = []
    for day in rules.series(first, queries.said_by_charter(row)["meets"], count):
        if day in known:
            continue
        try:
            starts_at = clock.at_local(day, hour, zone)
        except clock.NotThere as why:
            raise refused(
                verb, _("On one of these days the clocks go forward over this hour.")
            ) from why
        told = {"minutes": minutes, "place": place, "online": online}
        made.append(
            plan(
                partnership=row,
                kind=rules.REGULAR,
                title=title,
                starts_at=starts_at,
                by=by,
                at=at,
                **told,
            )
        )
    if not made:
        raise refused(verb, _("On each of these days a meeting is planned already."))
    return made


@transaction.atomic
def change(*, meeting: Meeting, by: Actor, at: datetime, **told: Any) -> Meeting:
    """Another time, place or title. Whoever was invited gets the new calendar file at once."""
    verb = "change"
    row = again(verb, meeting, by)
    lands(verb, rules.MEETING, verb, row.state)
    now = {name: told.get(name, getattr(row, name)) for name in TOLD}
    _whole(verb, *(now[name] for name in TOLD), at)
    before = {name: getattr(row, name) for name in TOLD}
    for name in ("title", "place", "online"):
        now[name] = now[name].strip()
    if now == before:
        return row
    changed(row, **now, sequence=row.sequence + 1)
    if row.invited_at is not None:
        _send(row, letters.moved, by, at)
    kept(verb, row.partnership, by, at, meeting=str(row.pk))
    return row


@transaction.atomic
def call_off(*, meeting: Meeting, why: str, by: Actor, at: datetime) -> Meeting:
    """It does not take place: why. Whoever was invited gets a letter that takes it out of calendars."""
    verb = "call_off"
    row = again(verb, meeting, by)
    state = lands(verb, rules.MEETING, verb, row.state)
    changed(row, state=state, why_off=said(verb, why), sequence=row.sequence + 1)
    wait_again(row, row.items.all())
    if row.invited_at is not None:
        _send(row, letters.called_off, by, at)
    kept(verb, row.partnership, by, at, meeting=str(row.pk))
    return row


@transaction.atomic
def invite(*, meeting: Meeting, by: Actor, at: datetime) -> int:
    """The agenda and the calendar file go to whoever sits on a seat and can be written to; to how
    many. Sent again when the agenda changed."""
    verb = "invite"
    row = again(verb, meeting, by)
    lands(verb, rules.MEETING, verb, row.state)
    if not row.items.exists():
        raise refused(verb, _("Write the agenda first: an invitation says what it is about."))
    if row.invited_at is None:
        changed(row, invited_at=at)
    else:  # when it was first sent counts, and calendars take the newer file
        changed(row, sequence=row.sequence + 1)
    count = _send(row, letters.invitation, by, at)
    kept(verb, row.partnership, by, at, meeting=str(row.pk), sent=count)
    return count


def _send(row: Meeting, letter: Any, by: Actor, at: datetime) -> int:
    whom = queries.written_to(row.partnership, at)
    for email, language in whom:
        subject, body, calendar = letter(row, at, language, email)
        queue_mail(to=email, subject=subject, body=body, calendar=calendar, by=by, at=at)
    return len(whom)


def _whole(
    verb: str,
    title: str,
    starts_at: datetime,
    minutes: int,
    place: str,
    online: str,
    at: datetime,
) -> None:
    said(verb, title)
    if not (place.strip() or online.strip()):
        raise refused(verb, _("Say where it is, or how one joins by phone or online."))
    if not rules.SHORTEST <= minutes <= rules.LONGEST:
        raise refused(verb, words.LENGTH)
    if starts_at <= at:
        raise refused(verb, _("Choose a time that is still to come."))
