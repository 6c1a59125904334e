"""What the workers' pages share: lines of a list, whose family it is, paging by key."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from kinwork.common.actor import Actor
from kinwork.directory.translations import service_names
from kinwork.family.followup.queries import contradicted
from kinwork.family.referrals import words
from kinwork.family.referrals.claims import SAID_OF_FAMILY
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import ENDS, WORK
from kinwork.people.models import HouseholdMember, Person
from kinwork.trust.access.queries import visible

PAGE = 25
CLAIMS = ("served", *SAID_OF_FAMILY)
OTHERWISE = gettext_lazy("the family says otherwise")
FOR_RECEIVER = [state for state, (party, _kind) in WORK.items() if party == "receiver"]


@dataclass(frozen=True)
class Line:
    """One row of a worker's list. deeds: pairs of words and address."""

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
    who: str = ""
    next: str = ""
    tried: Any = None
    ways: list[tuple[str, Any]] = field(default_factory=list)
    later: str = ""
    asleep: Any = None
    asleep_why: Any = ""
    asleep_day: date | None = None
    tick: bool = False
    ticked: bool = False

    @property
    def is_due(self) -> bool:
        """Its date counts: it is open, or its end has left something to do."""
        return self.is_open or bool(self.todo)


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
    against = contradicted(row.pk for row in rows if row.state in CLAIMS)
    drawn = [_line(row, names, called, language, todo or {}, due or {}, actor) for row in rows]
    # a claim never stands alone where the family's word contradicts it
    return [
        replace(one, tone="late", state=format_html("{}: {}", one.state, OTHERWISE))
        if one.row.pk in against
        else one
        for one in drawn
    ]


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
        who=_who(row, actor),
    )


def _place(row: Referral, called: dict[UUID, str], actor: Actor) -> str:
    """The service, and whose it is; nobody needs to read the name of their own organization."""
    ours = row.receiver_id is not None and row.receiver_id == actor.agency
    name = called[row.service_id]
    return name if ours else format_html("{}, {}", name, row.organization.name)


def _who(row: Referral, actor: Actor) -> str:
    """Who has it in hand: at the sender's while it waits there, else at the receiver's."""
    at_sender = row.next_door_due or WORK.get(row.state, ("",))[0] == "sender"
    if actor.agency == row.sender_id and at_sender:
        return str(row.followed_by or row.sent_by or "")
    return str(row.assigned_to or "")


def families(households: Iterable[UUID], actor: Actor) -> dict[UUID, str]:
    """household -> its caregiver's name; both walls are asked, for these rows at once."""
    members = HouseholdMember.objects.filter(
        household__in=set(households), relation="caregiver", ends=None
    ).values_list("person_id", "household_id")
    homes = dict(members)
    people = visible(actor, Person.objects.filter(pk__in=homes))
    return {homes[one.pk]: one.full_name for one in people}


def page_by(
    found: QuerySet, after: str, *, since: str, size: int = PAGE, newest: bool = False
) -> tuple[list, str]:
    """The next rows in the order in which they are due, those without a date last, the oldest first;
    and the key of the page after, "" at the end. The order is an index's: a page stops there.

    newest: by `since` alone, the newest first.
    """
    order = (f"-{since}", "id") if newest else (F("due_at").asc(nulls_last=True), since, "id")
    found = found.order_by(*order)
    if key := _key(after):
        found = found.filter(_behind(key, since, newest))
    rows = list(found[: size + 1])
    return rows[:size], (_key_of(rows[size - 1], since) if size and len(rows) > size else "")


def _key_of(row: Any, since: str) -> str:
    at = row.due_at.isoformat() if row.due_at else ""
    return f"{at}_{getattr(row, since).isoformat()}_{row.pk}"


def _behind(key: tuple[datetime | None, datetime, UUID], since: str, newest: bool) -> Q:
    at, moment, last = key
    way = "lt" if newest else "gt"
    later = Q(**{f"{since}__{way}": moment}) | Q(**{since: moment, "id__gt": last})
    if newest:
        return later
    if at is None:
        return Q(due_at=None) & later
    return Q(due_at__gt=at) | Q(due_at=None) | (Q(due_at=at) & later)


def _key(after: str) -> tuple[datetime | None, datetime, UUID] | None:
    """Where the last page ended; None at the start, and for a key that nobody gave."""
    at, _, rest = after.partition("_")
    moment, _, last = rest.partition("_")
    try:
        key = datetime.fromisoformat(at) if at else None, datetime.fromisoformat(moment), UUID(last)
    except (ValueError, OverflowError):
        return None
    return key if all(one is None or one.tzinfo for one in key[:2]) else None


def page_of(
    found: QuerySet[Referral], after: str, *, size: int = PAGE
) -> tuple[list[Referral], str]:
    """First what waits for the receiver, the nearest date on top; then the rest, in its order."""
    turn, _, rest = after.partition("~")
    begin = 1 if turn == "1" else 0
    rows: list[Referral] = []
    for number, theirs in ((0, True), (1, False)):
        if number < begin:
            continue
        some = (
            found.filter(state__in=FOR_RECEIVER)
            if theirs
            else found.exclude(state__in=FOR_RECEIVER)
        )
        key = rest if number == begin else ""
        part, more = page_by(some, key, since="state_since", size=size - len(rows))
        rows += part
        if more:
            return rows, f"{number}~{more}"
        if len(rows) == size and number == 0 and found.exclude(state__in=FOR_RECEIVER).exists():
            return rows, "1~"
    return rows, ""
