"""The life of an approach in the registry, how two codings compare, and where a figure comes from. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kinwork.common.answers import Answer
from kinwork.common.moves import Life, move
from kinwork.library.approaches import LEVELS, NO_MODEL, Scheme, codebook, schemes
from kinwork.library.approaches.projects import KINDS, PROJECT_LEVELS
from kinwork.measure.agreement import cohen_kappa, share_agreed

__all__ = ["KINDS", "LEVELS", "PROJECT_LEVELS"]

FOUND, MET, NOT_MET, SELECTED, PROFILED, SENT, RETURNED, NOT_RETURNED, LEFT_OUT, CLASSIFIED = (
    STATES
) = (
    *("found", "met criteria", "criteria not met", "selected", "profiled", "sent", "returned"),
    *("not returned", "left out", "classified"),
)
YES, NO, UNKNOWN = ANSWERS = ("yes", "no", "unknown")
MEANS = {YES: Answer.YES, NO: Answer.NO, UNKNOWN: Answer.MAYBE}
DRAFT, CONFIRMED, CORRECTED = ENTRIES = ("draft", "confirmed", "corrected")
DIMENSIONS = tuple(codebook())
CRITERIA = tuple(dict.fromkeys(key for one in schemes().values() for key in one.criteria))
MODELS = (
    *dict.fromkeys(key for one in schemes().values() for key in one.models),
    NO_MODEL,
)
CODERS = 2
LINK_DAYS = 30  # how long a contact can answer by its link
FIRST_YEAR, LAST_YEAR = 1950, 2100
MOST_ROWS = 1000  # projects in one file

LIFE = Life(
    states=STATES,
    first=FOUND,
    moves=(
        move("meet", [FOUND, NOT_MET], MET, ["study"], ["words"]),
        move("miss", [FOUND, MET], NOT_MET, ["study"], ["words"]),
        move("select", [MET], SELECTED, ["study"], ["words"]),
        move("draft", [SELECTED, PROFILED], None, ["study"], ["a source and its day"]),
        move("profile", [SELECTED], PROFILED, ["study"], ["at least one field"]),
        move("send", [PROFILED, SENT], SENT, ["study"], ["an address"]),
        move("confirm", [SENT], RETURNED, ["contact"], ["at least one answer"]),
        move("return_by_hand", [SENT, NOT_RETURNED], RETURNED, ["study"], ["words"]),
        move("stop_waiting", [SENT], NOT_RETURNED, ["study"], ["words"]),
        move("leave_out", [RETURNED], LEFT_OUT, ["study"], ["words"]),
        move("code", [RETURNED, NOT_RETURNED], None, ["study"], ["every criterion"]),
        move("reconcile", [RETURNED, NOT_RETURNED], None, ["study"], ["words"]),
        move(
            "classify",
            [RETURNED, NOT_RETURNED, CLASSIFIED],
            CLASSIFIED,
            ["study"],
            ["two codings", "nothing disputed"],
        ),
    ),
    ends=frozenset([NOT_MET, LEFT_OUT]),
)


@dataclass(frozen=True)
class Entry:
    """What is said of one dimension; `right`: what stands is right as it is."""

    key: str
    right: bool = False
    codes: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Judged:
    """One criterion: yes, no or unknown, and what shows it."""

    answer: str
    evidence: str = ""


@dataclass(frozen=True)
class About:
    """What is said of a project."""

    name: str
    who: str
    population: str
    level: str
    starts: int
    ends: int | None = None
    links: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


def deeds(state: str, codings: int) -> list[str]:
    """What the study may do from here, the usual one first."""
    order = ("meet", "miss", "select", "draft", "profile", "send", "return_by_hand", "stop_waiting")
    found = [verb for verb in (*order, "code", "leave_out") if LIFE.may(verb, state, "study")]
    if codings >= CODERS:
        found = [verb for verb in found if verb not in ("code", "leave_out", "return_by_hand")]
    elif codings:
        found = [verb for verb in found if verb not in ("leave_out", "return_by_hand")]
    return found


@dataclass(frozen=True)
class Pair:
    """What two coders said of one criterion, and what was settled where they differ ("" = nothing)."""

    criterion: str
    first: str
    second: str
    settled: str = ""

    @property
    def differs(self) -> bool:
        return self.first != self.second

    @property
    def is_open(self) -> bool:
        return self.differs and not self.settled

    @property
    def answer(self) -> str:
        return (self.settled or UNKNOWN) if self.differs else self.first


def answers(pairs: Iterable[Pair]) -> dict[str, Answer]:
    """What counts of each criterion, for the rule."""
    return {one.criterion: MEANS[one.answer] for one in pairs}


@dataclass(frozen=True)
class Agreed:
    """How far two coders agree: n = things coded twice; same = how many alike; kappa None: undefined."""

    n: int
    same: int
    share: float | None
    kappa: float | None


def agreement(pairs: Iterable[Pair]) -> Agreed:
    told = list(pairs)
    first, second = [one.first for one in told], [one.second for one in told]
    same = sum(not one.differs for one in told)
    return Agreed(len(told), same, share_agreed(first, second), cohen_kappa(first, second))


def by_criterion(pairs: Iterable[Pair], by: Scheme) -> dict[str, list[Pair]]:
    """In the order of the scheme; only those that somebody coded."""
    told = list(pairs)
    grouped = {key: [one for one in told if one.criterion == key] for key in by.criteria}
    return {key: some for key, some in grouped.items() if some}


def judged_alike(model: str, judged: Iterable[str]) -> bool:
    """Do the coders judge as the rule does?"""
    return all(one == model for one in judged)


def wrong_field(key: str, codes: list[str], said: Mapping[str, str]) -> str:
    """What is wrong with a field of a profile: "key", "codes" or "words"; "" when it is whole."""
    told = codebook().get(key)
    if told is None:
        return "key"
    if codes and not told.is_coded(codes):
        return "codes"
    return "" if codes or said.get("words", "").strip() else "words"
