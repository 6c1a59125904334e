"""Facts are said, and corrected. Nothing is overwritten: the newest in force counts."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.rights import check
from kinwork.family.facts import queries, rights  # noqa: F401  (declares the table)
from kinwork.family.facts.models import Fact
from kinwork.family.facts.rules import class_of, good_days
from kinwork.people.models import Household, Person


def say(
    subject: Person | Household,
    *,
    key: str,
    value: Any,
    by: Actor,
    at: datetime,
    how: str = "told",
    said_at: datetime | None = None,
    said_in: UUID | None = None,
    replaces: Fact | None = None,
) -> Fact:
    """Write down one answer. The same answer said again while it is good makes no second row.

    said_at: when it was said, where that is not `at` (paper, phone). said_in: the household it
    was said in, when the subject is a person.
    """
    require(by)
    check(by, "facts.say", subject)
    said_at = said_at or at
    known = replaces or queries.newest(subject, key)
    if known and known.how == how and known.value == value and _is_good(known, subject, at):
        return known
    fact = Fact.objects.create(
        **_about(subject, said_in),
        community_id=subject.community_id,
        recorded_by_id=by.agency,
        sensitivity=class_of(key),
        key=key,
        value=value,
        how=how,
        said_at=said_at,
        said_by_person=by.id if by.is_family else None,
        said_by_user_id=by.id if by.is_staff else None,
        good_until=_good_until(key, subject, said_at),
        replaces=known,
    )
    audit.record("facts.say", fact, by=by, at=at, household=_home(fact), classes=[fact.sensitivity])
    return fact


def correct(fact: Fact, *, value: Any, by: Actor, at: datetime) -> Fact:
    """A better answer to the same question; the old one stays and is named by the new one."""
    require(by)
    check(by, "facts.correct", fact)
    subject = fact.person or fact.household
    return say(
        subject, key=fact.key, value=value, by=by, at=at, said_in=fact.said_in, replaces=fact
    )


def _about(subject: Person | Household, said_in: UUID | None) -> dict[str, Any]:
    if isinstance(subject, Household):
        return {"household": subject, "said_in": subject.pk}
    return {"person": subject, "said_in": said_in}


def _home(fact: Fact) -> UUID | None:
    return fact.household_id or fact.said_in


def _day(subject: Person | Household, at: datetime) -> date:
    return today(subject.community, at)


def _is_good(fact: Fact, subject: Person | Household, at: datetime) -> bool:
    return fact.good_until is None or fact.good_until >= _day(subject, at)


def _good_until(key: str, subject: Person | Household, said_at: datetime) -> date | None:
    days = good_days(key)
    return None if days is None else _day(subject, said_at) + timedelta(days=days)
