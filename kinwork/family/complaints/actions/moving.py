"""The one way a complaint moves: right, lock, state, save, step, trail, clocks and desks."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common import community as place
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.moves import WrongState
from kinwork.common.rights import Refused, check
from kinwork.family.complaints import rights  # noqa: F401  (declares the table)
from kinwork.family.complaints.models import Complainant, Complaint, ComplaintEvent
from kinwork.family.complaints.rules import (
    CLOCKS,
    FAMILY,
    LIFE,
    LONGEST,
    LOOKED_AT,
    OFFICE,
    PLAIN,
    RECEIVED,
    REOPENED,
)
from kinwork.family.contact.actions import tell_family
from kinwork.family.contact.laid import ANSWER, LATE, TAKE
from kinwork.family.contact.queries import kept_from
from kinwork.trust.access.actions import clear_due, close_work_items, open_work_item, set_due

BUSINESS = ("complaint_take_days",)  # counted in business days; the others in days


def move(
    complaint: Complaint,
    verb: str,
    party: str,
    *,
    words: str = "",
    needs: str = "",
    version: int | None = None,
    change: dict[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> Complaint:
    """needs: the sentence that asks for words where there are none. version: of the page it was made on.

    Raises Refused; WrongState when somebody was faster.
    """
    right = f"complaints.{verb}"
    require(by)
    row = Complaint.objects.filter(pk=complaint.pk).first()
    if row is None:
        raise Refused(right, _("This is not here any more."))
    check(by, right, row)
    said = words.strip()
    if needs and not said:
        raise Refused(right, needs)
    if len(said) > LONGEST:
        raise Refused(right, _("This is too long. Please keep it under 6,000 letters."))
    with acting_as(clock(row.pk, row.community_id)) as itself:
        row = Complaint.objects.select_for_update(of=("self",)).get(pk=row.pk)
        check(by, right, row)
        step = LIFE.find(verb, row.state)
        if party not in step.parties or (version is not None and version != row.version):
            raise WrongState(verb, row.state)
        state = step.lands(row.state)
        _saved(row, state, at, change or {})
        stepped(row, verb, party, said, by, at)
        settle_desks(row, at)
        # the trail says what happened to it, and not who complained; who took it is no secret
        deed_by = by if party != FAMILY and by.is_staff else itself
        audit.record(right, row, by=deed_by, at=at, state=row.state, party=party)
        if party == OFFICE and verb in ("take", "answer", "hand_on"):
            tell(row, at)
    return row


def _saved(row: Complaint, state: str, at: datetime, change: dict[str, Any]) -> None:
    if state != row.state:
        row.state, row.state_since = state, at
        row.due_at = due_at(row, at)
        row.ended_at = at if state in LIFE.ends else None
    for name, value in change.items():
        setattr(row, name, value)
    row.version += 1
    row.save(
        update_fields=[
            *("state", "state_since", "due_at", "ended_at", "version", "officer", "about_user"),
            *("taken_at", "answered_at", "settled", "late_at"),
        ]
    )


def stepped(row: Complaint, verb: str, party: str, words: str, by: Actor, at: datetime) -> None:
    last = row.events.aggregate(last=Max("number"))["last"] or 0
    ComplaintEvent.objects.create(
        complaint=row,
        number=last + 1,
        verb=verb,
        state=row.state,
        party=party,
        at=at,
        user_id=by.id if by.is_staff and party != FAMILY else None,
        words=words,
    )


def due_at(row: Complaint, since: datetime) -> datetime | None:
    """When the clock of its state runs out: an answer is due so long after it came in, or came again."""
    if row.state not in CLOCKS:
        return None
    setting = CLOCKS[row.state][1]
    days = place.setting(row.community, setting)
    if setting in BUSINESS:
        return place.due(row.community, since, days)
    if row.state == LOOKED_AT:
        again = row.events.filter(verb="reopen").order_by("-number").first()
        since = again.at if again else row.made_at
    return since + timedelta(days=days)


def settle_desks(row: Complaint, at: datetime) -> None:
    """Its lines and its clock are those of its state. As its own clock."""
    clear_due(target=row.pk)
    if row.state not in (LOOKED_AT,):
        close_work_items(target=row.pk, at=at)
    if row.state in CLOCKS and row.due_at:
        set_due(target=row.pk, clock=CLOCKS[row.state][0], at=row.due_at)
    if row.state in (RECEIVED, REOPENED):
        lay(row, TAKE, at)
    elif row.state == LOOKED_AT:
        close_work_items(target=row.pk, at=at, kind=TAKE)
        if row.late_at is None:
            close_work_items(target=row.pk, at=at, kind=LATE)
        lay(row, ANSWER, at, assignee=row.officer_id)


def lay(row: Complaint, kind: str, at: datetime, *, assignee: Any = None) -> None:
    """On a desk of the office alone: never at the agency complained of."""
    open_work_item(
        agency=row.handler_id,
        community=row.community_id,
        kind=kind,
        target=row.pk,
        due_at=row.due_at,
        at=at,
        assignee=assignee,
    )


def tell(row: Complaint, at: datetime) -> None:
    """The family hears that there is news; its notice says nothing of a complaint, because whoever
    works with it can read that it was written to. None at all where it is about safety, or where something
    is kept from somebody at home: the page has it all the same."""
    if row.sensitivity != PLAIN:
        return
    who = Complainant.objects.filter(complaint=row).exclude(household=None).first()
    if who is None:
        return
    with acting_as(clock(who.household_id, row.community_id)) as by:
        if kept_from(who.household_id):
            return
        tell_family(
            household=who.household_id,
            community=row.community_id,
            key="contact.news",
            about=who.household_id,
            by=by,
            at=at,
        )
