"""A service in words: open now, hours of the week, freshness, room. Plain values for templates."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kinwork.directory import rules
from kinwork.directory.search import hours
from kinwork.directory.search.run import Hit

SPAN = re.compile(r"\[(\d+),(\d+)\)")
LANGUAGES = {
    "en": gettext_lazy("English"),
    "es": gettext_lazy("Spanish"),
    "nv": gettext_lazy("Navajo"),
    "ht": gettext_lazy("Haitian Creole"),
    "vi": gettext_lazy("Vietnamese"),
    "zh": gettext_lazy("Chinese"),
    "ar": gettext_lazy("Arabic"),
    "so": gettext_lazy("Somali"),
    "fr": gettext_lazy("French"),
    "pt": gettext_lazy("Portuguese"),
    "ase": gettext_lazy("American Sign Language"),
}


@dataclass(frozen=True)
class Said:
    """A state in words, with the kit's tone."""

    tone: str
    words: str


def read_spans(text: str) -> list[hours.Span]:
    """The multirange of an entry, as spans."""
    return [(int(start), int(end)) for start, end in SPAN.findall(text)]


def clock(minute: int) -> str:
    """510 -> '8:30 a.m.'"""
    minute %= hours.DAY
    return date_format(time(minute // 60, minute % 60), "P")


def opening(spans: list[hours.Span], now: datetime, zone: str) -> Said | None:
    """Open or closed now, and until when; None when nobody told the hours."""
    if not spans:
        return None
    change = hours.change(spans, now, zone)
    if hours.is_open(spans, now, zone):
        if change is None:
            return Said("good", _("Open day and night"))
        return Said("good", _("Open now, until %(time)s") % {"time": clock(change[1])})
    if change is None:
        return None
    return Said("stopped", _opens(change, now, zone))


def _opens(change: tuple[int, int], now: datetime, zone: str) -> str:
    days, minute = change
    if days == 0:
        return _("Closed now, opens today at %(time)s") % {"time": clock(minute)}
    if days == 1:
        return _("Closed now, opens tomorrow at %(time)s") % {"time": clock(minute)}
    weekday = (hours.minute_of_week(now, zone) // hours.DAY + days) % 7
    return _("Closed now, opens on %(day)s at %(time)s") % {
        "day": WEEKDAYS[weekday],
        "time": clock(minute),
    }


def week(spans: Iterable[hours.Span]) -> list[tuple[str, str]]:
    """Rows of (days, hours): days with the same hours stand together."""
    days = [" · ".join(_span(span) for span in day) for day in hours.by_day(spans)]
    if not any(days):
        return []
    rows, start = [], 0
    for day in range(1, 8):
        if day == 7 or days[day] != days[start]:
            rows.append((_days(start, day - 1), days[start] or _("closed")))
            start = day
    return rows


def _span(span: hours.Span) -> str:
    if span == (0, hours.DAY):
        return _("all day")
    return _("%(from)s to %(to)s") % {"from": clock(span[0]), "to": clock(span[1])}


def _days(first: int, last: int) -> str:
    one, two = str(WEEKDAYS[first]).capitalize(), str(WEEKDAYS[last])
    if first == last:
        return one
    if (first, last) == (0, 6):
        return _("Every day")
    if last == first + 1:
        return _("%(day)s and %(other)s") % {"day": one, "other": two}
    return _("%(day)s to %(other)s") % {"day": one, "other": two}


def stale(assured: date | None, now: datetime) -> str:
    """A warning when an entry was not checked lately; empty when it was."""
    state = rules.freshness(assured, now.date())
    if state == "fresh":
        return ""
    if assured is None:
        return _("We do not know when this was last checked. Call first.")
    months = max(1, (now.date() - assured).days // 30)
    return ngettext(
        "Last checked %(n)s month ago. Call first.",
        "Last checked %(n)s months ago. Call first.",
        months,
    ) % {"n": months}


def room(available: float | None, until: datetime | None, now: datetime) -> Said | None:
    """Room or none, where somebody said so and it still counts."""
    state = rules.room(available, until, now)
    if state == "unknown":
        return None
    if state == "full":
        return Said("waiting", _("Full right now. You can ask about the waiting list."))
    n = int(available or 0)
    return Said("good", ngettext("%(n)s opening", "%(n)s openings", n) % {"n": n})


def spoken(codes: Iterable[str]) -> str:
    """Languages in words; codes that we have no word for stay codes."""
    return ", ".join(str(LANGUAGES.get(code, code)) for code in codes)


@dataclass(frozen=True)
class Card:
    """One line of the list of results, ready to show."""

    hit: Hit
    name: str
    open: Said | None
    room: Said | None
    stale: str
    languages: str
    pin: int | None = None

    @property
    def entry(self) -> dict[str, Any]:
        return self.hit.entry

    @property
    def is_safety(self) -> bool:
        return self.entry["is_victim_service"]

    @property
    def street(self) -> str:
        entry = self.entry
        return ", ".join(part for part in (entry["line"], entry["town"]) if part)


def cards(hits: Iterable[Hit], now: datetime, names: dict[Any, str]) -> list[Card]:
    """Cards in order; those whose place may be shown are numbered for the map."""
    made, pin = [], 0
    for hit in hits:
        entry = hit.entry
        on_map = entry["latitude"] is not None and not entry["is_victim_service"]
        pin += on_map
        made.append(
            Card(
                hit,
                names.get(entry["service_id"], entry["name"]),
                opening(read_spans(hit.spans), now, entry["timezone"]),
                room(entry["openings"], entry["room_until"], now),
                stale(entry["assured_on"], now),
                spoken(code for code in entry["languages"] if code != "en"),
                pin if on_map else None,
            )
        )
    return made
