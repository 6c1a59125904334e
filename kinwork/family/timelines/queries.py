"""A child's clocks as the record knows them; row-level security keeps to what the actor may see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from kinwork.common.clock import local_day
from kinwork.family.facts.models import Fact
from kinwork.family.referrals.models import Referral, ReferralSubject
from kinwork.family.timelines import rules
from kinwork.family.timelines.models import Mark, Told, Watch
from kinwork.library import timelines
from kinwork.library.timelines import Child, Line
from kinwork.people.models import Household, HouseholdMember, Person
from kinwork.people.queries import children
from kinwork.trust.access.models import Tie

CHILD_YEARS = 6  # older than that no clock of ours runs any more


@dataclass(frozen=True)
class Known:
    """One child's lines. early: the referral to early intervention that counts, where it is seen."""

    person: Person
    household: Household
    child: Child
    lines: list[Line]
    early: Referral | None = None
    marks: dict[str, Mark] = field(default_factory=dict)

    def line(self, key: str) -> Line | None:
        return next((one for one in self.lines if one.key == key), None)

    @property
    def waiting(self) -> list[Line]:
        return [one for one in self.lines if one.state in ("due", "late")]


def today_of(household: Household, now: datetime) -> date:
    """The day on the family's own calendar."""
    return local_day(now, household.time_zone)


def of_household(household: Household, now: datetime) -> list[Known]:
    """Its children, the oldest first, with their lines."""
    found = children(household, now)
    return known({household.pk: household}, {one.pk: (one, household.pk) for one in found}, now)


def of_child(household: Household, person: UUID, now: datetime) -> Known | None:
    """A child of this household, else None."""
    found = {one.pk: (one, household.pk) for one in children(household, now) if one.pk == person}
    return next(iter(known({household.pk: household}, found, now)), None)


def of_agency(agency: UUID, now: datetime) -> list[Known]:
    """The young children that an agency works with now, and that the actor may see: all of them, since
    they are counted, too. A child takes 0.2 ms; no agency of ours has 5,000."""
    live = Tie.objects.filter(agency=agency, household__isnull=False, ends=None)
    since = now.date() - timedelta(days=366 * CHILD_YEARS)
    young = HouseholdMember.objects.filter(
        Q(person__birth_date__gt=since) | Q(person__due_date__isnull=False),
        household__in=live.values("household"),
        ends=None,
    )
    return of_homes(young.values_list("household", flat=True).distinct(), now)


def of_homes(ids: Iterable[UUID], now: datetime) -> list[Known]:
    homes = Household.objects.select_related("community").in_bulk(list(ids))
    rows = HouseholdMember.objects.filter(
        household__in=homes,
        ends=None,
        starts__lte=now,
        relation__in=("child", "expected child"),
    ).select_related("person")
    return known(homes, {one.person_id: (one.person, one.household_id) for one in rows}, now)


def known(
    homes: dict[UUID, Household], people: dict[UUID, tuple[Person, UUID]], now: datetime
) -> list[Known]:
    """The lines of these children: one question a table, however many there are."""
    young = {
        key: (person, home)
        for key, (person, home) in people.items()
        if home in homes and _is_young(person, today_of(homes[home], now))
    }
    if not young:
        return []
    marks, told = _marks(young), _told(young)
    early, certified = _early(young), _certified(homes)
    found = []
    for key, (person, home) in young.items():
        household = homes[home]
        referral = _counting(early[key])
        child = Child(
            born=person.birth_date,
            expected=person.due_date,
            referred=_referred(told[key], referral, household),
            weeks_early=_weeks(told[key]),
            certified=certified[home] | certified[key],
            marks=_recorded(marks[key]) | _implied(referral, marks[key]),
        )
        on = today_of(household, now)
        lines = timelines.lines(child, on=on, state=household.community.state)
        found.append(Known(person, household, child, lines, referral, marks[key]))
    return found


def _is_young(person: Person, on: date) -> bool:
    if person.birth_date is None:
        return person.due_date is not None
    return timelines.birthday(person.birth_date, CHILD_YEARS) > on


def _marks(people: Iterable[UUID]) -> dict[UUID, dict[str, Mark]]:
    """The newest of each key."""
    found: dict[UUID, dict[str, Mark]] = defaultdict(dict)
    for row in Mark.objects.filter(person__in=list(people)).order_by("marked_at", "recorded_at"):
        found[row.person_id][row.key] = row
    return found


def _told(people: Iterable[UUID]) -> dict[UUID, dict[str, Told]]:
    found: dict[UUID, dict[str, Told]] = defaultdict(dict)
    for row in Told.objects.filter(person__in=list(people)).order_by("told_at", "recorded_at"):
        found[row.person_id][row.key] = row
    return found


def _early(people: Iterable[UUID]) -> dict[UUID, list[Referral]]:
    """Referrals to early intervention that were received, the first one first."""
    rows = ReferralSubject.objects.filter(
        person__in=list(people),
        referral__need_code=rules.EARLY_INTERVENTION,
        referral__sent_at__isnull=False,
    ).exclude(referral__state__in=rules.NOT_RECEIVED)
    rows = rows.select_related("referral__receiver", "referral__organization")
    found: dict[UUID, list[Referral]] = defaultdict(list)
    for row in rows.select_related("referral__assigned_to").order_by("referral__sent_at"):
        found[row.person_id].append(row.referral)
    return found


def _counting(referrals: list[Referral]) -> Referral | None:
    """The first that the family did not end; where it ended all of them, the last."""
    live = [one for one in referrals if one.state not in rules.FAMILY_ENDED]
    return next(iter(live), referrals[-1] if referrals else None)


def _certified(homes: Iterable[UUID]) -> dict[UUID, dict[str, date]]:
    """person or household -> program -> the last day that its office certified."""
    found: dict[UUID, dict[str, date]] = defaultdict(dict)
    rows = Fact.objects.filter(said_in__in=list(homes), how="certified", good_until__isnull=False)
    for row in rows.order_by("good_until"):
        found[row.person_id or row.household_id][row.program] = row.good_until
    return found


def _referred(
    told: dict[str, Told], referral: Referral | None, household: Household
) -> date | None:
    """What was said of it counts before the day on which it was sent from here."""
    if (said := told.get(rules.REFERRED)) is not None:
        return said.day
    return local_day(referral.sent_at, household.time_zone) if referral else None


def _weeks(told: dict[str, Told]) -> int:
    said = told.get(rules.WEEKS_EARLY)
    return said.number or 0 if said else 0


def _recorded(marks: dict[str, Mark]) -> dict[str, timelines.Mark]:
    return {
        key: timelines.Mark(row.done_on, row.reason)
        for key, row in marks.items()
        if row.state != rules.OPEN
    }


def _implied(referral: Referral | None, marks: dict[str, Mark]) -> dict[str, timelines.Mark]:
    """The family ended what was asked for it: its clocks do not apply, unless something was recorded."""
    if referral is None or referral.state not in rules.FAMILY_ENDED:
        return {}
    said_no = timelines.Mark(reason="family said no")
    part_c = (key for key, rule in timelines.rules().items() if rule.whom == "part c")
    return {key: said_no for key in part_c if key not in marks}


def history(person: UUID) -> list[Mark]:
    """Everything that was recorded of a child's clocks, the newest first."""
    return list(
        Mark.objects.filter(person=person)
        .select_related("marked_by", "recorded_by")
        .order_by("-marked_at", "-recorded_at")[:100]
    )


def watch_of(person: UUID, agency: UUID | None) -> Watch | None:
    return Watch.objects.filter(person=person, recorded_by=agency, ended_at=None).first()
