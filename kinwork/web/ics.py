"""A calendar file (RFC 5545) of one event. Whoever opens a shared calendar reads of a family's
appointment a neutral word and a time: no name, no place, no kind of help. The times are UTC, so no
zone has to be described.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

SPACE = UUID("6a9f9a0e-2d39-4a5b-9d5c-3b8a5f6c7e10")  # of our own numbers, nothing else
WIDTH = 75  # octets a line may have


@dataclass(frozen=True)
class Event:
    """uid: the same for one appointment or meeting however often the time moves. sequence: rises with
    each change. place, about: only of what is about no family; then it is no private event either.
    organizer, guest: the addresses that invite and are invited; a calendar then takes it, and each
    change of it, by itself."""

    uid: UUID
    sequence: int
    starts_at: datetime
    minutes: int | None
    title: str
    url: str
    written_at: datetime
    cancelled: bool = False
    private: bool = True
    place: str = ""
    about: str = ""
    organizer: str = ""
    guest: str = ""


def uid_of(row: UUID) -> UUID:
    """A number that leads nobody to the row's own."""
    return uuid5(SPACE, str(row))


def method(event: Event) -> str:
    if event.cancelled:
        return "CANCEL"
    return "REQUEST" if event.organizer else "PUBLISH"


def written(event: Event) -> str:
    """The file; a cancelled event takes itself out of the calendar that it went into."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kinwork//Calendar//EN",
        f"METHOD:{method(event)}",
        "BEGIN:VEVENT",
        f"UID:{event.uid}@kinwork",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{_utc(event.written_at)}",
        f"DTSTART:{_utc(event.starts_at)}",
        *_end(event),
        f"SUMMARY:{_text(event.title)}",
        *([f"ORGANIZER:mailto:{event.organizer}"] if event.organizer else []),
        *([f"ATTENDEE;RSVP=FALSE:mailto:{event.guest}"] if event.guest else []),
        *([f"LOCATION:{_text(event.place)}"] if event.place else []),
        *([f"DESCRIPTION:{_text(event.about)}"] if event.about else []),
        f"URL:{event.url}",
        f"CLASS:{'PRIVATE' if event.private else 'PUBLIC'}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _end(event: Event) -> list[str]:
    if event.minutes is None:
        return []
    return [f"DTEND:{_utc(event.starts_at + timedelta(minutes=event.minutes))}"]


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    for sign in "\\;,":
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """Lines of at most 75 octets; no letter is cut in two."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > WIDTH:
            parts.append(part)
            part = " "
        part += letter
    return [*parts, part]
