"""Facts are said, corrected, shown by a paper and certified. Nothing is overwritten."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.models import Community
from kinwork.common.rights import Refused, check
from kinwork.family.facts import queries, rights  # noqa: F401  (declares the table)
from kinwork.family.facts.models import Document, Fact, ProgramOffice
from kinwork.family.facts.rules import SURE, class_of, good_days
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

    It replaces what was said before, unless another caregiver or another agency said that, or it was
    said on a later day (a paper typed in late): then both stand, and the page shows that they differ.

    said_at: when it was said, where that is not `at` (paper, phone). said_in: the household it
    was said in, when the subject is a person.
    """
    require(by)
    check(by, "facts.say", subject)
    when = When(at, said_at or at, how)
    known = replaces or queries.newest(subject, key)
    if known and _adds_nothing(known, value, subject, when):
        return known
    fact = _said(Answer(subject, key, value), known, said_in, by, when)
    fact.replaces = replaces or fact.replaces
    fact.save(force_insert=True)
    audit.record("facts.say", fact, by=by, at=at, household=_home(fact), classes=[fact.sensitivity])
    return fact


class Answer(NamedTuple):
    """One answer of many: about whom, to which question, and what was said."""

    subject: Person | Household
    key: str
    value: Any


class When(NamedTuple):
    """When and how something is said: written down `at`, said `said_at`."""

    at: datetime
    said_at: datetime
    how: str


def say_all(
    answers: Iterable[Answer],
    *,
    by: Actor,
    at: datetime,
    how: str = "told",
    said_at: datetime | None = None,
    said_in: UUID | None = None,
) -> list[Fact]:
    """Write down many answers of one telling, each question once a subject, as `say` does one by
    one. The facts that are new."""
    require(by)
    answers, when = list(answers), When(at, said_at or at, how)
    for subject in {one.subject.pk: one.subject for one in answers}.values():
        check(by, "facts.say", subject)
    known = queries.newest_of({one.subject.pk for one in answers}, {one.key for one in answers})
    made = []
    for one in answers:
        before = known.get((one.subject.pk, one.key))
        if not before or not _adds_nothing(before, one.value, one.subject, when):
            made.append(_said(one, before, said_in, by, when))
    Fact.objects.bulk_create(made)
    audit.record_all(
        audit.entry(
            "facts.say", fact, by=by, at=at, household=_home(fact), classes=[fact.sensitivity]
        )
        for fact in made
    )
    return made


def _said(answer: Answer, known: Fact | None, said_in: UUID | None, by: Actor, when: When) -> Fact:
    """The new row, not yet saved; it replaces what is known where that gives way."""
    subject, key, value = answer
    return Fact(
        **_about(subject, said_in),
        community_id=subject.community_id,
        recorded_by_id=by.agency,
        sensitivity=class_of(key),
        key=key,
        value=value,
        how=when.how,
        said_at=when.said_at,
        said_by_person=by.id if by.is_family else None,
        said_by_user_id=by.id if by.is_staff else None,
        good_until=_good_until(key, subject, when.said_at),
        # a secret address stays secret when it is said anew
        labels=list(known.labels) if known else [],
        replaces=known if known and _gives_way(known, when.said_at, by) else None,
    )


def _adds_nothing(known: Fact, value: Any, subject: Person | Household, when: When) -> bool:
    return known.value == value and _says_as_much(known, when.how, when.said_at, subject, when.at)


def correct(fact: Fact, *, value: Any, by: Actor, at: datetime) -> Fact:
    """A better answer to the same question; the old one stays and is named by the new one."""
    require(by)
    check(by, "facts.correct", fact)
    subject = fact.person or fact.household
    return say(
        subject, key=fact.key, value=value, by=by, at=at, said_in=fact.said_in, replaces=fact
    )


def show_paper(
    fact: Fact, *, kind: str, document: Document | None = None, by: Actor, at: datetime
) -> Fact:
    """A worker saw a paper that shows this answer: over the counter, or the one that is kept."""
    require(by)
    check(by, "facts.show_paper", fact)
    days = good_days(fact.key)
    until = today(fact.community, at) + timedelta(days=days) if days else None
    return _surer(
        "facts.show_paper",
        fact,
        by=by,
        at=at,
        how="document seen",
        paper=kind,
        document=document,
        good_until=until,
    )


def certify(fact: Fact, *, program: str, on: date, until: date, by: Actor, at: datetime) -> Fact:
    """The office that decides about `program` stands for this answer, from its own certificate.

    on: the certificate's day. until: as long as it may be relied on.
    """
    require(by)
    check(by, "facts.certify", fact)
    if program not in queries.decides_about(by.agency, fact.community_id):
        raise Refused("facts.certify", NOT_THEIR_PROGRAM)
    if not on <= today(fact.community, at) <= until:
        raise Refused("facts.certify", "A certificate has begun, and is not over.")
    return _surer(
        "facts.certify",
        fact,
        by=by,
        at=at,
        how="certified",
        certified_by_id=by.agency,
        program=program,
        certified_on=on,
        good_until=until,
    )


NOT_THEIR_PROGRAM = "Only the agency that decides about a program certifies for it."


def _surer(verb: str, fact: Fact, *, by: Actor, at: datetime, **more: Any) -> Fact:
    """The same answer, more certain: a row of its own that replaces the one it rests on."""
    made = Fact.objects.create(
        person_id=fact.person_id,
        household_id=fact.household_id,
        said_in=fact.said_in,
        community_id=fact.community_id,
        recorded_by_id=by.agency,
        sensitivity=fact.sensitivity,
        labels=fact.labels,
        key=fact.key,
        value=fact.value,
        said_at=at,
        said_by_user_id=by.id,
        replaces=fact,
        **more,
    )
    audit.record(verb, made, by=by, at=at, household=_home(made), classes=[made.sensitivity])
    return made


def _says_as_much(
    known: Fact, how: str, said_at: datetime, subject: Person | Household, at: datetime
) -> bool:
    """The same was said already, as surely and still good; or later than this, so that it adds
    nothing."""
    if SURE[known.how] == SURE[how] and _is_good(known, subject, at):
        return True
    return SURE[known.how] >= SURE[how] and known.said_at > said_at


def _gives_way(known: Fact, said_at: datetime, by: Actor) -> bool:
    """An older day never replaces a newer one."""
    return known.said_at <= said_at and _is_ours(known, by)


def _is_ours(known: Fact, by: Actor) -> bool:
    """Nobody else's answer: not another caregiver's, not another agency's."""
    if by.is_family:
        return known.said_by_person in (None, by.id)
    return known.recorded_by_id in (None, by.agency)


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


def name_office(*, agency: Agency, program: str, community: Community, by: Actor, at: datetime):
    """This agency decides about this program here: it alone certifies for it."""
    require(by)
    check(by, "facts.name_office", agency)
    known = ProgramOffice.objects.filter(
        agency=agency, program=program, community=community, ends=None
    )
    if found := known.first():
        return found
    made = ProgramOffice.objects.create(
        agency=agency, program=program, community=community, starts=at
    )
    audit.record("facts.name_office", made, by=by, at=at, program=program)
    return made


def end_office(office: ProgramOffice, *, by: Actor, at: datetime) -> None:
    """From now on it certifies no more; what it certified stays good for its time."""
    require(by)
    check(by, "facts.end_office", office)
    if office.ends is None:
        office.ends = at
        office.save(update_fields=["ends"])
        audit.record("facts.end_office", office, by=by, at=at, program=office.program)
