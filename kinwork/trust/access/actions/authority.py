"""Who may decide for whom: given on evidence, ended with a reason, both in the trail.

Two holders are joint custody. A consent counts only while who gave it may decide: ending an
authority closes at once what stood on it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import check
from kinwork.people.models import Person
from kinwork.people.queries import homes
from kinwork.trust.access import rights  # noqa: F401  (declares the table)
from kinwork.trust.access.actions.ties import hold_grounds, no_later_than_now
from kinwork.trust.access.models import Authority
from kinwork.trust.access.standing import no_authority


class NoAuthority(ValueError):
    """It cannot be given or ended like this. `field` says what is missing, `why` is the key of words."""

    def __init__(self, field: str, why: str):
        super().__init__(why)
        self.field, self.why = field, why


@transaction.atomic
def give_authority(
    *,
    person: Person,
    holder: Person | None = None,
    holder_agency: Agency | None = None,
    holder_name: str = "",
    kind: str = "parent",
    scope: Iterable[str] = (),
    evidence: str = "told",
    starts: datetime | None = None,
    ends: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Authority:
    """From `starts` (or now) somebody may decide for `person`, in `scope` (empty: everything).

    As staff: of an agency that works with the family, on evidence that was seen (a parent's word is
    enough for a parent). As a caregiver: for a child of theirs for whom nobody else answers; and so
    does whoever writes a family's first story down. Raises NoAuthority.
    """
    require(by)
    first = kind == "parent" and holder is not None and not _others(person, holder, at)
    check(by, "access.first_authority" if first else "access.give_authority", person)
    named = sum((holder is not None, holder_agency is not None, bool(holder_name.strip())))
    wrong = no_authority(
        kind=kind,
        named=named,
        oneself=holder is not None and holder.pk == person.pk,
        a_person=holder is not None,
        scope=tuple(scope),
        evidence=evidence,
        in_order=ends is None or ends > (starts or at),
    )
    if wrong:
        raise NoAuthority(*wrong)
    made = Authority(
        person=person,
        holder_person=holder,
        holder_agency=holder_agency,
        holder_name=holder_name.strip()[:200],
        kind=kind,
        scope=sorted(set(scope)),
        evidence=evidence.strip()[:200],
        recorded_by_id=by.agency,
        starts=starts or at,
        ends=ends,
    )
    made.save(force_insert=True)
    audit.record("access.give_authority", made, by=by, at=at, person=person.pk, kind=kind)
    return made


@transaction.atomic
def end_authority(*, authority: Authority, because: str, by: Actor, at: datetime) -> Authority:
    """They may decide no more, and why. Ending it again changes nothing."""
    require(by)
    check(by, "access.end_authority", authority)
    if not because.strip():
        raise NoAuthority("because", "reason")
    if authority.ends is not None and authority.ends <= at:
        return authority
    for home in sorted({one.household_id for one in homes(authority.person_id)}):
        hold_grounds(home)
    ends = max(no_later_than_now(at), authority.starts)
    said = {"ends": ends, "ended_because": because.strip()[:200]}
    if not Authority.objects.filter(pk=authority.pk).update(**said):
        raise NoAuthority("authority", "theirs")
    authority.ends, authority.ended_because = ends, said["ended_because"]
    audit.record(
        "access.end_authority",
        authority,
        by=by,
        at=at,
        person=authority.person_id,
        kind=authority.kind,
    )
    return authority


def _others(person: Person, holder: Person, at: datetime) -> bool:
    """Does somebody else answer for this person, as far as whoever acts can see?"""
    found = Authority.objects.filter(person=person).exclude(holder_person=holder)
    return any(one.starts <= at and (one.ends is None or one.ends > at) for one in found)
