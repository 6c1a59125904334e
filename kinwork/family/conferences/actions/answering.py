"""Who is invited answers; anybody who comes, and the family, puts something on the agenda."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, check
from kinwork.family.conferences import queries, rules
from kinwork.family.conferences.actions.lines import clear
from kinwork.family.conferences.actions.planning import held_row, save
from kinwork.family.conferences.models import AgendaItem, Conference, Invitation
from kinwork.family.contact.laid import CONFERENCE
from kinwork.family.teams.actions.lines import as_home
from kinwork.family.teams.rules import TEAM_CLASS


@transaction.atomic
def answer(*, invitation: Invitation, comes: bool, by: Actor, at: datetime) -> Invitation:
    """We come, or we cannot. It can be changed until the meeting. Twice the same is once."""
    require(by)
    check(by, "conferences.answer", invitation)
    row = held_row(invitation.conference, "conferences.answer")
    mine = queries.invited(row, by.agency)
    if mine is None:
        raise Refused("conferences.answer", _("You are not invited any more."))
    said = "yes" if comes else "no"
    if mine.answer != said:
        mine.answer, mine.answered_at, mine.answered_by_id = said, at, by.id
        with as_home(row.household_id, row.community_id):
            mine.save(update_fields=["answer", "answered_at", "answered_by"])
        audit.record("conferences.answer", mine, by=by, at=at, answer=said)
        clear(row.pk, row.community_id, CONFERENCE, whose=by.agency, at=at)
    return mine


@transaction.atomic
def answer_as_family(*, conference: Conference, comes: bool, by: Actor, at: datetime) -> Conference:
    """The family comes, or does not want to. Twice the same is once."""
    require(by)
    check(by, "conferences.answer_as_family", conference)
    row = held_row(conference, "conferences.answer_as_family")
    said = "yes" if comes else "no"
    if row.family_answer != said:
        save(row, family_answer=said)
        audit.record("conferences.answer_as_family", row, by=by, at=at, answer=said)
    return row


@transaction.atomic
def add_item(
    *, conference: Conference, words: str, by: Actor, at: datetime, form_id: UUID | None = None
) -> AgendaItem:
    """What else should be talked about, in one's own words; the team and the family read it."""
    require(by)
    check(by, "conferences.add_item", conference)
    row = held_row(conference, "conferences.add_item")
    if form_id and (known := AgendaItem.objects.filter(pk=form_id).first()):
        return known
    said = words.strip()
    if not said:
        raise Refused("conferences.add_item", _("Please write what you want to talk about."))
    if len(said) > rules.MOST_WORDS:
        raise Refused("conferences.add_item", _("This is too long. Keep it under 500 letters."))
    if by.is_staff and queries.invited(row, by.agency) is None:
        raise Refused("conferences.add_item", _("Only who is invited can add to the agenda."))
    item = AgendaItem(
        community_id=row.community_id,
        recorded_by_id=by.agency,
        steward_id=by.agency or row.called_by_id,
        sensitivity=TEAM_CLASS,
        household_id=row.household_id,
        said_in=row.household_id,
        conference=row,
        kind="own words",
        words=said,
        added_at=at,
    )
    if form_id:
        item.pk = form_id
    item.save(force_insert=True)
    audit.record("conferences.add_item", item, by=by, at=at)
    return item
