"""What stands on the paper: the questions of some programs (or of all), each about whom.

The paper cannot look at one answer before it asks the next; so it asks what these programs may miss,
each question once, and everything may stay empty.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kinwork.family.intake.asking import ELSEWHERE
from kinwork.library.questions import Question, bank
from kinwork.library.questions.bank import Option, version
from kinwork.library.questions.following import SITUATION
from kinwork.library.questions.whose import WHO_RECEIVES, WHOSE_INCOME
from kinwork.library.simulated.needed import needed

# Asked in a part of their own, or only where an answer calls for it.
APART = {*ELSEWHERE, "relation", "income_average", SITUATION, WHO_RECEIVES, WHOSE_INCOME}
# Of a question about anybody: who is written on the paper. A teenage mother is asked later.
GROWN = {"pregnant", "recent_birth", "pregnancy_ended", "breastfeeding", "former_foster_care"}
# Help that is one person's, of which the paper asks whose; of other help the screen asks later.
OWN_HELP = ("medicaid", "chip", "wic", "ssi")
ADULTS, CHILDREN = range(1, 5), range(1, 9)


@dataclass(frozen=True)
class Sheet:
    """programs: only these; nothing = all. adults, children: how many of each have room on it."""

    programs: tuple[str, ...] = ()
    adults: int = 2
    children: int = 3

    @property
    def version(self) -> str:
        """Which wording: it changes with every word of the bank."""
        return version()

    def questions(self, on: date) -> list[Question]:
        """About the home first, then about its people; within each, in the bank's order."""
        wanted = needed(self.programs, on) if self.programs else bank()
        found = [bank()[key] for key in wanted if key not in APART and not bank()[key].opening]
        return sorted(found, key=lambda one: (one.scope != "household", one.order))


def about(question: Question, adults: Sequence[str], children: Sequence[str]) -> list[str]:
    """The people a question is about, of those on the paper; nobody for one about the home."""
    if question.scope == "household":
        return []
    if question.scope == "caregiver" or question.key in GROWN:
        return [*adults]
    return [*children] if question.scope == "child" else [*adults, *children]


def own_help() -> list[Option]:
    """What somebody may mark as their own, "none" last."""
    return [one for one in bank()["receives"].options if one.value in (*OWN_HELP, "none")]


def grouped(question: Question) -> Iterable[tuple[str, list]]:
    """The options below their headings, those without a heading last."""
    for group in question.groups:
        yield group.value, [one for one in question.options if one.group == group.value]
    yield "", [one for one in question.options if not one.group]
