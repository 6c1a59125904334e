"""Protections: what is kept from somebody in particular, from when to when, on what evidence.

Whom it is held against never learns of it: their pages are those of a home without what is hidden.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common import clock as clock_days
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.ids import id_of
from kinwork.common.models import Community
from kinwork.common.rights import check
from kinwork.library.minors import services
from kinwork.people.models import Household, Person
from kinwork.people.queries import homes
from kinwork.trust.access import rights  # noqa: F401  (declares the table)
from kinwork.trust.access.actions.desks import close_work_items, open_work_item
from kinwork.trust.access.actions.ties import hold_grounds
from kinwork.trust.access.models import Withholding
from kinwork.trust.access.rules import NO_STANDING, PROTECTED
from kinwork.trust.access.standing import MINORS, in_words, own_service

REVIEW = "protection to review"


class NoProtection(ValueError):
    """It cannot be set like this. `field` says what is missing."""

    def __init__(self, field: str, why: str):
        super().__init__(why)
        self.field = field


@transaction.atomic
def withhold(
    *,
    kind: str,
    community: Community | UUID,
    person: Person | UUID | None = None,
    household: Household | UUID | None = None,
    from_person: Person | UUID | None = None,
    from_agency: Agency | UUID | None = None,
    branch: str = "",
    classes: Iterable[str] = (),
    work: UUID | None = None,
    evidence: str = "told",
    starts: datetime | None = None,
    ends: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Withholding:
    """Keep what is about `person` (or a whole household) from somebody, from now on.

    A family member keeps only their own. A court order names its court, number and dates as its
    evidence. Classes empty: all of them. Raises NoProtection.
    """
    require(by)
    check(by, "access.withhold")
    if from_agency and id_of(from_agency) == by.agency:
        raise NoProtection(
            "from_person", "An agency keeps nothing from itself. Say who else should not see it."
        )
    if kind in NO_STANDING and not (from_person or from_agency):
        raise NoProtection("from_person", "An order or a safety flag names whom it is against.")
    if kind == "court order" and evidence.strip() in ("", "told"):
        raise NoProtection("evidence", "Write the court, the number and the date of the order.")
    if by.is_family and (kind != PROTECTED or id_of(person) != by.id):
        raise NoProtection("kind", "A family member protects what is their own.")
    made = Withholding(
        community_id=id_of(community),
        kind=kind,
        person_id=id_of(person),
        household_id=id_of(household),
        branch=branch,
        from_person_id=id_of(from_person),
        from_agency_id=id_of(from_agency),
        classes=sorted(set(classes)),
        work=work,
        evidence=evidence.strip()[:200],
        set_by_id=by.id if by.is_family else None,
        recorded_by_id=by.agency,
        starts=starts or at,
        ends=ends,
    )
    _hold(made)
    made.save(force_insert=True)
    # Neither home nor person stands in the trail: a page draws it for the family.
    audit.record("access.withhold", made, by=by, at=at, person=made.pk, kind=kind)
    if by.agency:
        with acting_as(clock(made.pk, made.community_id)):
            open_work_item(
                agency=by.agency,
                community=made.community_id,
                kind=REVIEW,
                target=made.pk,
                due_at=None,
                at=at,
            )
    return made


def review_protection(*, protection: Withholding, by: Actor, at: datetime) -> None:
    """A supervisor of the agency that set it has looked at it; it stands, with their name on it."""
    require(by)
    check(by, "access.review_protection")
    protection.reviewed_at, protection.reviewed_by_id = at, by.id
    protection.save(update_fields=["reviewed_at", "reviewed_by"])
    close_work_items(target=protection.pk, kind=REVIEW, at=at)
    audit.record("access.review_protection", protection, by=by, at=at, person=protection.pk)


def withhold_minors_service(
    *,
    person: Person,
    service: str,
    state: str,
    found: Iterable[str] = (),
    wishes_it: bool = True,
    work: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Withholding | None:
    """A minor has a service that they may have alone: what is of its class is kept from the
    caregivers, on the text of law that says so, unless the minor wants otherwise (then None).

    found: the conditions of the text that somebody has found true; they stand in the evidence. work:
    the referral or intake that it is about. Twice the same: the one that stands. Raises NoProtection.
    """
    require(by)
    check(by, "access.withhold_minors_service")
    day = clock_days.local_day(at, person.community.time_zone)
    line = own_service(state, service, person.birth_date, day, frozenset(found))
    if line is None:
        raise NoProtection("service", "Nothing written says that a minor may have this alone here.")
    if not wishes_it:
        return None
    classes = [services()[service].sensitivity]
    stands = Withholding.objects.filter(
        person=person, kind=MINORS, classes=classes, work=work, ends=None
    ).first()
    return stands or withhold(
        kind=MINORS,
        community=person.community_id,
        person=person,
        classes=classes,
        work=work,
        evidence=in_words(line),
        by=by,
        at=at,
    )


def _hold(made: Withholding) -> None:
    """What is kept from an agency waits for whatever is just being sent to it, and nothing after."""
    if made.from_agency_id is None:
        return
    about = (
        {made.household_id}
        if made.household_id
        else {one.household_id for one in homes(made.person_id)}
    )
    for home in sorted(about):
        hold_grounds(home)


def release(*, protection: Withholding, by: Actor, at: datetime) -> Withholding:
    """It ends. What it hid can be seen again by whom the rule lets see it."""
    require(by)
    check(by, "access.release")
    if protection.ends is None or protection.ends > at:
        protection.ends = max(at, protection.starts)
        protection.save(update_fields=["ends"])
        audit.record("access.release", protection, by=by, at=at, person=protection.pk)
    return protection
