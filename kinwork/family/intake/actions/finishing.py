"""A finished draft becomes a family's record: household, people, facts, needs, what they may get,
ways to reach them, consent, referrals. One transaction: all of it or nothing.

A family alone becomes the family actor here; a worker writes what the family said at the desk.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.family.eligibility import actions as eligibility
from kinwork.family.facts import actions as facts
from kinwork.family.facts.rules import ON_PAPER
from kinwork.family.intake import answers as said
from kinwork.family.intake.actions import sending
from kinwork.family.intake.models import Draft
from kinwork.family.intake.paper import saying
from kinwork.people import actions as people
from kinwork.people.models import Household, Person
from kinwork.people.queries import members
from kinwork.trust.access import actions as access


class Unfinished(ValueError):
    """Something is still missing; `step` is where it is asked."""

    def __init__(self, step: str):
        super().__init__(step)
        self.step = step


@dataclass(frozen=True)
class Finished:
    """The family's record, its caregiver, and who acts for it from now on."""

    household: UUID
    person: UUID
    community: UUID

    @property
    def family(self) -> Actor:
        return Actor("family", self.person, self.household, "family member", self.community)


def already(draft: Draft) -> Finished:
    """What an earlier finish made."""
    return Finished(draft.household, UUID(draft.answers["person"]), draft.community_id)


def finish(draft: Draft, *, by: Actor, at: datetime, how: Mapping[str, Any]) -> Finished:
    """See actions.finish. The draft is locked by the caller."""
    told = dict(draft.answers)
    caregiver = said.caregiver(told)
    if caregiver is None:
        raise Unfinished("people")
    if undecided(told):
        raise Unfinished("agree")
    done = Finished(draft.household or new_id(), UUID(caregiver.id), draft.community_id)
    _close(draft, done, by, at)
    with _writer(by, done) as writer:
        household = _people(draft, told, done, writer, at)
        _facts(household, told, writer, at)
        eligibility.screen(household=household, by=writer, at=at)
        sending.reach(household, told.get("reach") or {}, by=writer, at=at)
        who = Person.objects.get(pk=done.person)
        sending.needs_and_referrals(draft, household, told, who, how=how, by=writer, at=at)
        paper = {"paper_of": day.isoformat()} if (day := saying.day_of(told)) else {}
        audit.record("intake.finish", draft, by=writer, at=at, household=household.pk, **paper)
    return done


def undecided(told: Mapping[str, Any]) -> list[str]:
    """Chosen services for which nobody has said yes or no yet."""
    return [id for id in told.get("services", []) if f"agree:{id}" not in told]


def _close(draft: Draft, done: Finished, by: Actor, at: datetime) -> None:
    """The record holds the story from now on; the draft keeps only where it went."""
    draft.household, draft.finished_at, draft.changed_at = done.household, at, at
    draft.answers = {"person": str(done.person)} | saying.kept(draft.answers)
    draft.trail = {}
    draft.save(update_fields=["household", "finished_at", "changed_at", "answers", "trail"])


@contextmanager
def _writer(by: Actor, done: Finished) -> Iterator[Actor]:
    """A family alone writes as the family that it has just become."""
    if by.kind != "draft":
        yield by
        return
    with acting_as(done.family) as family:
        yield family


def _people(
    draft: Draft, told: Mapping[str, Any], done: Finished, by: Actor, at: datetime
) -> Household:
    """The household as told: new, or known with the people who came since."""
    new = [_new_person(one, draft.language) for one in said.people(told) if not one.known]
    known = Household.objects.filter(pk=done.household).first()
    recorded_by = Agency.objects.get(pk=by.agency) if by.agency else None
    if known is None:
        household = people.record_household(
            people=new,
            language=draft.language,
            community=draft.community,
            recorded_by=recorded_by,
            by=by,
            at=at,
            household_id=done.household,
            opens_tie=access.open_tie,
        )
        _authority(household, done.person, by, at)
        return household
    for one in new:
        people.add_person(household=known, person=one, recorded_by=recorded_by, by=by, at=at)
    _authority(known, done.person, by, at, {one.id for one in new})
    _corrected(known, told, by, at)
    return known


def _new_person(one: said.Member, language: str) -> people.NewPerson:
    unnamed = "Bebé" if language == "es" else "Baby"
    return people.NewPerson(
        given_name=one.given or unnamed,
        family_name=one.family,
        relation=one.relation,
        birth_date=one.birth_date,
        due_date=one.due_date,
        id=UUID(one.id),
    )


def _authority(
    household: Household, caregiver: UUID, by: Actor, at: datetime, new: set[UUID] | None = None
) -> None:
    """The caregiver who tells the story answers for the children (the new ones) of their branch,
    until somebody says otherwise."""
    found = {one.person_id: one for one in members(household)}
    teller = found.get(caregiver)
    for one in found.values():
        is_child = one.relation in ("child", "expected child")
        is_asked = new is None or one.person_id in new
        if teller and is_child and is_asked and one.branch == teller.branch:
            access.give_authority(person=one.person, holder=teller.person, by=by, at=at)


def _corrected(household: Household, told: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Names and dates that a known family put right: a birth after a due date, above all."""
    typed = {UUID(one.id): one for one in said.people(told) if one.known}
    for one in members(household):
        now, person = typed.get(one.person_id), one.person
        ours = by.agency is None or person.recorded_by_id == by.agency
        if now and ours and _differs(now, person):  # others' rows are theirs to correct
            people.correct_person(
                person=person,
                given_name=now.given,
                family_name=now.family,
                birth_date=now.birth_date,
                due_date=now.due_date,
                by=by,
                at=at,
            )


def _differs(now: said.Member, person: Person) -> bool:
    typed = (now.given, now.family, now.birth_date, None if now.birth_date else now.due_date)
    return typed != (person.given_name, person.family_name, person.birth_date, person.due_date)


def _facts(household: Household, told: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """What was typed in from paper is of the paper's day; what counts now is said after it."""
    people = {key: value for key, value in told.items() if key.startswith("member:")}
    paper, day = said.facts(people | saying.told(told)), saying.day_of(told)
    about = {str(one.person_id): one.person for one in members(household)} | {None: household}

    def say(answers: Mapping[tuple[str, str | None], Any], **more: Any) -> None:
        found = [
            facts.Answer(about[who], key, value)
            for (key, who), value in answers.items()
            if who in about
        ]
        facts.say_all(found, by=by, at=at, said_in=household.pk, **more)

    if paper:
        when = min(at, saying.noon(day, household.time_zone))  # never one that has not come
        say(paper, how=ON_PAPER, said_at=when)
    say({ref: value for ref, value in said.facts(told).items() if paper.get(ref) != value})
