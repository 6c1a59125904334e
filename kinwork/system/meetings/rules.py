"""When a partnership meets, who is there, what is promised, and how it keeps its own charter. Pure."""

import re
from calendar import monthrange
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kinwork.common.moves import Life, move
from kinwork.measure.deciding import Choice, DecisionRule, by_dots, by_rank, decide
from kinwork.system.partnerships.rules import FREQUENCIES, quorum_rule

REGULAR, SPECIAL = KINDS = ("regular", "special")
INFORM, DISCUSS, DECIDE = ITEM_KINDS = ("inform", "discuss", "decide")
# What an item of an agenda can come from.
SOURCES = (
    *("minutes", "promise", "charter", "barrier", "agreement", "measure", "gap", "work"),
    *("proposal", "seat"),
)
PROPOSED = "proposal"
SHORTEST, LONGEST = 5, 720  # minutes of a meeting
COUNTS = ("yes", "no", "abstain", "object", "silent", "recused", "base", "needed")
VOICES, RANKED, DOTS = HOWS = ("voices", "ranked", "dots")
MOST_DOTS = 10
LONGEST_OPTION = 200
MOST_OPTIONS = 8  # letters that fit a phone; by_rank follows every order of equally last ones
LETTERS = "ABCDEFGH"

MEETING = Life(
    states=("planned", "open", "over", "called off"),
    first="planned",
    moves=(
        move("change", ["planned"], None, ["lead"]),
        move("invite", ["planned"], None, ["lead"], ["an agenda"]),
        move("open", ["planned"], "open", ["lead"]),
        move("close", ["open"], "over", ["lead"]),
        move("call_off", ["planned"], "called off", ["lead"], ["why"]),
    ),
    ends=frozenset(["over", "called off"]),
)
PROMISE = Life(
    states=("open", "done", "let go"),
    first="open",
    moves=(
        move("postpone", ["open"], None, ["lead", "member"], ["why"]),
        move("keep", ["open"], "done", ["lead", "member"], ["what shows it"]),
        move("let_go", ["open"], "let go", ["lead"], ["why"]),
    ),
    ends=frozenset(["done", "let go"]),
)
MINUTES = Life(
    states=("draft", "approved"),
    first="draft",
    moves=(
        move("correct", ["draft"], None, ["lead"], ["why"]),
        move("approve", ["draft"], "approved", ["seats"], ["a later meeting"]),
    ),
    ends=frozenset(["approved"]),
)


# ---- when

MONTHS = {name: 12 // a_year for name, a_year in FREQUENCIES.items()}


def series(first: date, frequency: str, count: int) -> list[date]:
    """`count` days from `first` on: the same weekday of its week of the month (the second Tuesday),
    as often as the charter says. A fifth one, where a month has none, is its last."""
    week, step = (first.day - 1) // 7, MONTHS[frequency]
    found = [first]
    for number in range(1, count):
        month = first.year * 12 + first.month - 1 + number * step
        found.append(_weekday_of(month // 12, month % 12 + 1, first.weekday(), week))
    return found


def _weekday_of(year: int, month: int, weekday: int, week: int) -> date:
    start = date(year, month, 1)
    day = 1 + (weekday - start.weekday()) % 7 + 7 * week
    return start.replace(day=day if day <= monthrange(year, month)[1] else day - 7)


def agenda_due(day: date, agenda_days: int) -> date:
    """The last day on which the agenda is sent in time."""
    return day - timedelta(days=agenda_days)


# ---- who is there


@dataclass(frozen=True)
class Came:
    """A seat is there now. by_name: who speaks for it ("": its representative). holder: the seat that
    carries its voice, for a proxy."""

    seat: Any
    way: str
    by_name: str = ""
    holder: Any = None


@dataclass(frozen=True)
class Said:
    """What one seat said: a voice, or its marks (letters of the options, or one letter a dot).
    recused: it declared a conflict of interest. reason: of an objection or an abstention."""

    seat: Any
    voice: str = ""
    marks: str = ""
    reason: str = ""
    recused: bool = False


@dataclass(frozen=True)
class Stay:
    """A seat that was there from a moment on; `left`: None while it stays. holder: the seat that
    carries its voice, for a proxy."""

    seat: Hashable
    way: str
    came: datetime
    left: datetime | None = None
    holder: Hashable | None = None


def there(stays: Iterable[Stay], at: datetime) -> dict[Hashable, str]:
    """seat -> way of being there at that moment. A proxy is there only while its holder is."""
    now = {one.seat: one for one in stays if one.came <= at and (one.left is None or one.left > at)}
    return {seat: one.way for seat, one in now.items() if one.holder is None or one.holder in now}


# ---- written ballots of a choice


class WrongBallot(ValueError):
    """A ballot that cannot be counted; its text is a key of words.WRONG_BALLOT."""


def order_of(text: str, options: int) -> list[int]:
    """ "B A" -> [1, 0]: the dearest first; not all need be named. Raises WrongBallot."""
    found = _letters(text, options)
    if len(set(found)) < len(found):
        raise WrongBallot("twice")
    return found


def dots_of(text: str, options: int, each: int) -> dict[int, int]:
    """ "AAB" -> {0: 2, 1: 1}. Raises WrongBallot for more than `each`."""
    found = _letters(text, options)
    if len(found) > each:
        raise WrongBallot("dots")
    return {one: found.count(one) for one in found}


def marked(how: str, text: str, options: int, dots: int) -> None:
    """Raises WrongBallot for marks that cannot be counted."""
    if how == RANKED:
        order_of(text, options)
    else:
        dots_of(text, options, dots)


def tidied(text: str) -> str:
    """As it is kept: "b, a" -> "BA"."""
    return "".join(_signs(text))


def _signs(text: str) -> list[str]:
    return [one for one in text.upper() if not one.isspace() and one not in ",;>-"]


def _letters(text: str, options: int) -> list[int]:
    signs = _signs(text)
    if any(one not in LETTERS[:options] for one in signs):
        raise WrongBallot("letters")
    return [LETTERS.index(one) for one in signs]


# ---- what came of it


@dataclass(frozen=True)
class Voiced:
    """A ballot that was given."""

    seat: Hashable
    said: str = ""
    marks: str = ""
    recused: bool = False


@dataclass(frozen=True)
class Outcome:
    """outcome: adopted, rejected, impasse or without quorum. counts: every number that it came from.
    chosen, tied: places among the options."""

    outcome: str
    counted_there: int
    counts: Mapping[str, Any]
    chosen: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()


def needed_there(said: Mapping[str, Any], seats: int) -> int:
    """How many of the filled seats have to be there, by the charter."""
    return quorum_rule(said).needed(seats)


def outcome(
    how: str,
    *,
    kind: str,
    base: str,
    ways: Collection[str],
    seats: int,
    needed: int,
    options: int,
    dots: int,
    there: Mapping[Hashable, str],
    voiced: Collection[Voiced],
) -> Outcome:
    """there: seat -> way of being there (in writing: that answered). Only seats that are there in one
    of `ways` count, for the quorum and with their voice."""
    present = {seat for seat, way in there.items() if way in ways}
    voiced = [one for one in voiced if one.seat in present]
    quorate = len(present) >= needed
    if how == VOICES:
        made = decide(
            DecisionRule(kind, base),
            members=seats,
            present=present,
            voices={one.seat: one.said for one in voiced if one.said},
            recused=[one.seat for one in voiced if one.recused],
            quorate=quorate,
        )
        counts = {name: getattr(made, name) for name in COUNTS}
        return Outcome(made.outcome, len(present), counts)
    choice = _choice(how, options, dots, [one for one in voiced if one.marks])
    last = choice.rounds[-1] if choice.rounds else {}
    counts = {
        "votes": sum(bool(one.marks) for one in voiced),
        "recused": sum(one.recused for one in voiced),
        "options": [last.get(one, 0) for one in range(options)],
        "first": [choice.rounds[0].get(one, 0) if choice.rounds else 0 for one in range(options)],
    }
    if not quorate:
        return Outcome("without quorum", len(present), counts)
    chosen = tuple(choice.chosen)
    found = "adopted" if chosen and not choice.tied else "impasse"
    return Outcome(found, len(present), counts, chosen, tuple(choice.tied))


def _choice(how: str, options: int, dots: int, voiced: Collection[Voiced]) -> Choice:
    places = range(options)
    if how == RANKED:
        return by_rank(places, {one.seat: order_of(one.marks, options) for one in voiced})
    given = {one.seat: dots_of(one.marks, options, dots) for one in voiced}
    made = by_dots(places, given, each=dots)
    return made if made.chosen or made.tied else Choice((), tuple(places), made.rounds)


# ---- minutes that name another day

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


# ---- does it keep its own charter?


@dataclass(frozen=True)
class Held:
    """A meeting that was held: its day, the seats that were filled, those that were there, when its
    minutes were published (None: not yet), and whether its agenda was sent in time (None: no agenda
    was sent)."""

    on: date
    filled: Collection[Hashable]
    there: Collection[Hashable]
    told_on: date | None = None
    in_time: bool | None = None


@dataclass(frozen=True)
class Promised:
    """What a member promised: due, and when it was done (None: not yet)."""

    member: Hashable
    due_on: date
    state: str
    done_on: date | None = None


@dataclass(frozen=True)
class Kept:
    """What a member made of its promises. in_time, late: done by the day, or after it; overdue: open,
    and its day is over."""

    promised: int
    in_time: int
    late: int
    overdue: int
    open: int
    let_go: int


def meetings_due(adopted_on: date, frequency: str, day: date) -> int:
    """How many meetings the charter asked for since it was adopted, at most within a year before
    `day`: one for each whole step of its frequency."""
    since = max(adopted_on, year_before(day))
    months = (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)
    return max(0, months) // MONTHS[frequency]


def year_before(day: date) -> date:
    """The same day a year ago; of February 29 the last of that month."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def absences(held: Iterable[Held]) -> dict[Hashable, int]:
    """seat -> meetings that it missed while somebody sat on it; seats that missed none stand at 0."""
    missed: dict[Hashable, int] = {}
    for one in held:
        for seat in one.filled:
            missed[seat] = missed.get(seat, 0) + (seat not in one.there)
    return missed


def told_late(held: Iterable[Held], days: int, day: date) -> list[Held]:
    """Meetings whose minutes were published after the charter's days, or are overdue on `day`."""
    return [one for one in held if ((one.told_on or day) - one.on).days > days]


def kept(promises: Iterable[Promised], day: date) -> dict[Hashable, Kept]:
    """By member. A day that was postponed counts by its new date: the page says how often it was."""
    by_member: dict[Hashable, list[Promised]] = {}
    for one in promises:
        by_member.setdefault(one.member, []).append(one)
    return {member: _kept(rows, day) for member, rows in by_member.items()}


def _kept(rows: list[Promised], day: date) -> Kept:
    done = [one for one in rows if one.state == "done"]
    waits = [one for one in rows if one.state == "open"]
    late = sum(one.done_on is not None and one.done_on > one.due_on for one in done)
    return Kept(
        promised=len(rows),
        in_time=len(done) - late,
        late=late,
        overdue=sum(one.due_on < day for one in waits),
        open=sum(one.due_on >= day for one in waits),
        let_go=sum(one.state == "let go" for one in rows),
    )


def charter_or(said: Mapping[str, Any] | None, template: Mapping[str, Any]) -> Mapping[str, Any]:
    """By what a group meets that has no charter yet: the draft's rule, else the template's."""
    return said if said is not None else template
