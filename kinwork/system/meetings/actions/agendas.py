"""The agenda: items in an order, from what is open or from what somebody proposes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.rights import check
from kinwork.system.meetings import rules
from kinwork.system.meetings.actions.shared import (
    again,
    changed,
    is_open,
    kept,
    made_before,
    refused,
    said,
    takes_part,
)
from kinwork.system.meetings.models import AgendaItem, Meeting, Proposal
from kinwork.system.partnerships.models import Member, Partnership

FIELDS = ("kind", "title", "about", "owner", "minutes", "papers")


@transaction.atomic
def propose(
    *,
    partnership: Partnership,
    title: str,
    why: str = "",
    from_family: bool = False,
    member: Member | None = None,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Proposal:
    """Whoever reads the partnership puts something forward for an agenda; from_family: in the words of
    a family, which is not named."""
    verb = "propose"
    row = readable(verb, partnership, by)
    if before := made_before(Proposal, row, form_id):
        return before
    if member is not None:
        takes_part(verb, row, member)
    made = Proposal.objects.create(
        id=form_id or new_id(),
        partnership=row,
        title=said(verb, title),
        why=why.strip(),
        from_family=from_family,
        member=member,
        made_at=at,
    )
    kept(verb, row, by, at, proposal=str(made.pk), from_family=from_family)
    return made


@transaction.atomic
def answer_proposal(*, proposal: Proposal, answer: str, by: Actor, at: datetime) -> Proposal:
    """It comes on no agenda: why, for whoever proposed it."""
    verb = "answer_proposal"
    row = again(verb, proposal, by)
    if row.taken is not None:
        raise refused(verb, _("This proposal was answered already."))
    changed(row, taken=False, answer=said(verb, answer))
    kept(verb, row.partnership, by, at, proposal=str(row.pk))
    return row


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    kind: str,
    title: str,
    minutes: int,
    about: str = "",
    owner: str = "",
    papers: str = "",
    source: str = "",
    source_id: UUID | None = None,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> AgendaItem:
    """At the end of the agenda; also while the meeting goes on. source: what it comes from."""
    verb = "add_item"
    row = again(verb, meeting, by)
    if before := made_before(AgendaItem, row.partnership, form_id):
        return before
    _writable(verb, row)
    if source_id is not None and row.items.filter(source=source, source_id=source_id).exists():
        raise refused(verb, _("This stands on the agenda already."))
    if source and source not in rules.SOURCES:
        raise refused(verb, _("Choose one of the kinds."))
    told = _told(verb, kind, title, minutes)
    last = row.items.aggregate(last=Max("number"))["last"] or 0
    made = AgendaItem.objects.create(
        id=form_id or new_id(),
        partnership=row.partnership,
        meeting=row,
        number=last + 1,
        about=about.strip(),
        owner=owner.strip(),
        papers=papers.strip(),
        source=source,
        source_id=source_id,
        **told,
    )
    if source == rules.PROPOSED:
        row.partnership.proposals.filter(pk=source_id, taken=None).update(taken=True)
    kept(verb, row.partnership, by, at, item=str(made.pk), source=source)
    return made


@transaction.atomic
def change_item(*, item: AgendaItem, by: Actor, at: datetime, **told: Any) -> AgendaItem:
    verb = "change_item"
    row = again(verb, item, by)
    _writable(verb, row.meeting)
    now = {name: told.get(name, getattr(row, name)) for name in FIELDS}
    now |= _told(verb, now["kind"], now["title"], now["minutes"])
    for name in ("about", "owner", "papers"):
        now[name] = now[name].strip()
    changed(row, **now)
    kept(verb, row.partnership, by, at, item=str(row.pk))
    return row


@transaction.atomic
def move_item(*, item: AgendaItem, up: bool, by: Actor, at: datetime) -> AgendaItem:
    """One place up or down; the first and the last stay where they are."""
    verb = "move_item"
    row = again(verb, item, by)
    _writable(verb, row.meeting)
    others = row.meeting.items.exclude(pk=row.pk)
    beside = (
        others.filter(number__lt=row.number).order_by("-number").first()
        if up
        else others.filter(number__gt=row.number).order_by("number").first()
    )
    if beside is None:
        return row
    mine = row.number
    changed(row, number=beside.number)
    changed(beside, number=mine)
    kept(verb, row.partnership, by, at, item=str(row.pk))
    return row


@transaction.atomic
def remove_item(*, item: AgendaItem, by: Actor, at: datetime) -> None:
    """It comes off the agenda, while nothing was said or decided on it. A proposal waits again."""
    verb = "remove_item"
    row = again(verb, item, by)
    _writable(verb, row.meeting)
    if row.notes or row.decisions.exists():
        raise refused(verb, _("Something was said or decided on it: it stays."))
    if row.source == rules.PROPOSED:
        row.partnership.proposals.filter(pk=row.source_id).update(taken=None)
    kept(verb, row.partnership, by, at, item=str(row.pk))
    row.delete()


@transaction.atomic
def note_item(*, item: AgendaItem, notes: str, by: Actor, at: datetime) -> AgendaItem:
    """What was said on it, for the minutes."""
    verb = "note_item"
    row = again(verb, item, by)
    is_open(verb, row.meeting)
    changed(row, notes=notes.strip())
    kept(verb, row.partnership, by, at, item=str(row.pk))
    return row


def readable(verb: str, partnership: Partnership, by: Actor) -> Partnership:
    """The partnership for a deed of whoever reads it: not locked, because only its leads write it."""
    require(by)
    check(by, f"meetings.{verb}", partnership)
    row = Partnership.objects.select_related("community").filter(pk=partnership.pk).first()
    if row is None:
        raise refused(verb, _("This is another partnership's."))
    return row


def _writable(verb: str, meeting: Meeting) -> None:
    if meeting.state not in ("planned", "open"):
        raise refused(verb, _("This meeting is over: its agenda stays as it was."))


def _told(verb: str, kind: str, title: str, minutes: int) -> dict[str, Any]:
    if kind not in rules.ITEM_KINDS:
        raise refused(verb, _("Say whether it is to inform, to discuss or to decide."))
    if not 1 <= minutes <= rules.LONGEST:
        raise refused(verb, _("Say how many minutes it takes."))
    return {"kind": kind, "title": said(verb, title), "minutes": minutes}
