"""What was told, as a page shows it: the answer that counts, where it comes from, and the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.common.answers import said
from kinwork.family.facts import queries, rules
from kinwork.family.facts.models import Fact
from kinwork.family.facts.words import HOWS, PAPERS, in_words
from kinwork.library import programs
from kinwork.library.questions import bank
from kinwork.people.models import HouseholdMember
from kinwork.trust.access.queries import visible


@dataclass(frozen=True)
class Answer:
    """One answer with where it comes from."""

    fact: Fact
    words: str
    by: str
    at: datetime
    how: str
    source: str
    good_until: date | None


@dataclass(frozen=True)
class Line:
    """One question about one subject. `stale`: nothing is good any more, `counts` is the last."""

    key: str
    person: UUID | None
    question: str
    counts: Answer
    stale: bool
    differ: tuple[Answer, ...]
    before: tuple[Answer, ...]


def lines(
    household: UUID, people: Sequence[HouseholdMember], actor: Actor, on: date, language: str
) -> list[Line]:
    """Every question that was answered, in the bank's order; over what `actor` may see."""
    names = {one.person_id: one.person.given_name for one in people}
    told = queries.told_in(household, names)
    seen = {one.pk for one in visible(actor, [fact for facts in told.values() for fact in facts])}
    found = [
        _line(key, [fact for fact in facts if fact.pk in seen], names, actor, on, language)
        for (_subject, key), facts in told.items()
        if any(fact.pk in seen for fact in facts)
    ]
    order = {key: place for place, key in enumerate(bank())}
    ages = {one: place for place, one in enumerate(names)}
    return sorted(found, key=lambda one: (order.get(one.key, 999), ages.get(one.person, -1)))


def _line(
    key: str,
    facts: list[Fact],
    names: Mapping[UUID, str],
    actor: Actor,
    on: date,
    language: str,
) -> Line:
    counted = rules.in_force(facts, on)
    shown = counted or facts[0]
    differ = rules.differing(facts, on)
    question, who = bank().get(key), names.get(shown.person_id, "")
    beside = {shown.pk, *(one.pk for one in differ)}

    def answer(fact: Fact) -> Answer:
        return in_short(fact, names, actor, language)

    return Line(
        key=key,
        person=shown.person_id,
        question=question.said(language, who) if question else key,
        counts=answer(shown),
        stale=counted is None,
        differ=tuple(answer(one) for one in differ),
        before=tuple(answer(one) for one in facts if one.pk not in beside),
    )


def in_short(fact: Fact, names: Mapping[UUID, str], actor: Actor, language: str) -> Answer:
    """`fact` with where it comes from, in words for `actor`."""
    return Answer(
        fact=fact,
        words=in_words(fact.key, fact.value, language),
        by=_by(fact, names, actor),
        at=fact.said_at,
        how=str(HOWS[fact.how]),
        source=_source(fact, language),
        good_until=fact.good_until,
    )


def _by(fact: Fact, names: Mapping[UUID, str], actor: Actor) -> str:
    """You, a caregiver by name, or the agency where it was written down."""
    if fact.said_by_person:
        if fact.said_by_person == actor.id:
            return _("You")
        return names.get(fact.said_by_person) or _("The family")
    if fact.recorded_by is None:
        return _("The family")
    if actor.is_staff and fact.said_by_user:
        return f"{fact.said_by_user.name}, {fact.recorded_by.name}"
    return fact.recorded_by.name


def _source(fact: Fact, language: str) -> str:
    if fact.how == "certified" and fact.certified_by:
        known = programs.registry().get(fact.program)
        name = said(known.name, language) if known else fact.program
        return f"{fact.certified_by.name}, {name}"
    return str(PAPERS.get(fact.paper, ""))


def line_of(found: Sequence[Line], fact: UUID) -> Line | None:
    """The line in which this answer stands, counting or beside."""
    for one in found:
        if any(answer.fact.pk == fact for answer in (one.counts, *one.differ)):
            return one
    return None
