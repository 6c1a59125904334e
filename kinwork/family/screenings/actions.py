"""Recording what a screening said, a no to being asked, and the needs that the family chooses."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.clock import local_day
from kinwork.common.consequences import follow
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused, check
from kinwork.family.referrals.actions import make_need
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.family.referrals.models import Need
from kinwork.family.screenings import queries, rights, rules  # noqa: F401  (declares the table)
from kinwork.family.screenings.models import Screening
from kinwork.family.screenings.queries import Asked
from kinwork.library.instruments import BadAnswers, Instrument, age_for, registry
from kinwork.people.models import Household, Person
from kinwork.people.queries import members


@transaction.atomic
def record(
    *,
    household: Household,
    instrument: str,
    said: Mapping[str, object],
    person: Person | UUID | None = None,
    asked_on: date | None = None,
    weeks_early: int = 0,
    corrects: UUID | None = None,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Asked:
    """One row for each class of what was asked. Nothing follows by itself: needs are chosen (`ask_help`).

    asked_on: the day of the form, where that is not today. corrects: the sitting that this one puts right.
    The same `form_id` twice is one sitting. Raises Refused, or BadAnswers with the field that is wrong.
    """
    require(by)
    check(by, "screenings.record", household)
    one_family_at_a_time(household.pk)
    if form_id and (before := queries.sitting(household.pk, form_id)):
        return before
    known = _instrument(instrument, by)
    subject = _subject(known, household, person, at)
    day = _day(household, asked_on, subject, at)
    months = _months(known, subject, day, weeks_early)
    made = [
        _row(
            known,
            household,
            subject,
            by=by,
            at=at,
            sitting=form_id or new_id(),
            sensitivity=part.sensitivity,
            state=rules.DONE,
            answers=part.answers,
            result=part.result,
            total=part.total,
            flags=list(part.flags),
            needs=list(part.needs),
            months=months,
            asked_on=day,
            corrects=_corrected(household, corrects),
        )
        for part in rules.parts(known, said, months)
    ]
    for row in made[1:]:
        row.sitting = made[0].sitting
    return _kept(made, "screenings.record", by=by, at=at)


@transaction.atomic
def refuse(
    *,
    household: Household,
    instrument: str,
    person: Person | UUID | None = None,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Asked:
    """The family does not want to be asked: an answer, and nobody asks again for a while."""
    require(by)
    check(by, "screenings.refuse", household)
    one_family_at_a_time(household.pk)
    if form_id and (before := queries.sitting(household.pk, form_id)):
        return before
    known = _instrument(instrument, by)
    subject = _subject(known, household, person, at)
    day = _day(household, None, subject, at)
    row = _row(
        known,
        household,
        subject,
        by=by,
        at=at,
        sitting=form_id or new_id(),
        sensitivity=known.sensitivity,
        state=rules.REFUSED,
        months=_age(known, subject, day, 0),
        asked_on=day,
    )
    return _kept([row], "screenings.refuse", by=by, at=at)


@transaction.atomic
def ask_help(
    *, household: Household, sitting: UUID, codes: Iterable[str], by: Actor, at: datetime
) -> list[Need]:
    """The family wants help with these of what the screening found: each becomes a need, unless it is open
    already. Pressing twice makes none twice."""
    require(by)
    check(by, "screenings.ask_help", household)
    one_family_at_a_time(household.pk)
    asked = queries.sitting(household.pk, sitting)
    if asked is None:
        raise Refused("screenings.ask_help", _("This result is not here any more."))
    made = []
    for row in asked.rows:
        known = registry().get(row.instrument)
        urgency = known.result(row.result).urgency if known and row.result else "routine"
        open_now = queries.open_needs(household.pk, row.person_id)
        for code in (one for one in row.needs if one in set(codes) and one not in open_now):
            made.append(
                make_need(
                    household=household,
                    code=code,
                    urgency=urgency,
                    person=row.person,
                    need_id=uuid5(row.sitting, code),
                    by=by,
                    at=at,
                )
            )
    audit.record(
        "screenings.ask_help",
        asked.first,
        by=by,
        at=at,
        household=household.pk,
        needs=len(made),
    )
    return made


def _kept(rows: list[Screening], verb: str, *, by: Actor, at: datetime) -> Asked:
    for row in rows:
        row.save(force_insert=True)
        audit.record(
            verb,
            row,
            by=by,
            at=at,
            household=row.said_in,
            classes=[row.sensitivity],
            instrument=row.instrument,
        )
    follow("screenings.record", rows[0], by=by, at=at)
    return Asked(tuple(rows))


def _row(
    known: Instrument,
    household: Household,
    subject: Person | None,
    *,
    by: Actor,
    at: datetime,
    **said: Any,
) -> Screening:
    counts = rules.mark_of(known.folder, said["months"]) if known.subject == "child" else ""
    return Screening(
        community_id=household.community_id,
        owner_id=by.agency if known.scores else None,
        recorded_by_id=by.agency,
        steward_id=by.agency,
        person=subject,
        household=None if subject else household,
        said_in=household.pk,
        instrument=known.key,
        good_until=rules.good_until(known, said["asked_on"], said["state"]),
        asked_at=at,
        who=rules.WORKER if by.is_staff else rules.FAMILY,
        asked_by_id=by.id if by.is_staff else None,
        counts_for=counts,
        **said,
    )


def _instrument(key: str, by: Actor) -> Instrument:
    known = registry().get(key)
    if known is None:
        raise Refused("screenings.record", _("Please choose one from the list."))
    if by.is_family and rules.FAMILY not in known.who_answers:
        raise Refused("screenings.record", _("A worker goes through this one with you."))
    return known


def _subject(
    known: Instrument, household: Household, person: Person | UUID | None, at: datetime
) -> Person | None:
    """The child or caregiver it is about, who belongs to this household now."""
    if known.subject == "household":
        return None
    wanted = {"child": ("child",), "caregiver": ("caregiver", "other adult")}[known.subject]
    id = getattr(person, "pk", person)
    for one in members(household, at):
        if one.person_id == id and one.relation in wanted:
            return one.person
    raise Refused("screenings.record", _("Say who of the family this is about."))


def _day(household: Household, asked_on: date | None, subject: Person | None, at: datetime) -> date:
    today = local_day(at, household.time_zone)
    if asked_on is not None and asked_on > today:
        raise BadAnswers("asked_on", _("This day has not come yet."))
    if asked_on and subject and subject.birth_date and asked_on < subject.birth_date:
        raise BadAnswers("asked_on", _("This day is before the birth."))
    return asked_on or today


def _months(known: Instrument, subject: Person | None, on: date, weeks_early: int) -> int | None:
    months = _age(known, subject, on, weeks_early)
    if known.from_months is not None and months is not None:
        least, most = known.from_months, known.to_months
        if not least <= months <= (most or months):
            raise BadAnswers(
                "person",
                _("It is for ages from %(least)s to %(most)s months; this child is %(months)s.")
                % {"least": least, "most": most, "months": months},
            )
    return months


def _age(known: Instrument, subject: Person | None, on: date, weeks_early: int) -> int | None:
    if subject is None or subject.birth_date is None or known.subject != "child":
        return None
    return age_for(known, subject.birth_date, on, weeks_early)


def _corrected(household: Household, sitting: UUID | None) -> UUID | None:
    """Only what was asked in this family is put right by it."""
    return sitting if sitting and queries.sitting(household.pk, sitting) else None
