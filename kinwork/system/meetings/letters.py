"""The letters of meetings, each in its reader's language. They name no family."""

from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from kinwork.accounts.mails import address_of, signed
from kinwork.common import clock
from kinwork.system.meetings import words
from kinwork.system.meetings.models import Ballot, Decision, Meeting, Minutes
from kinwork.web import ics
from kinwork.web.times import exact

SALT = "kinwork.meetings.ballot"
Letter = tuple[str, str, str]  # subject, body, file for a calendar


def calendar(row: Meeting, at: datetime, guest: str = "") -> str:
    """guest: whom it invites, so that a calendar takes it in, and takes a change of it; else a plain
    event."""
    return ics.written(
        ics.Event(
            uid=ics.uid_of(row.pk),
            sequence=row.sequence,
            starts_at=row.starts_at,
            minutes=row.minutes,
            title=f"{row.partnership.name}: {row.title}",
            url=address(row),
            written_at=at,
            cancelled=row.state == "called off",
            private=False,
            place=", ".join(one for one in (row.place, row.online) if one),
            organizer=parseaddr(settings.DEFAULT_FROM_EMAIL)[1] if guest else "",
            guest=guest,
        )
    )


def address(row: Meeting) -> str:
    return address_of(reverse("meetings:see", args=[row.partnership_id, row.pk]))


def invitation(row: Meeting, at: datetime, language: str, guest: str) -> Letter:
    """The time, the place, the agenda."""
    with override(language):
        subject = f"{row.partnership.name}: {row.title}, {_day(row)}"
        lines = [
            gettext("You are invited to a meeting of %(name)s.") % {"name": row.partnership.name},
            "",
            *_when_and_where(row),
            "",
            gettext("Agenda"),
            *(
                f"{number}. {item.title} ({item.minutes} min){f', {item.owner}' if item.owner else ''}"
                for number, item in enumerate(row.items.order_by("number"), 1)
            ),
            "",
            gettext("Papers and minutes, for whoever signs in:"),
            address(row),
        ]
        return _one_line(subject), signed("\n".join(lines)), calendar(row, at, guest)


def moved(row: Meeting, at: datetime, language: str, guest: str) -> Letter:
    with override(language):
        subject = gettext("Changed: %(title)s") % {"title": row.title}
        first = gettext("A meeting of %(name)s has changed.") % {"name": row.partnership.name}
        body = "\n".join([first, "", *_when_and_where(row), "", address(row)])
        return _one_line(subject), signed(body), calendar(row, at, guest)


def called_off(row: Meeting, at: datetime, language: str, guest: str) -> Letter:
    with override(language):
        subject = gettext("Called off: %(title)s") % {"title": row.title}
        said = gettext("The meeting of %(name)s on %(day)s does not take place: %(why)s")
        told = {"name": row.partnership.name, "day": _day(row), "why": row.why_off}
        return _one_line(subject), signed(said % told), calendar(row, at, guest)


def ballot(made: Decision, row: Ballot, language: str) -> tuple[str, str]:
    """A seat's own link: whoever has it votes for this seat."""
    with override(language):
        subject = gettext("%(name)s: a written vote") % {"name": made.group}
        until = exact(made.closes_at, made.community.time_zone)
        lines = [
            gettext("%(name)s asks each seat for its vote, until %(until)s:")
            % {"name": made.group, "until": until},
            "",
            made.text,
            *(f"{letter}: {option}" for letter, option in words.lettered(made.options)),
            "",
            gettext("Vote here. The link is for your seat alone; please do not pass it on."),
            address_of(reverse("open_meetings:ballot", args=[token(row.pk)])),
        ]
        return _one_line(subject), signed("\n".join(lines))


def minutes(row: Minutes, at: datetime, language: str) -> Letter:
    with override(language):
        subject = gettext("Minutes: %(title)s") % {"title": row.title}
        return _one_line(subject), signed(row.text), ""


def token(ballot_id: UUID) -> str:
    return signing.dumps(str(ballot_id), salt=SALT, compress=False)


def ballot_of(text: str) -> UUID:
    """The ballot of a link. Raises signing.BadSignature for anything else; it is over with its vote."""
    try:
        return UUID(signing.loads(text, salt=SALT))
    except (ValueError, TypeError, AttributeError) as why:
        raise signing.BadSignature("no link of ours") from why


def _when_and_where(row: Meeting) -> list[str]:
    return [one for one in (_exact(row), row.place, row.online) if one]


def _exact(row: Meeting) -> str:
    return exact(row.starts_at, row.partnership.community.time_zone)


def _day(row: Meeting) -> str:
    day = clock.local_day(row.starts_at, row.partnership.community.time_zone)
    return date_format(day, "DATE_FORMAT")


def _one_line(text: str) -> str:
    return " ".join(text.split())[:255]
