"""A yes and a no. Deny wins; what is refused is closed at the next statement."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from kinwork.accounts.models import Agency
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.consequences import follow
from kinwork.common.models import Text
from kinwork.people.models import Household, Person
from kinwork.trust.access.actions import hold_grounds, no_later_than_now
from kinwork.trust.consent import texts
from kinwork.trust.consent.actions.writing import How, Said, in_force, write_down
from kinwork.trust.consent.models import Consent


@transaction.atomic
def give(
    *,
    household: Household,
    given_by: Person,
    agency: Agency,
    classes: Iterable[str],
    text: Text,
    language: str,
    purposes: Iterable[str] = ("care",),
    way: str = "on screen",
    witness: str = "",
    signed_on: date | None = None,
    paper_at: str = "",
    starts: datetime | None = None,
    ends: datetime | None = None,
    part_2: bool = False,
    records: str = "",
    named_user=None,
    recorded_by: Agency | None = None,
    by: Actor,
    at: datetime,
) -> Consent:
    """The family lets `agency` see `classes`. An agency may record it on the family's behalf.

    part_2, records, named_user: what a consent for treatment, school or safety records must say.
    witness: who heard it, when it was said by phone; signed_on, paper_at: the day on the paper, and
    where it lies.
    """
    special = {"part_2": part_2, "records": records, "named_user": named_user}
    how = How(way, witness, signed_on, paper_at)
    said = Said(household, given_by, agency, classes, text, language, purposes, how)
    return write_down("give", said, starts or at, ends, recorded_by, special, by=by, at=at)


@transaction.atomic
def deny(
    *,
    household: Household,
    given_by: Person,
    agency: Agency,
    classes: Iterable[str],
    language: str,
    text: Text | None = None,
    purposes: Iterable[str] = ("care",),
    way: str = "on screen",
    witness: str = "",
    signed_on: date | None = None,
    paper_at: str = "",
    starts: datetime | None = None,
    ends: datetime | None = None,
    recorded_by: Agency | None = None,
    by: Actor,
    at: datetime,
) -> Consent:
    """The family refuses `agency`; it stands against every permit, from now."""
    require(by)
    hold_grounds(household.pk)
    text = text or in_force(texts.DENY, language, household.community_id)
    how = How(way, witness, signed_on, paper_at)
    said = Said(household, given_by, agency, classes, text, language, purposes, how)
    starts = no_later_than_now(starts or at)
    made = write_down("deny", said, starts, ends, recorded_by, {"deny": True}, by=by, at=at)
    follow("consent.deny", made, by=by, at=at)
    return made
