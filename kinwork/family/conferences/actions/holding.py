"""What was: who came, what was said and agreed. A note has the class that its author chooses."""

from collections.abc import Iterable
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
from kinwork.family.conferences.models import Conference, Invitation, Note
from kinwork.family.contact.laid import CONFERENCE
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.family.teams.actions.lines import as_home


@transaction.atomic
def hold(
    *,
    conference: Conference,
    came: Iterable[UUID],
    family_came: bool,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Conference:
    """It took place: which of the invited agencies were there, and whether the family was. Whoever
    writes it down was. Twice is once."""
    require(by)
    check(by, "conferences.hold", conference)
    fresh = queries.one(conference.pk)
    if fresh is not None and fresh.state == "held":
        return fresh
    row = held_row(conference, "conferences.hold", version)
    if not rules.may_be_held(row.starts_at, at):
        raise Refused("conferences.hold", _("This has not begun yet. Move it first."))
    invited = set(queries.invitations(row).values_list("agency", flat=True))
    there = set(came) | {by.agency}
    if not there <= invited:
        raise Refused("conferences.hold", _("Choose from those who were invited."))
    save(row, state="held", settled_at=at, family_came=family_came)
    with as_home(row.household_id, row.community_id):
        here = Invitation.objects.filter(conference=row)
        here.filter(agency__in=there).update(came=True)
        here.exclude(agency__in=there).update(came=False)
    audit.record("conferences.hold", row, by=by, at=at, came=len(there), family=family_came)
    clear(row.pk, row.community_id, CONFERENCE, at=at)
    return row


@transaction.atomic
def write_note(
    *,
    conference: Conference,
    body: str,
    kind: str = "note",
    sensitivity: str = "plan",
    by: Actor,
    at: datetime,
    form_id: UUID | None = None,
) -> Note:
    """What was said, or agreed. For the team (class plan), or for one's own office (class notes); the
    family reads both. Raises Refused before it was held, and for whoever was not there."""
    require(by)
    check(by, "conferences.write_note", conference)
    one_family_at_a_time(conference.household_id)
    row = was_there(conference, by, "conferences.write_note")
    if form_id and (known := Note.objects.filter(pk=form_id).first()):
        return known
    words = body.strip()
    if not words:
        raise Refused("conferences.write_note", _("Please write what was said."))
    if len(words) > rules.MOST_LETTERS:
        raise Refused("conferences.write_note", _("This is too long. Keep it under 4000 letters."))
    if kind not in rules.NOTES or sensitivity not in rules.NOTE_CLASSES:
        raise Refused("conferences.write_note", _("Please choose from the list."))
    if kind == "agreed" and sensitivity != "plan":
        raise Refused("conferences.write_note", _("What was agreed is for the whole team."))
    note = Note(
        community_id=row.community_id,
        owner_id=by.agency if sensitivity == "notes" else None,
        recorded_by_id=by.agency,
        sensitivity=sensitivity,
        household_id=row.household_id,
        said_in=row.household_id,
        conference=row,
        kind=kind,
        body=words,
        written_by_id=by.id,
        written_at=at,
    )
    if form_id:
        note.pk = form_id
    note.save(force_insert=True)
    audit.record("conferences.write_note", note, by=by, at=at, classes=[sensitivity], kind=kind)
    return note


def was_there(conference: Conference, by: Actor, verb: str) -> Conference:
    row = queries.one(conference.pk)
    if row is None or row.state != "held":
        raise Refused(verb, _("First write down that it took place, and who came."))
    mine = queries.invited(row, by.agency)
    if mine is None or not mine.came:
        raise Refused(verb, _("Only who was there can write this down."))
    return row
