"""How a change of a plan is written: the family's line, the row as it stands, the clash, the event."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.moves import Life
from kinwork.common.rights import NOT_YOURS, Refused, check
from kinwork.family.plans import rights  # noqa: F401  (declares the table)
from kinwork.family.plans.models import Goal, Plan, PlanEvent, Review, Step
from kinwork.family.plans.rules import FAMILY
from kinwork.family.plans.saying import ALONE, With
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.people.models import SubjectRow
from kinwork.trust.access.queries import may_change

Row = TypeVar("Row", Goal, Step, Plan, Review)
NOT_HERE = gettext_lazy("This cannot be done here. Please call us.")
GONE = gettext_lazy("You cannot see this any more. Nothing was changed.")


class Clash(Exception):
    """Somebody changed the row since the form was drawn: nothing was written, nothing is lost.

    row: as it stands now. last: what happened to it last. mine: the words that were sent.
    """

    def __init__(self, row: Goal | Step, last: PlanEvent | None, mine: str):
        super().__init__(f"{row.pk} is at version {row.version}")
        self.row, self.last, self.mine = row, last, mine


def only_the_family(verb: str, by: Actor, said: With) -> None:
    """Raises Refused where a worker does alone what is the family's."""
    if said.party(by) != FAMILY:
        raise Refused(
            verb,
            _("Only the family can do this, or you together with the family. Say who is there."),
        )


def begun(row: Row, verb: str, *, by: Actor, home: UUID) -> Row:
    """The row as it stands, with the family's line held. Refused to whom it is closed, and to a worker
    who reads it in an emergency."""
    require(by)
    check(by, verb, row)
    one_family_at_a_time(home)
    found = type(row).objects.filter(pk=row.pk).first()
    if found is None or not may_change(by, found):
        raise Refused(verb, str(GONE))
    return found


def may_add(row: SubjectRow, verb: str, by: Actor) -> None:
    """Raises Refused where the database would not take this new row from this actor."""
    if not may_change(by, row):
        raise Refused(verb, NOT_YOURS if by.is_staff else str(NOT_HERE))


def known(plan: UUID, form_id: UUID | None) -> PlanEvent | None:
    """What this very form did already."""
    return PlanEvent.objects.filter(plan=plan, form_id=form_id).first() if form_id else None


def current(row: Goal | Step, version: int | None, mine: str = "") -> None:
    """Raises Clash where the form was drawn from an older version."""
    if version is not None and version != row.version:
        raise Clash(
            row,
            row.events.select_related("user", "agency").order_by("at", "recorded_at").last(),
            mine,
        )


def landing(life: Life, verb: str, row: Goal | Step, party: str, right: str) -> str:
    """Where the move leads. Raises WrongState, or Refused to a party that may not make it."""
    move = life.find(verb, row.state)
    if party not in move.parties:
        raise Refused(right, NOT_YOURS)
    return move.lands(row.state)


def save(row: Row, *, same_text: bool = False, **change: Any) -> Row:
    """Written as the row itself: whoever may work on a family's plan may not sign with the name of the
    agency that typed the row first, and the database holds them to that. same_text: forms that were
    drawn before still count."""
    if isinstance(row, Goal | Step) and not same_text:
        change["version"] = row.version + 1
    with acting_as(clock(row.pk, row.community_id)):
        type(row).objects.filter(pk=row.pk).update(**change)
    for name, value in change.items():
        setattr(row, name, value)
    return row


def about(row: SubjectRow) -> dict[str, Any]:
    """What every row that hangs on `row` takes over from it: subject, class, who typed it, labels."""
    return {
        "community_id": row.community_id,
        "owner_id": row.owner_id,
        "recorded_by_id": row.recorded_by_id,
        "steward_id": row.steward_id,
        "sensitivity": row.sensitivity,
        "labels": list(row.labels),
        "person_id": row.person_id,
        "household_id": row.household_id,
        "said_in": row.said_in,
    }


@dataclass(frozen=True)
class Told:
    """What an event says beside who and when."""

    words: str = ""
    words_before: str = ""
    state: str = ""
    state_before: str = ""
    level: int | None = None
    due_on: date | None = None


def tell(
    row: Row,
    verb: str,
    said: Told,
    whose: With = ALONE,
    *,
    by: Actor,
    at: datetime,
    form_id: UUID | None = None,
) -> PlanEvent:
    """The event and the trail. by: who stands behind it; a clock's deed is nobody's."""
    plan, goal = _above(row)
    event = PlanEvent.objects.create(
        **about(row),
        plan_id=plan,
        goal_id=goal,
        step_id=row.pk if isinstance(row, Step) else None,
        review_id=row.pk if isinstance(row, Review) else None,
        verb=verb,
        words=said.words,
        words_before=said.words_before,
        state=said.state,
        state_before=said.state_before,
        level=said.level,
        due_on=said.due_on,
        at=at,
        user_id=by.id if by.is_staff else None,
        agency_id=by.agency,
        on_behalf_of=whose.on_behalf_of,
        family_present=whose.present,
        form_id=form_id,
    )
    audit.record(
        f"plans.{verb}",
        row,
        by=by,
        at=at,
        household=row.said_in or row.household_id,
        classes=[row.sensitivity],
        on_behalf_of=whose.on_behalf_of,
        **({"family_present": True} if whose.present else {}),
        **({"to": said.state} if said.state else {}),
    )
    return event


def _above(row: Row) -> tuple[UUID, UUID | None]:
    if isinstance(row, Plan):
        return row.pk, None
    if isinstance(row, Review):
        return row.plan_id, None
    if isinstance(row, Goal):
        return row.plan_id, row.pk
    return row.plan_id, row.goal_id
