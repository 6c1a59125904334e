"""Which class a determination takes, and in which groups its answers are shown. Pure."""

from collections.abc import Iterable

from kinwork.family.facts.rules import SURE, class_of

# From the least to the most sensitive; a verdict carries the highest of what it cites.
ORDER = (
    "household",
    "demographics",
    "means",
    "education",
    "development",
    "health",
    "sud",
    "safety",
)
BASES = ("told", "document seen", "certified")  # by how sure a fact is
GROUPS = ("yes", "maybe", "ask", "have", "no")


def highest_class(keys: Iterable[str]) -> str:
    """The most sensitive class among the facts with these keys; household when there is none."""
    classes = [class_of(key.partition(":")[0]) for key in keys]
    return max(classes, key=_rank, default="household")


def _rank(name: str) -> int:
    return ORDER.index(name) if name in ORDER else 0


def group_of(verdict: str, discretion: bool, already: bool) -> str:
    """yes, maybe, ask (no, but the office may still say yes), have (they get it now), no."""
    if already:
        return "have"
    if verdict == "no" and discretion:
        return "ask"
    return verdict


def weakest(hows: Iterable[str]) -> str:
    """A determination is as certain as the least certain fact behind it."""
    return BASES[min((SURE[how] for how in hows), default=0)]
