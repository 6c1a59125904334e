"""Results of screenings; row-level security keeps to what the actor may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kinwork.common.clock import local_day
from kinwork.family.referrals.models import Need
from kinwork.family.screenings import rules
from kinwork.family.screenings.models import Screening
from kinwork.library.instruments import Instrument, registry
from kinwork.people.models import Household, Person
from kinwork.people.queries import members

MOST = 200
OPEN_NEEDS = ("open", "addressed", "unmet")


@dataclass(frozen=True)
class Asked:
    """One sitting as the actor sees it: its rows, one a class. The first is the instrument's own class,
    where that is seen."""

    rows: tuple[Screening, ...]

    @property
    def first(self) -> Screening:
        return self.rows[0]

    @property
    def instrument(self) -> Instrument | None:
        return registry().get(self.first.instrument)

    @property
    def needs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(need for row in self.rows for need in row.needs))

    @property
    def telling(self) -> Screening:
        """The row whose result says most: the first that found something, else the first."""
        return next((row for row in self.rows if row.needs), self.first)


def of_household(household: UUID) -> list[Asked]:
    """What was asked in this household, the newest first; what was put right is left out."""
    rows = Screening.objects.filter(said_in=household).select_related(
        "person", "asked_by", "recorded_by"
    )
    return _sittings(rows.order_by("-asked_at", "id")[:MOST])


def sitting(household: UUID, id: UUID) -> Asked | None:
    """One asking, also one that was put right since."""
    rows = Screening.objects.filter(said_in=household, sitting=id).select_related(
        "person", "asked_by", "recorded_by", "community"
    )
    found = sorted(rows, key=_own_class_first)
    return Asked(tuple(found)) if found else None


def _sittings(rows: Iterable[Screening]) -> list[Asked]:
    rows = list(rows)
    corrected = {row.corrects for row in rows if row.corrects}
    by_sitting: dict[UUID, list[Screening]] = {}
    for row in rows:
        if row.sitting not in corrected:
            by_sitting.setdefault(row.sitting, []).append(row)
    return [Asked(tuple(sorted(some, key=_own_class_first))) for some in by_sitting.values()]


def _own_class_first(row: Screening) -> bool:
    known = registry().get(row.instrument)
    return known is not None and row.sensitivity != known.sensitivity


def results_open(household: UUID, on: date | None = None) -> list[Screening]:
    """Results that say something should follow and are still good: each may become a need, or a goal of
    a plan (its id is what a goal names as its source). The newest of each instrument and subject."""
    found: dict[tuple, Screening] = {}
    for asked in of_household(household):
        for row in asked.rows:
            known = registry().get(row.instrument)
            if row.refused or known is None or known.result(row.result).tone == "good":
                continue
            if on is None or row.good_until >= on:
                key = (known.folder, row.person_id, row.household_id, row.sensitivity)
                found.setdefault(key, row)
    newest = {
        (row.instrument.partition("/")[0], row.person_id, row.sensitivity): asked.first.sitting
        for asked in reversed(of_household(household))
        for row in asked.rows
    }
    return [
        row
        for (folder, person, _home, sensitivity), row in found.items()
        if newest[(folder, person, sensitivity)] == row.sitting
    ]


def good_one(household: UUID, instrument: Instrument, subject: UUID, on: date) -> Asked | None:
    """What was asked before and is still good, or was refused and is still heard."""
    for asked in of_household(household):
        row = asked.first
        same = (row.person_id or row.household_id) == subject
        folder = row.instrument.partition("/")[0]
        if same and folder == instrument.folder and row.good_until >= on:
            return asked
    return None


@dataclass(frozen=True)
class ChildDue:
    """A child and what its age asks for now."""

    person: Person
    due: list[rules.DueNow]


def due_in(household: Household, now: datetime) -> list[ChildDue]:
    """The children of a household with what is due by their age; never what is still good."""
    on = local_day(now, household.time_zone)
    asked: dict[UUID, list[tuple[str, date]]] = {}
    for one in of_household(household.pk):
        row = one.first
        if row.person_id:
            pair = (row.instrument.partition("/")[0], row.good_until)
            asked.setdefault(row.person_id, []).append(pair)
    found = [
        ChildDue(one.person, rules.due_of(one.person.birth_date, on, asked.get(one.person_id, ())))
        for one in members(household, now)
        if one.relation == "child"
    ]
    return [one for one in found if one.due]


def open_needs(household: UUID, person: UUID | None) -> set[str]:
    """Codes of the needs that are not met yet: of the household, and of this person."""
    rows = Need.objects.filter(said_in=household, state__in=OPEN_NEEDS)
    return {
        row.code
        for row in rows
        if row.person_id is None or person is None or row.person_id == person
    }
