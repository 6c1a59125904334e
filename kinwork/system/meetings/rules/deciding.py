"""Who is there, what the seats say, and what comes of it. Pure."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kinwork.measure.deciding import Choice, DecisionRule, by_dots, by_rank, decide
from kinwork.system.partnerships.rules import quorum_rule

COUNTS = ("yes", "no", "abstain", "object", "silent", "recused", "base", "needed")
VOICES, RANKED, DOTS = HOWS = ("voices", "ranked", "dots")
MOST_DOTS = 10
LONGEST_OPTION = 200
MOST_OPTIONS = 8  # letters that fit a phone; by_rank follows every order of equally last ones
LETTERS = "ABCDEFGH"


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
