"""Facts in force, over what the viewer may see and never more."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from kinwork.family.facts import rules, screening
from kinwork.family.facts.models import Fact, ProgramOffice
from kinwork.people.models import Household, Person
from kinwork.people.queries import members


def newest(subject: Person | Household, key: str) -> Fact | None:
    """The last answer to `key`, good or stale."""
    return _of(subject).filter(key=key).order_by("-said_at", "-recorded_at").first()


def newest_of(subjects: Iterable[UUID], keys: Iterable[str]) -> dict[tuple[UUID, str], Fact]:
    """(subject, key) -> the last answer, good or stale, for several at once: one query."""
    subjects = list(subjects)
    about = Q(household__in=subjects) | Q(person__in=subjects)
    rows = Fact.objects.filter(about, key__in=list(keys)).order_by("said_at", "recorded_at")
    return {(one.person_id or one.household_id, one.key): one for one in rows}


def in_force(subject: Person | Household, on: date) -> dict[str, Fact]:
    """The answer that counts on day `on`, by key."""
    return _in_force(_of(subject), on).get(subject.pk, {})


def of_household(household: UUID, people: Iterable[UUID], on: date) -> dict[UUID, dict[str, Fact]]:
    """subject id -> key -> the fact that counts, for a household and its people: one query."""
    about = Q(household=household) | Q(person__in=list(people))
    return _in_force(Fact.objects.filter(about), on)


def history(household: UUID, people: Iterable[UUID]) -> list[Fact]:
    """Every answer ever given, newest first; what was replaced stays."""
    about = Q(household=household) | Q(person__in=list(people))
    return list(Fact.objects.filter(about).order_by("-said_at", "-recorded_at"))


def told_in(household: UUID, people: Iterable[UUID]) -> dict[tuple[UUID, str], list[Fact]]:
    """(subject, key) -> every answer with who gave it, newest first: one query."""
    about = Q(household=household) | Q(person__in=list(people))
    found: dict[tuple[UUID, str], list[Fact]] = defaultdict(list)
    rows = Fact.objects.filter(about).select_related("recorded_by", "said_by_user", "certified_by")
    for fact in rows.order_by("-said_at", "-recorded_at"):
        found[fact.person_id or fact.household_id, fact.key].append(fact)
    return found


def decides_about(agency: UUID | None, community: UUID) -> set[str]:
    """The programs that `agency` decides about in this community."""
    live = ProgramOffice.objects.filter(agency=agency, community=community, ends=None)
    return set(live.values_list("program", flat=True))


def offices(community: UUID) -> list[ProgramOffice]:
    live = ProgramOffice.objects.filter(community=community, ends=None)
    return list(live.select_related("agency").order_by("program", "agency__name"))


def _of(subject: Person | Household):
    if isinstance(subject, Household):
        return Fact.objects.filter(household=subject)
    return Fact.objects.filter(person=subject)


def _in_force(facts, on: date) -> dict[UUID, dict[str, Fact]]:
    grouped: dict[tuple[UUID, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        grouped[fact.person_id or fact.household_id, fact.key].append(fact)
    counted: dict[UUID, dict[str, Fact]] = defaultdict(dict)
    for (subject, key), answers in grouped.items():
        if found := rules.in_force(answers, on):
            counted[subject][key] = found
    return dict(counted)


def household_for_screening(household: UUID, on: date) -> tuple[screening.Household, list[Fact]]:
    """The plain household of `library.programs`, and the facts it rests on, as the viewer sees it."""
    people = members(household)
    facts = of_household(household, [one.person_id for one in people], on)
    told = [
        screening.Told(str(one.person_id), one.relation, one.person.birth_date, one.person.due_date)
        for one in people
    ]
    said = {
        (key, None if subject == household else str(subject)): fact.value
        for subject, by_key in facts.items()
        for key, fact in by_key.items()
    }
    used = [fact for by_key in facts.values() for fact in by_key.values()]
    return screening.household(told, said), used
