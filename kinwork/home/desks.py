"""What the workers' pages share: lines of a list, whose family it is, paging by key."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html

from kinwork.common.actor import Actor
from kinwork.directory.translations import service_names
from kinwork.family.referrals import words
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import ENDS, WORK
from kinwork.people.models import HouseholdMember, Person
from kinwork.trust.access.queries import visible

PAGE = 25
FOR_RECEIVER = [state for state, (party, _kind) in WORK.items() if party == "receiver"]
TURN = Case(
    When(state__in=FOR_RECEIVER, due_at__isnull=False, then=Value(0)),
    When(state__in=FOR_RECEIVER, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Line:
    """One row of a worker's list."""

    row: Referral
    need: str
    family: str
    tone: str
    state: Any
    todo: Any
    due_at: datetime | None
    url: str
    urgency: tuple[str, Any]
    is_open: bool
    place: str
    deeds: list[tuple[Any, str]] = field(default_factory=list)


def lines(
    rows: Iterable[Referral],
    actor: Actor,
    language: str,
    *,
    todo: dict[UUID, Any] | None = None,
    due: dict[UUID, datetime | None] | None = None,
) -> list[Line]:
    """Envelopes as lines; names only of those families that `actor` may see."""
    rows = list(rows)
    names = families([row.household_id for row in rows], actor)
    called = service_names([row.service for row in rows], language)
    return [_line(row, names, called, language, todo or {}, due or {}, actor) for row in rows]


def _line(row: Referral, names, called, language, todo, due, actor: Actor) -> Line:
    tone, state = words.STATE_WORDS[row.state]
    return Line(
        row=row,
        need=words.need_name(row.need_code, language),
        family=names.get(row.household_id, ""),
        tone=tone,
        state=state,
        todo=todo.get(row.pk, ""),
        due_at=due.get(row.pk, row.due_at),
        url=reverse("referrals:referral", args=[row.pk]),
        urgency=words.URGENCY_WORDS[row.urgency],
        is_open=row.state not in ENDS,
        place=_place(row, called, actor),
    )


def _place(row: Referral, called: dict[UUID, str], actor: Actor) -> str:
    """The service, and whose it is; nobody needs to read the name of their own organization."""
    ours = row.receiver_id is not None and row.receiver_id == actor.agency
    name = called[row.service_id]
    return name if ours else format_html("{}, {}", name, row.organization.name)


def families(households: Iterable[UUID], actor: Actor) -> dict[UUID, str]:
    """household -> its caregiver's name; both walls are asked, for these rows at once."""
    members = HouseholdMember.objects.filter(
        household__in=set(households), relation="caregiver", ends=None
    ).values_list("person_id", "household_id")
    homes = dict(members)
    people = visible(actor, Person.objects.filter(pk__in=homes))
    return {homes[one.pk]: one.full_name for one in people}


def page_of(
    found: QuerySet[Referral], after: str, *, size: int = PAGE
) -> tuple[list[Referral], str]:
    """The next rows, and the key of the page after; "" at the end.

    First what waits for the receiver, the nearest date on top; then the rest, the oldest first.
    """
    found = found.annotate(turn=TURN, moment=Coalesce("due_at", "state_since"))
    found = found.order_by("turn", "moment", "id")
    key = _key(after)
    if key:
        turn, moment, last = key
        same = Q(turn=turn, moment__gt=moment) | Q(turn=turn, moment=moment, id__gt=last)
        found = found.filter(Q(turn__gt=turn) | same)
    rows = list(found[: size + 1])
    if len(rows) <= size:
        return rows, ""
    end = rows[size - 1]
    return rows[:size], f"{end.turn}_{end.moment.isoformat()}_{end.pk}"


def _key(after: str) -> tuple[int, datetime, UUID] | None:
    """Where the last page ended; None at the start, and for a key that nobody gave."""
    turn, _, rest = after.partition("_")
    moment, _, last = rest.partition("_")
    try:
        return int(turn), datetime.fromisoformat(moment), UUID(last)
    except (ValueError, OverflowError):
        return None
