"""Two rows of one person: said, taken back, and asked of the family where another office knows them.

A link is a row of its own and touches neither person: to take it back restores both exactly. While it
stands, what either row refuses, blocks or protects counts for both.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.consequences import follow
from kinwork.common.ids import id_of, new_id
from kinwork.common.rights import check
from kinwork.people import rights  # noqa: F401  (declares the table)
from kinwork.people.models import IdentityLink, Match, Person
from kinwork.trust.access.actions.desks import close_work_items, open_work_item

TASK = "records to compare"


class NoLink(ValueError):
    """These two cannot be linked. It never says which of the reasons it is."""

    def __init__(self) -> None:
        super().__init__("These two records cannot be linked here.")


@transaction.atomic
def link_people(
    *, one: Person | UUID, other: Person | UUID, why: str, by: Actor, at: datetime
) -> IdentityLink:
    """Say that two rows are one person. Raises NoLink, in the same words for every reason."""
    require(by)
    check(by, "people.link_people")
    first, second = sorted((id_of(one), id_of(other)))
    if not _asks("kw_may_link", first, second) or _linked(first, second):
        raise NoLink
    link = IdentityLink.objects.create(
        one_id=first,
        other_id=second,
        linked_by=Agency.objects.get(pk=by.agency),
        why=why.strip()[:200],
        starts=at,
    )
    for match in Match.objects.filter(one__in=(first, second), other__in=(first, second)):
        _settle(match.pk, at)
    for person in (first, second):
        audit.record("people.link_people", link, by=by, at=at, person=person)
    return link


def _linked(one: UUID, other: UUID) -> bool:
    return IdentityLink.objects.filter(one=one, other=other, ends=None).exists()


@transaction.atomic
def unlink_people(*, link: IdentityLink, why: str, by: Actor, at: datetime) -> IdentityLink:
    """They are two people after all; each row is at once what it was. A second time changes nothing."""
    require(by)
    check(by, "people.unlink_people")
    row = IdentityLink.objects.select_for_update().get(pk=link.pk)
    if row.ends is None:
        row.ends, row.ended_by_id, row.ended_why = max(at, row.starts), by.agency, why.strip()[:200]
        row.save(update_fields=["ends", "ended_by", "ended_why"])
        for person in (row.one_id, row.other_id):
            audit.record("people.unlink_people", row, by=by, at=at, person=person)
    return row


def look_for_match(person: UUID, at: datetime) -> Match | None:
    """For a person who was just written down; as their own clock. A hit is asked of the family."""
    with acting_as(clock(person)):
        found = _asks("kw_note_match", new_id())
    if found is None:
        return None
    with acting_as(clock(found)) as by:
        match = Match.objects.get(pk=found)
        audit.record("people.find_match", match, by=by, at=at)
        follow("people.find_match", match, by=by, at=at)
    return match


@transaction.atomic
def answer_match(*, match: UUID, yes: bool, by: Actor, at: datetime) -> bool:
    """The family says whether it is the same person; a yes is a task for its own agency."""
    require(by)
    check(by, "people.answer_match")
    row = Match.objects.filter(pk=match).first()
    if row is None or not _asks("kw_answer_match", match, "yes" if yes else "no"):
        return False
    audit.record("people.answer_match", row, by=by, at=at, person=row.one_id)
    if yes:
        with acting_as(clock(row.pk, row.community_id)):
            open_work_item(
                agency=row.agency_id,
                community=row.community_id,
                kind=TASK,
                target=row.pk,
                due_at=None,
                at=at,
            )
    return True


@transaction.atomic
def leave_match(*, match: UUID, by: Actor, at: datetime) -> bool:
    """The supervisor leaves the two records as they are."""
    require(by)
    check(by, "people.leave_match")
    row = Match.objects.filter(pk=match).first()
    done = row is not None and _settle(match, at)
    if done:
        audit.record("people.leave_match", row, by=by, at=at, person=row.one_id)
    return done


def _settle(match: UUID, at: datetime) -> bool:
    """The task is done, and leaves the desk; not if it was nobody's here."""
    if done := bool(_asks("kw_settle_match", match)):
        close_work_items(target=match, kind=TASK, at=at)
    return done


def _asks(function: str, *told: object):
    """One of the database's own questions about links."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(told))})", told)
        return cursor.fetchone()[0]
