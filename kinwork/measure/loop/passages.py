"""One referral's way through the loop as plain values, and what many of them add up to.

A passage carries no name, no number of a family and no words: four groups to which it belongs, when
each step happened, how it ended.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from kinwork.measure.loop.timing import Span, Timing, timing

# What was done by whoever asked, by the family or by itself: it says nothing about the receiver.
NOT_ITS_DOING = (
    *("withdrawn", "consent ended", "cancelled", "recalled", "obsolete", "re-routed"),
    "entered in error",
)
OUT_OF_REACH = "could not be reached"
FULL = "full"  # said by a rule of the receiver's at the instant of sending; no person said no


@dataclass(frozen=True)
class Passage:
    """program: the kind of help. partner: who received it. place: the family's ZIP. All as codes.

    answered: accepted, put on a list, or declined. contacted: the first try or meeting. served:
    service began. due: until when an answer in time had to come. at: when this was looked at.
    """

    program: str
    partner: str
    place: str
    language: str
    sent: datetime
    due: datetime
    at: datetime
    state: str
    answered: datetime | None = None
    accepted: datetime | None = None
    contacted: datetime | None = None
    served: datetime | None = None
    ended: datetime | None = None
    reason: str = ""
    need_met: str = ""
    word: str = ""
    asked: bool = False
    no_shows: int = 0
    dates: int = 0
    tries: int = 0
    questions: int = 0
    waited: Span | None = None
    disputed: bool = False
    introduced: bool = False
    mine: str = ""  # "sent" by us, "received" by us, for an agency's own page

    @property
    def by_a_rule(self) -> bool:
        """The receiver had said before that it is full and keeps no list: nobody there was asked."""
        return self.state == "declined" and self.reason == FULL and not reached(self, "answered")

    @property
    def counts_for_answer(self) -> bool:
        """It says whether an answer came in time: it came, or its time is over and nobody took it
        back before. What a rule answered waited for nobody."""
        if reached(self, "answered"):
            return True
        if self.by_a_rule:
            return False
        if self.ended and self.state in NOT_ITS_DOING:
            return self.ended > self.due
        return self.at > self.due

    @property
    def in_time(self) -> bool:
        return self.answered is not None and self.answered <= self.due


# Each step holds all that went further; "of" is what it is a part of.
STEPS: dict[str, str] = {
    "sent": "",
    "due": "sent",
    "answered": "due",
    "in time": "due",
    "accepted": "answered",
    "contacted": "accepted",
    "served": "contacted",
    "met": "served",
}
# Every step that holds a step whole: the difference to each of them is a count of its own.
WITHIN: dict[str, tuple[str, ...]] = {
    "due": ("sent",),
    "answered": ("sent", "due"),
    "in time": ("sent", "due", "answered"),
    "accepted": ("sent", "due", "answered"),
    "contacted": ("sent", "due", "answered", "accepted"),
    "served": ("sent", "due", "answered", "accepted", "contacted"),
    "met": ("sent", "due", "answered", "accepted", "contacted", "served"),
}
# Further facts that are counted among the referrals sent.
ASIDE: dict[str, Callable[[Passage], bool]] = {
    "declined": lambda one: one.state == "declined" and not one.by_a_rule,
    "by a rule": lambda one: one.by_a_rule,
    "not served": lambda one: one.state == "not served",
    "expired": lambda one: one.state == "expired",
    "re-routed": lambda one: one.state == "re-routed",
    "open": lambda one: one.ended is None,
    "waited": lambda one: one.waited is not None,
    "no-show": lambda one: one.no_shows > 0,
    "out of reach": lambda one: one.reason == OUT_OF_REACH,
    "asked back": lambda one: one.questions > 0,
    "disputed": lambda one: one.disputed,
    "introduced": lambda one: one.introduced,
    "family asked": lambda one: one.asked or bool(one.word),
    "family answered": lambda one: bool(one.word),
    "family helped": lambda one: one.word == "yes",
    "family helped in part": lambda one: one.word == "partly",
}
# measure of time -> (from which step, to which)
SINCE = {
    "first answer": ("sent", "answered"),
    "first contact": ("accepted", "contacted"),
    "service": ("sent", "served"),
}


def reached(one: Passage, step: str) -> bool:
    """Whoever got further was there too: a family that was served had been accepted."""
    if step == "sent":
        return True
    if step == "due":
        return one.counts_for_answer
    if step == "in time":
        return one.counts_for_answer and one.in_time
    if step == "met":
        return one.served is not None and one.need_met in ("fully", "partly")
    if step == "answered" and one.answered:
        return True
    ways = {"answered": 0, "accepted": 0, "contacted": 1, "served": 2}
    return any((one.accepted, one.contacted, one.served)[ways[step] :])


def counts(found: Iterable[Passage]) -> dict[str, int]:
    """How many reached each step."""
    known = list(found)
    return {step: sum(1 for one in known if reached(one, step)) for step in STEPS}


def tally(found: Iterable[Passage]) -> dict[str, int]:
    """How often each of the things beside the way happened; "no-shows" and "dates" count dates."""
    known = list(found)
    told = {name: sum(1 for one in known if is_so(one)) for name, is_so in ASIDE.items()}
    told["no-shows"] = sum(one.no_shows for one in known)
    told["dates"] = sum(one.dates for one in known)
    return told


def reasons(found: Iterable[Passage]) -> Counter[str]:
    """Coded reasons of those that were declined or ended without service."""
    ends = ("declined", "not served")
    return Counter(one.reason or "other" for one in found if one.state in ends)


def spans(found: Iterable[Passage], measure: str) -> list[Span]:
    """The times of one measure. What ended without reaching it is left out, and counted apart."""
    first, last = SINCE[measure]
    known = []
    for one in found:
        start, end = getattr(one, first), getattr(one, last)
        if start is None:
            continue
        if end is not None:
            known.append(Span(max(0.0, (end - start).total_seconds() / 3600)))
        elif one.ended is None:
            known.append(Span(max(0.0, (one.at - start).total_seconds() / 3600), reached=False))
    return known


def times(found: Iterable[Passage]) -> dict[str, Timing]:
    """Every measure of time; "wait" is the time on a waiting list."""
    known = list(found)
    told = {measure: timing(spans(known, measure)) for measure in SINCE}
    told["wait"] = timing(one.waited for one in known if one.waited is not None)
    return told


def split(found: Iterable[Passage], by: str) -> dict[str, list[Passage]]:
    """Passages by program, partner, place or language, in the order of the groups' names."""
    groups: dict[str, list[Passage]] = {}
    for one in found:
        groups.setdefault(getattr(one, by), []).append(one)
    return dict(sorted(groups.items()))
