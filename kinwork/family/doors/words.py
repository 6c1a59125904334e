"""Why a door stands where it stands, in words: the same for the family and its worker."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from kinwork.directory.showing import LANGUAGES
from kinwork.family.doors.rules import Part, Ranked

WISH_WORDS = {
    "near": gettext_lazy("Near our home"),
    "soon": gettext_lazy("As soon as can be"),
    "language": gettext_lazy("Somebody who speaks our language"),
    "evening": gettext_lazy("Open in the evening"),
    "weekend": gettext_lazy("Open at the weekend"),
}
PLAIN = {
    "room unknown": gettext_lazy("Ask if there is room."),
    "room lapsed": gettext_lazy("What they said about room is too old. Ask them."),
    "room full": gettext_lazy("Full now."),
    "by phone": gettext_lazy("Help by phone or online."),
    "place unknown": gettext_lazy("Nobody has said where it is."),
    "answer maybe": gettext_lazy("Our check says maybe: something is still missing."),
    "answer ask": gettext_lazy("Our check says no, but they may still say yes."),
    "answer no": gettext_lazy("Our check says no. They decide, so you can still ask."),
    "hours fit evening": gettext_lazy("Open in the evening."),
    "hours fit weekend": gettext_lazy("Open at the weekend."),
    "hours other evening": gettext_lazy("Not open in the evening."),
    "hours other weekend": gettext_lazy("Not open at the weekend."),
    "hours unknown evening": gettext_lazy("Nobody has said when they are open."),
    "hours unknown weekend": gettext_lazy("Nobody has said when they are open."),
    "fresh unknown": gettext_lazy("Nobody knows when this was last checked."),
    "fresh advised": gettext_lazy("Last checked more than 6 months ago."),
    "fresh required": gettext_lazy("Not checked for more than 8 months."),
}


@dataclass(frozen=True)
class Known:
    """What the words need besides the cost."""

    openings: int
    until: datetime | None
    list_length: int | None
    wait_days: int | None
    names: tuple[str, ...]
    decided: bool
    other_ages: bool
    road_miles: float
    language: str
    zone: str
    now: datetime


@dataclass(frozen=True)
class Said:
    """A sentence, and the miles that it costs (0: it speaks for the door)."""

    words: str
    miles: float

    def __str__(self) -> str:
        return self.words


def why(one: Ranked, known: Known) -> tuple[Said, ...]:
    """Room, way, language, chances, hours, freshness: each as a sentence, where there is one."""
    order = ("room", "a week", "way", "by phone", "place", "language", "answer", "hours", "fresh")
    parts = sorted(one.parts, key=lambda part: _first(part.name, order))
    return tuple(dict.fromkeys(_said(parts, known)))


def _first(name: str, order: tuple[str, ...]) -> int:
    return next(number for number, start in enumerate(order) if name.startswith(start))


def _said(parts: list[Part], known: Known) -> Iterator[Said]:
    for part in parts:
        text = _MADE[part.name](known) if part.name in _MADE else PLAIN.get(part.name, "")
        if part.name == "answer no" and known.other_ages:
            text = _("It is for other ages.")
        if text:
            yield Said(str(text), part.miles)


def _room(known: Known) -> str:
    said = ngettext("Has %(n)d place %(until)s.", "Has %(n)d places %(until)s.", known.openings)
    return said % {"n": known.openings, "until": until(known.until, known.now, known.zone)}


def _list(known: Known) -> str:
    if known.list_length:
        said = ngettext(
            "Full now. %(n)d family waits on their list.",
            "Full now. %(n)d families wait on their list.",
            known.list_length,
        )
        return said % {"n": known.list_length}
    return _("Full now, with a waiting list.")


def _wait(known: Known) -> str:
    weeks = -(-(known.wait_days or 0) // 7)
    return ngettext(
        "They say one waits about %(n)d week.", "They say one waits about %(n)d weeks.", weeks
    ) % {"n": weeks}


def _way(known: Known) -> str:
    if known.road_miles < 0.95:
        return _("Less than a mile by road.")
    return _("About %(miles)s miles by road.") % {
        "miles": number_format(known.road_miles, decimal_pos=0 if known.road_miles > 9.9 else 1)
    }


def _speaks(known: Known) -> str:
    return _("They speak %(language)s.") % {"language": _language(known)}


def _speaks_perhaps(known: Known) -> str:
    return _("Ask if they speak %(language)s.") % {"language": _language(known)}


def _speaks_other(known: Known) -> str:
    return _("%(language)s is not on their list of languages.") % {"language": _language(known)}


def _yes(known: Known) -> str:
    if known.decided:
        return _("The office itself said yes.")
    if known.names:
        return _("Our check says yes for %(names)s.") % {"names": ", ".join(known.names)}
    return _("Our check says yes.")


_MADE = {
    "room": _room,
    "room list": _list,
    "a week of waiting": _wait,
    "way": _way,
    "language spoken": _speaks,
    "language unknown": _speaks_perhaps,
    "language other": _speaks_other,
    "answer yes": _yes,
}


def _language(known: Known) -> str:
    name = str(LANGUAGES.get(known.language, known.language))
    return name.lower() if (get_language() or "").startswith("es") else name


def until(end: datetime | None, now: datetime, zone: str) -> str:
    """The last day of something, as people say it: a weekday within the week, else the date."""
    if end is None:
        return ""
    local = (end - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
    ahead = (local - now.astimezone(ZoneInfo(zone)).date()).days
    if ahead <= 0:
        return _("until tonight")
    day = WEEKDAYS[local.weekday()] if ahead < 7 else date_format(local, "MONTH_DAY_FORMAT")
    return _("until %(day)s") % {"day": day}
