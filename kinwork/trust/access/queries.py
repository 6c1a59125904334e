"""`may_see` in the application, the first of two walls; the second is the same rule in SQL.

Grounds are read by the database's own function, the decision is `rules.decide`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import acting_as, current_actor
from kinwork.common.actor import Actor
from kinwork.people.models import OwnedRow
from kinwork.trust.access.models import Tie, WorkItem
from kinwork.trust.access.rules import Grounds, decide, writes

Row = TypeVar("Row", bound=OwnedRow)
_GROUNDS = """
    SELECT g.* FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::uuid[], %s::uuid[],
                           %s::timestamptz[], %s::text[])
      WITH ORDINALITY AS r(id, owner, recorded, class, person, household, sealed, labels, n),
      LATERAL kw_grounds(r.id, r.owner, r.recorded, r.class, r.person, r.household, r.sealed,
                         r.labels::text[]) g
    ORDER BY r.n
"""


def grounds_of(rows: Sequence[OwnedRow]) -> list[Grounds]:
    """What the rule needs to know of each row, for the acting actor: one statement for all."""
    columns: list[list] = [[], [], [], [], [], [], [], []]
    for row in rows:
        person, household = subject_of(row)
        values = (row.pk, row.owner_id, row.recorded_by_id, row.sensitivity, person, household)
        for column, value in zip(
            columns, (*values, row.sealed_at, _array(row.labels)), strict=True
        ):
            column.append(value)
    with connection.cursor() as cursor:
        cursor.execute(_GROUNDS, columns)
        return [Grounds(*found) for found in cursor.fetchall()]


def _array(labels: Sequence[str]) -> str:
    """PostgreSQL's text form of an array: arrays of arrays must be of one length, these are not."""
    return "{" + ",".join(f'"{label}"' for label in labels) + "}"


def subject_of(row: OwnedRow) -> tuple[UUID | None, UUID | None]:
    """(person, household) that a row is about, as its policy sees it."""
    said = getattr(row, "subject", ("person_id", "household_id"))
    person, household = (None if "NULL" in name else getattr(row, name) for name in said)
    return person, household


def deciding_lines(
    actor: Actor, rows: Sequence[OwnedRow], purpose: str = "care", now: datetime | None = None
) -> list[str | None]:
    """For each row the line of the rule that lets `actor` see it, or None."""
    wanted = actor.for_purpose(purpose)
    if wanted == current_actor() and now is None:
        return [decide(grounds) for grounds in grounds_of(rows)]
    with acting_as(wanted, now=now):
        return [decide(grounds) for grounds in grounds_of(rows)]


def may_see(
    actor: Actor, row: OwnedRow, purpose: str = "care", now: datetime | None = None
) -> bool:
    """May `actor` see `row` for `purpose` at `now` (None: the database's clock)?"""
    return deciding_lines(actor, [row], purpose, now)[0] is not None


def may_change(actor: Actor, row: OwnedRow) -> bool:
    """May `actor` work on what they see? Whoever broke the glass reads, and changes nothing."""
    if actor != current_actor():
        with acting_as(actor):
            return writes(grounds_of([row])[0])
    return writes(grounds_of([row])[0])


def visible(actor: Actor, rows: Iterable[Row]) -> list[Row]:
    """Those of `rows` that `actor` may see for care."""
    rows = list(rows)
    lines = deciding_lines(actor, rows) if rows else []
    return [row for row, line in zip(rows, lines, strict=True) if line is not None]


def deciding_line(actor: Actor, row: OwnedRow) -> str | None:
    """The name of the line that lets `actor` see `row`, or None: for tests, never for a page."""
    return deciding_lines(actor, [row])[0]


def explain(actor: Actor, row: OwnedRow) -> str:
    """The line that decided, in words. A no says the same whatever the reason."""
    says = {
        "own": _("It is about you or your household."),
        "owner agency": _("Your agency recorded it and is working with this family."),
        "shared": _("The family agreed to share this with your agency."),
        "family's request": _("The family asked your organization for this one service."),
        "break-glass": _("You opened it in an emergency; the agency and the family were told."),
        "clock": _("A reminder was due."),
        None: _("The family has not shared this with your agency."),
    }
    return says[deciding_line(actor, row)]


def opened(
    *,
    by: Actor,
    household: UUID,
    classes: Iterable[str],
    page: str,
    about: Model | None = None,
    at: datetime | None = None,
) -> None:
    """Write down that a page with this household's rows was opened, so that the family can read it.

    about: the piece of work whose page it is; kept from a caregiver, so is the line about it.
    """
    audit.record(f"{page}.view", about, by=by, at=at, household=household, classes=classes)


def ties_of(household: UUID) -> list[Tie]:
    return list(Tie.objects.filter(household=household, ends=None).select_related("agency", "user"))


def open_items(agency: UUID) -> list[WorkItem]:
    found = WorkItem.objects.filter(agency=agency, closed_at=None)
    return list(found.select_related("assignee").order_by("due_at", "opened_at"))
