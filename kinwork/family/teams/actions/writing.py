"""Words between the family and whoever leads its team. Text only."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, check
from kinwork.family.contact.laid import TEAM_WROTE
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.family.teams import rules
from kinwork.family.teams.actions.lines import as_home, clear, lay, tell
from kinwork.family.teams.models import Lead, TeamMessage
from kinwork.people.models import Household

MOST_UNANSWERED = 10


@transaction.atomic
def write(
    *, household: Household, body: str, by: Actor, at: datetime, form_id: UUID | None = None
) -> TeamMessage:
    """The family writes to whoever leads; a line lies on their desk. The same `form_id` twice is one."""
    require(by)
    check(by, "teams.write", household)
    one_family_at_a_time(household.pk)
    if form_id and (known := TeamMessage.objects.filter(pk=form_id).first()):
        return known
    lead = Lead.objects.filter(household=household, ends=None).first()
    if lead is None:
        raise Refused("teams.write", _("Nobody leads your team now. Please call an office."))
    waiting = TeamMessage.objects.filter(
        household=household, agency=lead.agency_id, by_family=True, answered_at=None
    )
    if waiting.count() >= MOST_UNANSWERED:
        raise Refused(
            "teams.write", _("They have not read what you wrote before. Please call them.")
        )
    made = _message(lead, body, form_id, by, at, "teams.write")
    lay(
        household.pk,
        household.community_id,
        TEAM_WROTE,
        agency=lead.agency_id,
        user=lead.user_id,
        at=at,
    )
    return made


@transaction.atomic
def answer(
    *, lead: Lead, body: str, by: Actor, at: datetime, form_id: UUID | None = None
) -> TeamMessage:
    """The lead answers, or writes first; the family gets a neutral notice where that is safe."""
    require(by)
    check(by, "teams.answer", lead)
    one_family_at_a_time(lead.household_id)
    if form_id and (known := TeamMessage.objects.filter(pk=form_id).first()):
        return known
    held = Lead.objects.filter(pk=lead.pk, ends=None).first()
    if held is None:
        raise Refused("teams.answer", _("Somebody else leads this team now. Open the page again."))
    made = _message(held, body, form_id, by, at, "teams.answer")
    with as_home(held.household_id, held.community_id):
        TeamMessage.objects.filter(
            household=held.household_id, agency=held.agency_id, by_family=True, answered_at=None
        ).update(answered_at=at)
    clear(held.household_id, held.community_id, TEAM_WROTE, at=at)
    tell(held.household_id, held.community_id, "teams.answer", at=at)
    return made


def _message(
    lead: Lead, body: str, form_id: UUID | None, by: Actor, at: datetime, verb: str
) -> TeamMessage:
    words = body.strip()
    if not words:
        raise Refused(verb, _("Please write what you want to say."))
    if len(words) > rules.MOST_LETTERS:
        raise Refused(verb, _("This is too long. Keep it under 4000 letters."))
    made = TeamMessage(
        community_id=lead.community_id,
        recorded_by_id=by.agency,
        steward_id=by.agency or lead.agency_id,
        sensitivity=rules.TEAM_CLASS,
        household_id=lead.household_id,
        said_in=lead.household_id,
        agency_id=lead.agency_id,
        by_family=by.is_family,
        said_by_id=by.id if by.is_staff else None,
        body=words,
        said_at=at,
    )
    if form_id:
        made.pk = form_id
    made.save(force_insert=True)
    audit.record(verb, made, by=by, at=at)
    return made
