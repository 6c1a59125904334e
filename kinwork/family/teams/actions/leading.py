"""The lead: taken where nobody has it, handed over in writing, answered by whoever is asked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, check
from kinwork.family.contact.laid import TEAM_ASKED, TEAM_REFUSED
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.family.teams import queries, rules
from kinwork.family.teams.actions.keeping import begin_lead, end_lead, open_agencies
from kinwork.family.teams.actions.lines import as_home, clear, lay, tell
from kinwork.family.teams.models import Lead, LeadHandover
from kinwork.people.models import Household
from kinwork.trust.consent.queries import lock_grounds


@transaction.atomic
def hand_over(
    *, lead: Lead, taker: UUID, summary: str, by: Actor, at: datetime, form_id: UUID | None = None
) -> LeadHandover:
    """Ask an agency that works with the family to lead, and say in writing how things stand. Nothing
    changes until it says yes. The same `form_id` twice is one. Raises Refused where the family's yes
    does not let it read the summary."""
    require(by)
    check(by, "teams.hand_over", lead)
    one_family_at_a_time(lead.household_id)
    if form_id and (known := LeadHandover.objects.filter(pk=form_id).first()):
        return known
    held = _still(lead, "teams.hand_over")
    if LeadHandover.objects.filter(lead=held, state="open").exists():
        raise Refused(
            "teams.hand_over", _("You have asked somebody already. Take that back first.")
        )
    words = _said(summary, "teams.hand_over")
    place = _taker(held, taker)
    made = LeadHandover(
        community_id=held.community_id,
        recorded_by_id=by.agency,
        steward_id=by.agency,
        sensitivity=rules.TEAM_CLASS,
        household_id=held.household_id,
        said_in=held.household_id,
        lead=held,
        giver_id=by.agency,
        asked_by_id=by.id,
        taker_id=place.agency_id,
        summary=words,
        asked_at=at,
    )
    if form_id:
        made.pk = form_id
    made.save(force_insert=True)
    audit.record("teams.hand_over", made, by=by, at=at, to=str(place.agency_id))
    lay(
        held.household_id,
        held.community_id,
        TEAM_ASKED,
        agency=place.agency_id,
        user=place.user_id,
        at=at,
    )
    return made


def _still(lead: Lead, verb: str) -> Lead:
    held = Lead.objects.filter(pk=lead.pk, ends=None).first()
    if held is None:
        raise Refused(verb, _("Somebody else leads this team now. Open the page again."))
    return held


def _said(summary: str, verb: str) -> str:
    words = summary.strip()
    if not words:
        raise Refused(verb, _("Write how things stand, so that the next one need not ask."))
    if len(words) > rules.MOST_LETTERS:
        raise Refused(verb, _("This is too long. Keep it under 4000 letters."))
    return words


def _taker(lead: Lead, taker: UUID):
    """The confirmed membership of the agency that is asked, if it may read what is written."""
    found = queries.confirmed(lead.household_id).filter(agency=taker)
    place = found.exclude(sensitivity__in=rules.GUARDED).exclude(agency=lead.agency_id).first()
    if place is None or taker not in open_agencies(lead.household_id, lead.community_id):
        raise Refused(
            "teams.hand_over", _("Choose an organization that works with this family now.")
        )
    grounds = lock_grounds(lead.household_id, taker, [], [rules.TEAM_CLASS])
    if not grounds.party or rules.TEAM_CLASS not in grounds.allowed:
        raise Refused(
            "teams.hand_over",
            _("The family has not agreed to share its plan with %(name)s. Ask it first.")
            % {"name": place.agency},
        )
    return place


@transaction.atomic
def answer_handover(
    *, handover: LeadHandover, takes: bool, by: Actor, at: datetime
) -> LeadHandover:
    """Whoever is asked takes the lead, or does not. The family hears of a new lead. Twice is once."""
    require(by)
    check(by, "teams.answer_handover", handover)
    one_family_at_a_time(handover.household_id)
    held = LeadHandover.objects.select_related("lead").filter(pk=handover.pk).first()
    if held is None:
        raise Refused("teams.answer_handover", _("This was taken back. There is nothing to do."))
    if held.state == ("taken" if takes else "refused"):
        return held
    if held.state != "open":
        raise Refused("teams.answer_handover", _("This is answered already, or was taken back."))
    if takes and not queries.confirmed(held.household_id).filter(agency=by.agency).exists():
        raise Refused("teams.answer_handover", _("You do not work with this family any more."))
    home, community = held.household_id, held.community_id
    with as_home(home, community) as itself:
        _settle(held, "taken" if takes else "refused", by, at)
        if takes:
            end_lead(held.lead, by=itself, at=at)
            begin_lead(home, community, held.taker_id, by.id, by=itself, at=at)
    audit.record("teams.answer_handover", held, by=by, at=at, takes=takes)
    clear(home, community, TEAM_ASKED, at=at)
    if takes:
        tell(home, community, "teams.lead", at=at)
    else:
        asked = held.asked_by_id
        lay(home, community, TEAM_REFUSED, agency=held.giver_id, user=asked, at=at)
    return held


def _settle(row: LeadHandover, state: str, by: Actor, at: datetime) -> None:
    row.state, row.answered_at = state, at
    row.answered_by_id = by.id if by.is_staff else None
    row.save(update_fields=["state", "answered_at", "answered_by"])


@transaction.atomic
def take_back(*, handover: LeadHandover, by: Actor, at: datetime) -> LeadHandover:
    """Whoever asked changes their mind before the answer. Twice is once."""
    require(by)
    check(by, "teams.take_back", handover)
    one_family_at_a_time(handover.household_id)
    held = LeadHandover.objects.filter(pk=handover.pk).first()
    if held is None or held.state != "open":
        return held or handover
    with as_home(held.household_id, held.community_id):
        _settle(held, "taken back", by, at)
    audit.record("teams.take_back", held, by=by, at=at)
    clear(held.household_id, held.community_id, TEAM_ASKED, TEAM_REFUSED, at=at)
    return held


@transaction.atomic
def take_lead(*, household: Household, by: Actor, at: datetime) -> Lead:
    """Where nobody leads, a member may. Two at once: one does, the other reads who."""
    require(by)
    check(by, "teams.take_lead")
    one_family_at_a_time(household.pk)
    if by.agency not in open_agencies(household.pk, household.community_id):
        raise Refused("teams.take_lead", _("Only who works with this family now can lead."))
    with as_home(household.pk, household.community_id) as itself:
        lead = Lead.objects.filter(household=household, ends=None).first()
        if lead is None:
            lead = begin_lead(
                household.pk, household.community_id, by.agency, by.id, by=itself, at=at
            )
    if lead.agency_id != by.agency:
        raise Refused("teams.take_lead", _("Somebody leads this team already."))
    audit.record("teams.take_lead", lead, by=by, at=at)
    return lead
