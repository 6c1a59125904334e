"""Recording people: a household told once, people who come, go and are corrected.

Order matters to the database: the tie stands before the household, the membership before the
person, because what is inserted must be visible to who inserts it.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kinwork.accounts.models import Agency
from kinwork.common import audit, clock
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.jobs import later
from kinwork.common.models import Community
from kinwork.common.rights import check
from kinwork.people import queries, rights, rules  # noqa: F401  (rights declares the table)
from kinwork.people.models import Household, HouseholdCommunity, HouseholdMember, Person


class ImpossiblePerson(ValueError):
    """A birth date in the future, a name that is empty or too long. `field` says where."""

    def __init__(self, field: str, why: str):
        super().__init__(why)
        self.field = field


@dataclass(frozen=True)
class NewPerson:
    """Somebody as told: names as typed, a birth date or a due date, what they are to the household."""

    given_name: str
    family_name: str = ""
    relation: str = "caregiver"
    birth_date: date | None = None
    due_date: date | None = None
    branch: str = "main"
    id: UUID = field(default_factory=new_id)


def record_household(
    *,
    people: Sequence[NewPerson],
    language: str,
    community: Community,
    recorded_by: Agency | None,
    by: Actor,
    at: datetime,
    household_id: UUID | None = None,
    opens_tie=None,
) -> Household:
    """A new household with its members, family-owned.

    As a family: `by.hat` is the household's id, `by.id` the caregiver's. As staff: `opens_tie`
    (trust.access.actions.open_tie, handed in because trust stands above people) opens the
    worker's intake tie first. Raises ImpossiblePerson next to what is wrong.
    """
    require(by)
    check(by, "people.record_household")
    for person in people:
        _check(person, clock.local_day(at, community.time_zone))
    household = household_id or by.household or new_id()
    with transaction.atomic():
        if by.is_staff and opens_tie is not None:
            opens_tie(
                kind="intake",
                agency=recorded_by,
                community=community,
                household=household,
                user=by.id,
                work=household,
                by=by,
                at=at,
            )
        row = Household.objects.create(
            id=household,
            language=language,
            time_zone=community.time_zone,
            **_owned(community, recorded_by, "household"),
        )
        HouseholdCommunity.objects.create(household=row, community=community)
        for person in people:
            _add(row, person, community, recorded_by, at)
        audit.record(
            "people.record_household", row, by=by, at=at, household=row.pk, people=len(people)
        )
    return row


def add_person(
    *, household: Household, person: NewPerson, recorded_by: Agency | None, by: Actor, at: datetime
) -> Person:
    """One more member of a household, from now on."""
    require(by)
    check(by, "people.add_person", household)
    _check(person, clock.local_day(at, household.time_zone))
    with transaction.atomic():
        made = _add(household, person, household.community, recorded_by, at)
        audit.record(
            "people.add_person", made, by=by, at=at, household=household.pk, person=made.pk
        )
    return made


def correct_person(
    *,
    person: Person,
    given_name: str,
    family_name: str,
    birth_date: date | None,
    due_date: date | None = None,
    by: Actor,
    at: datetime,
) -> Person:
    """Put right a name or a date. The trail says that it changed, never what it was."""
    require(by)
    check(by, "people.correct_person", person)
    zone = person.community.time_zone
    told = NewPerson(given_name, family_name, "other", birth_date, due_date)
    _check(told, clock.local_day(at, zone))
    person.given_name, person.family_name = given_name, family_name
    person.birth_date, person.due_date = birth_date, None if birth_date else due_date
    person.name_keys = rules.name_keys(given_name, family_name)
    person.save()
    if birth_date:
        born = HouseholdMember.objects.filter(person=person, relation="expected child", ends=None)
        born.update(relation="child")
    audit.record("people.correct_person", person, by=by, at=at, person=person.pk)
    return person


def end_membership(*, member: HouseholdMember, by: Actor, at: datetime) -> HouseholdMember:
    """Somebody no longer belongs to this household."""
    require(by)
    check(by, "people.end_membership", member)
    member.ends = at
    member.save(update_fields=["ends"])
    audit.record(
        "people.end_membership",
        member,
        by=by,
        at=at,
        household=member.household_id,
        person=member.person_id,
    )
    return member


def find_people(
    actor: Actor, *, given: str = "", family: str = "", born: date | None = None
) -> list[Person]:
    """Search before create, within what one may see. In the trail, without what was typed."""
    require(actor)
    check(actor, "people.find_people")
    people = queries.matching(given=given, family=family, born=born)
    audit.record("people.find_people", by=actor, found=len(people))
    return people


def _add(
    household: Household,
    told: NewPerson,
    community: Community,
    recorded_by: Agency | None,
    at: datetime,
) -> Person:
    HouseholdMember.objects.create(
        household=household,
        person_id=told.id,
        relation=told.relation,
        branch=told.branch,
        starts=at,
        **_owned(community, recorded_by, "household"),
    )
    made = Person.objects.create(
        id=told.id,
        given_name=told.given_name,
        family_name=told.family_name,
        name_keys=rules.name_keys(told.given_name, told.family_name),
        birth_date=told.birth_date,
        due_date=None if told.birth_date else told.due_date,
        **_owned(community, recorded_by, "identity"),
    )
    later("people.look_for_match", made.pk)  # always: a hit and a miss take the same time here
    return made


def _owned(community: Community, recorded_by: Agency | None, sensitivity: str) -> dict:
    return {
        "community": community,
        "recorded_by": recorded_by,
        "steward": recorded_by,
        "sensitivity": sensitivity,
    }


def _check(person: NewPerson, today: date) -> None:
    for name in (person.given_name, person.family_name):
        if len(name) > rules.NAME_LIMIT:
            raise ImpossiblePerson("given_name", f"A name has at most {rules.NAME_LIMIT} letters.")
        if any(unicodedata.category(letter) == "Cc" for letter in name):
            raise ImpossiblePerson("given_name", "A name has no control characters.")
    if not person.given_name.strip():
        raise ImpossiblePerson("given_name", "Every person needs at least one name.")
    if person.birth_date and not rules.possible_birth_date(person.birth_date, today):
        raise ImpossiblePerson("birth_date", "A birth date cannot be in the future.")
