"""What decides the order of doors, read for a whole list at once: never a query for each door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from kinwork.common.actor import Actor
from kinwork.directory.models import ServiceCapacity
from kinwork.family.doors.models import Wish
from kinwork.family.doors.rules import Family, best_answer
from kinwork.family.eligibility import queries as eligibility
from kinwork.family.eligibility.rules import group_of
from kinwork.library import programs
from kinwork.people.models import Household
from kinwork.people.queries import members
from kinwork.trust.access.queries import visible


@dataclass(frozen=True)
class Answer:
    """What is known of a family's chances behind one term; `names`: of whom it holds."""

    verdict: str | None = None
    names: tuple[str, ...] = ()
    decided: bool = False


@dataclass(frozen=True)
class Ages:
    """Everybody's age in months (None: no birth date), and whether a child is expected."""

    months: tuple[int | None, ...] = ()
    expecting: bool = False


def live(household: UUID) -> QuerySet[Wish]:
    """What the family wishes now, as far as the actor may know it."""
    return Wish.objects.filter(household=household, ended_at=None).select_related("organization")


def family(household: Household) -> Family:
    """The family as the order needs it."""
    said = [(one.kind, one.organization_id) for one in live(household.pk)]
    return Family(
        household.language,
        frozenset(kind for kind, _whom in said if kind != "not"),
        frozenset(whom for _kind, whom in said if whom),
    )


def ages(household: Household, today: date) -> tuple[Ages, dict[str, str]]:
    """How old they are, and their first names by id."""
    people = [one.person for one in members(household)]
    born = (one for one in people if one.due_date is None or one.birth_date)
    months = tuple(_months(one.birth_date, today) for one in born)
    expecting = any(one.due_date and not one.birth_date for one in people)
    return Ages(months, expecting), {str(one.pk): one.given_name for one in people}


def answers(
    household: UUID, terms: Iterable[str], names: dict[str, str], actor: Actor, today: date
) -> dict[str, Answer]:
    """For each of our terms the best answer of the programs behind it; what was never checked, or may
    not be seen, is not in it."""
    wanted = set(terms)
    behind = {one.code: one.term for one in programs.registry().values() if one.term in wanted}
    if not behind:
        return {}
    whole = visible(actor, eligibility.latest(household, behind))
    known = {one.program for one in whole}
    bare = []
    if actor.is_staff and behind.keys() - known:
        bare = eligibility.verdicts(household, whole, today=today)
    found: dict[str, list[Answer]] = {}
    for one in [*whole, *(one for one in bare if one.program in behind)]:
        found.setdefault(behind[one.program], []).append(_answer(one, names))
    return {term: _best(said) for term, said in found.items()}


def capacities(services: Iterable[UUID]) -> dict[UUID, ServiceCapacity]:
    """What each service said last of its room."""
    read = ServiceCapacity.objects.only("service", "takes_waitlist", "waitlist_length", "wait_days")
    rows = read.filter(service__in=list(services)).order_by("updated", "id")
    return {one.service_id: one for one in rows}


def _answer(one, names: dict[str, str]) -> Answer:
    flags = getattr(one, "flags", ())
    verdict = group_of(one.verdict, "discretion" in flags, "already" in flags)
    whom = [m["member"] for m in getattr(one, "members", ()) if m["answer"] == one.verdict]
    said = tuple(names[member] for member in whom if names.get(member or ""))
    return Answer(verdict, said, one.decided)


def _best(said: list[Answer]) -> Answer:
    best = best_answer(one.verdict for one in said if one.verdict)
    same = [one for one in said if one.verdict == best]
    names = tuple(dict.fromkeys(name for one in same for name in one.names))
    return Answer(best, names, any(one.decided for one in same)) if best else Answer()


def _months(born: date | None, today: date) -> int | None:
    if born is None:
        return None
    return (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
