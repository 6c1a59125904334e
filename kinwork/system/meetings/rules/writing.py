"""Minutes: whether they name another day than their own, and whom they name to everybody. Pure."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from kinwork.common.moves import Life, move

MINUTES = Life(
    states=("draft", "approved"),
    first="draft",
    moves=(
        move("correct", ["draft"], None, ["lead"], ["why"]),
        move("approve", ["draft"], "approved", ["seats"], ["a later meeting"]),
    ),
    ends=frozenset(["approved"]),
)
_ENGLISH = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_SPANISH = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre"),
    *("octubre", "noviembre", "diciembre"),
)
_MONTH = {name: n % 12 + 1 for n, name in enumerate((*_ENGLISH, *_SPANISH))} | {"setiembre": 9}
_DATES = re.compile(
    r"(?P<em>[a-z]{3,9})\.? (?P<ed>\d{1,2})(?:st|nd|rd|th)?,? (?P<ey>\d{4})"
    r"|(?P<sd>\d{1,2})\.?[ºo]? de (?P<sm>[a-z]{4,10}) de(?:l)? (?P<sy>\d{4})"
    r"|(?P<iy>\d{4})-(?P<im>\d{2})-(?P<id>\d{2})"
    r"|(?P<um>\d{1,2})/(?P<ud>\d{1,2})/(?P<uy>\d{4})"
)
# A line that speaks of the meeting itself.
_OF_MEETING = re.compile(
    r"\b(minutes|meeting|called to order|adjourned|convened|met on|acta|reuni[oó]n|sesi[oó]n"
    r"|se reuni[oó])"
)
# A line that speaks of another one.
_OF_OTHER = re.compile(
    r"\b(next|previous|last|prior|following|pr[oó]xim[ao]|anterior|siguiente|pasad[ao]|approv|aprob)"
)


def other_days(text: str, held_on: date) -> list[tuple[str, date]]:
    """Lines of typed minutes that name another day for this meeting than `held_on`: the line as it
    was written, and the day that it says. Lines about the next or an earlier meeting are no error."""
    found = []
    for line in text.splitlines():
        plain = line.strip().lower()
        if plain.startswith("-"):  # who was there, what was promised
            continue
        if not _OF_MEETING.search(plain) or _OF_OTHER.search(plain):
            continue
        found += [(line.strip(), day) for day in _days(plain) if day != held_on]
    return found


def _days(text: str) -> Iterator[date]:
    for match in _DATES.finditer(text):
        told = match.groupdict()
        for month, day, year in (("em", "ed", "ey"), ("sm", "sd", "sy"), ("im", "id", "iy"),
                                 ("um", "ud", "uy")):  # fmt: skip
            if told[month] is None:
                continue
            number = _month(told[month])
            try:
                yield date(int(told[year]), number, int(told[day]))
            except ValueError:  # no such day: nothing that could contradict
                continue


def _month(said: str) -> int:
    if said.isdigit():
        return int(said)
    return next((n for name, n in _MONTH.items() if name.startswith(said[:3]) and (
        len(said) == 3 or name == said)), 0)  # fmt: skip


# ---- who is named to everybody


def initials(name: str) -> str:
    """ "Ana María de la Cruz" -> "A. M. C."."""
    words = re.findall(r"[^\W\d_]+", name)
    return " ".join(f"{one[0].upper()}." for one in words if one[0].isupper() or len(words) == 1)


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """Which of these names stand in it in full. A name of one word may as well be a word."""
    full = {" ".join(one.split()) for one in names}
    return sorted(one for one in full if " " in one and _of_name(one).search(text))


def with_initials(text: str, names: Iterable[str]) -> str:
    """The text with each of these names as its initials, wherever it stands in full."""
    for one in sorted(named_in(text, names), key=len, reverse=True):
        text = _of_name(one).sub(initials(one), text)
    return text


def _of_name(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_escaped(name)}(?!\w)", re.IGNORECASE)


def _escaped(name: str) -> str:
    """As it stands, however it is broken into lines."""
    return r"\s+".join(map(re.escape, name.split()))
