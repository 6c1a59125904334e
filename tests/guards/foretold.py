"""Which words of the canaries each may meet: by the reference policy (tests.access), over what is
stored. Rows of families stand under the one rule; what stands between parties has a line of its own
here, written from the description of the table. No page and no SQL is asked.

    allowed(stored, actor)     the words that this actor may meet, now
"""

from collections.abc import Callable
from types import SimpleNamespace

from kinwork.accounts.models import AgencyCommunity
from kinwork.common.actor import Actor
from kinwork.common.tables import FamilyRows
from kinwork.family.appointments.models import Offer
from kinwork.family.conferences.models import AgendaItem, Conference, FollowUp, Invitation, Note
from kinwork.family.contact.models import Delivery
from kinwork.family.facts.models import DocumentFile
from kinwork.family.followup.models import FamilyWord
from kinwork.family.intake.models import Draft, Interpreting
from kinwork.family.phrases.models import Phrase
from kinwork.family.plans.models import Goal, PlanEvent, Review, Step
from kinwork.family.referrals.models import Appointment, Handoff, ReferralMessage
from kinwork.family.teams.models import LeadHandover, TeamMessage
from kinwork.people.models import ExternalId, IdentityLink
from kinwork.trust.access.models import (
    Authority,
    Block,
    GlassReport,
    Handover,
    Withholding,
)
from kinwork.trust.consent.models import Closing, Consent
from kinwork.trust.disclosures.models import OddView
from kinwork.trust.retention.models import Hold
from tests.access.grounds import case, hat_of
from tests.access.homes import is_, live
from tests.access.parties import (
    FINDS_NAMES,
    active,
    is_household,
    is_officer_for,
    made,
    named_staff,
    sees_envelope,
    sees_household,
    sees_subject,
    sees_target,
    shares_home,
    works_for,
)
from tests.access.policy import ASKED_IN_AN_INTAKE, CASEWORK, may_see
from tests.guards.planted import Stored

OWNERS_ROLES = {"intake worker", "navigator", "caseworker", "supervisor", "privacy officer"}


def allowed(world: Stored, actor: Actor) -> set[str]:
    seen: dict[object, bool] = {}
    for rows in world.holders.values():
        for row in rows:
            if (key := (type(row), row.pk)) not in seen:
                seen[key] = sees(world, actor, row)
    return {
        word for word, rows in world.holders.items() if any(seen[type(row), row.pk] for row in rows)
    }


def sees(world: Stored, actor: Actor, row) -> bool:
    """May this actor see this row, as it is described?"""
    if actor.kind not in ("staff", "family", "link"):
        return False
    if isinstance(row.access, FamilyRows):
        row = _whole(row)
        if (above := ABOVE.get(type(row))) and not sees(world, actor, getattr(row, above)):
            return False
        if isinstance(row, Note) and not note(world, actor, row):
            return False
        clean = not isinstance(row, DocumentFile) or row.checked or row.added_by == actor.id
        return clean and may_see(case(world, actor, row)) is not None
    return actor.kind != "link" and BY_TABLE[type(row)](world, actor, row)


# What is part of a plan shows only where that shows.
ABOVE = {Goal: "plan", Step: "goal", Review: "plan"}


def _whole(row):
    """What is always the home's own names no person."""
    if not hasattr(row, "person") and hasattr(row, "household"):
        row.person = None
    return row


# Grounds -----------------------------------------------------------------------------------------


def shut_from(world: Stored, actor: Actor, home) -> bool:
    return any(
        live(one)
        and one.household_id == home
        and (is_(one.user, actor.id) or is_(one.agency, actor.hat))
        for one in world.made[Block]
    )


def _identity(world: Stored, actor: Actor, home):
    """What the rule knows of this actor and the plain fact that this family is here."""
    found = next(one for one in world.households if one.pk == home)
    row = SimpleNamespace(
        pk=None, person=None, household=found, owner=None, recorded_by=None,
        sensitivity="identity", labels=[], sealed_at=None,
    )  # fmt: skip
    return case(world, actor, row)


def hears(world: Stored, actor: Actor, home) -> bool:
    """It takes part, the family's yes stands, nobody refused it or shut it out."""
    c = _identity(world, actor, home)
    return c.active and c.party and c.consent and not c.denied and not c.blocked


def closed(world: Stored, home) -> bool:
    return any(one.household_id == home and not one.undone_at for one in world.made[Closing])


def opens_class(actor: Actor, sort: str) -> bool:
    asked = actor.role == "intake worker" and sort in ASKED_IN_AN_INTAKE
    return actor.role in CASEWORK or asked


def envelope(world: Stored, actor: Actor, one) -> bool:
    """Parties, state and clocks; no receiver sees what was not sent to it, nobody a closed home's."""
    ids = (one.pk, one.sender_id, one.receiver_id, one.household_id, one.community_id)
    if not sees_envelope(world, actor, *ids, one.state, one.sensitivity, one.sent_by_id):
        return False
    receives = actor.kind == "staff" and one.receiver_id == actor.hat != one.sender_id
    if receives and not one.sent_at:
        return False
    return actor.kind != "staff" or not closed(world, one.household_id)


def sides(actor: Actor, one) -> bool:
    return actor.hat is not None and actor.hat in (one.sender_id, one.receiver_id)


# One line a table --------------------------------------------------------------------------------


def works_with_families(world, actor, agency) -> bool:
    """Of this agency, in a role that meets families: administrators and officers have no rows."""
    return works_for(world, actor, agency) and actor.role in FINDS_NAMES


def link(world, actor, row) -> bool:
    """Who linked them, or who sees both."""
    both = all(may_see(case(world, actor, one)) for one in (row.one, row.other))
    return works_with_families(world, actor, row.linked_by_id) or both


def glass(world, actor, row) -> bool:
    """The worker's words: for themselves, who answers for either agency, and whoever reviews."""
    one = row.glass
    if not active(world, actor):
        return False
    if one.user_id == actor.id:
        return True
    if one.agency_id == actor.hat:
        return actor.role in ("supervisor", "privacy officer")
    if one.owner_id == actor.hat and actor.role in OWNERS_ROLES:
        return True
    here = [at for at in world.made[AgencyCommunity] if at.community_id == one.community_id]
    convenes = any(at.agency_id == actor.hat and at.convenes for at in here)
    return actor.role == "privacy officer" and convenes


def authority(world, actor, row) -> bool:
    """Who sees the child; of a family, not whoever something is kept from, but what is their own."""
    seen = sees_subject(world, actor, row.person_id, None)
    whole = actor.kind != "family" or shares_home(world, actor, actor.hat)
    return seen and (whole or row.holder_person_id == actor.id)


def handover(world, actor, row) -> bool:
    mine = actor.id in (row.giver_id, row.taker_id, row.by_id) or actor.role == "supervisor"
    return works_for(world, actor, row.agency_id) and mine


def protection(world, actor, row) -> bool:
    """Who wrote it down, and the family member who set it; never whom it is held against."""
    own = actor.kind == "family" and row.set_by_id == actor.id
    return works_with_families(world, actor, row.recorded_by_id) or own


def consent(world, actor, row) -> bool:
    home = row.household_id
    own = is_household(world, actor, home) and row.given_by_id == actor.id
    if shares_home(world, actor, home) or own:
        return True
    told = any(
        works_with_families(world, actor, one) for one in (row.agency_id, row.recorded_by_id)
    )
    return told and not closed(world, home) and _told_of_yes(world, actor, row)


def _told_of_yes(world, actor, row) -> bool:
    """A yes to treatment or about safety tells as much as the record."""
    if is_(row.named_user, actor.id) or made(world, actor, row.pk):
        return True
    part_2 = hat_of(world, actor, None)["part_2"]
    treatment = row.agency.is_part_2 or (not row.deny and (row.part_2 or "sud" in row.classes))
    return (row.deny or "safety" not in row.classes) and (part_2 or not treatment)


def for_officers(world, actor, row) -> bool:
    return is_officer_for(world, actor, row.agency_id, row.community_id)


def for_its_agency(world, actor, row) -> bool:
    return works_for(world, actor, row.agency_id)


def words(world, actor, row) -> bool:
    """Between the parties: no coordinator; the receiver while it is open and it still hears of the
    family, and what it wrote itself. The family not before a decline stands."""
    one = row.referral
    if not envelope(world, actor, one):
        return False
    if actor.kind == "family":
        stands = row.said_by_party == "receiver" and one.state == "declined"
        return is_household(world, actor, one.household_id) and (not row.in_review or stands)
    if actor.hat == row.recorded_by_id and _opens(world, actor, row):
        return True
    return _party_reads(world, actor, row, one.ended_at is None)


def family_word(world, actor, row) -> bool:
    """Both organizations are told, and not whom the family has shut out since."""
    one = row.referral
    if not envelope(world, actor, one):
        return False
    if actor.kind == "family":
        return is_household(world, actor, one.household_id)
    return _party_reads(world, actor, row, True)


def _opens(world, actor, row) -> bool:
    """The role opens the class; treatment and safety are for who is named."""
    one, sort = row.referral, row.sensitivity
    return opens_class(actor, sort) and named_staff(world, actor, sort, one.pk, one.sent_by_id)


def _party_reads(world, actor, row, is_open: bool) -> bool:
    one = row.referral
    receives = one.receiver_id == actor.hat and is_open
    told = receives and hears(world, actor, one.household_id)
    return _opens(world, actor, row) and (one.sender_id == actor.hat or told)


def dates(world, actor, row) -> bool:
    """Where and when the family will be: the parties' people who may know how to reach it."""
    one = row.referral
    if not envelope(world, actor, one):
        return False
    if actor.kind == "family":
        return shares_home(world, actor, one.household_id)
    open_to = opens_class(actor, "contact") and not shut_from(world, actor, one.household_id)
    return sides(actor, one) and open_to


def handed(world, actor, row) -> bool:
    one = row.referral
    if not envelope(world, actor, one):
        return False
    if actor.kind == "family":
        return shares_home(world, actor, one.household_id)
    shut = shut_from(world, actor, one.household_id)
    return sides(actor, one) and actor.role in FINDS_NAMES and not shut


def story(world, actor, row) -> bool:
    """An office's own, while it works with the family and is not refused; the home's when finished."""
    home = row.household
    if actor.kind == "family":
        typed_here = row.agency_id is None or row.finished_at is not None
        own = is_household(world, actor, home) and made(world, actor, row.pk)
        return typed_here and (shares_home(world, actor, home) or own)
    talks = works_with_families(world, actor, row.agency_id)
    if not talks or home is None or not any(one.pk == home for one in world.households):
        return talks
    refused = _identity(world, actor, home).denied
    open_to = sees_household(world, actor, home) and not shut_from(world, actor, home)
    return open_to and not refused


def interpreter(world, actor, row) -> bool:
    if works_with_families(world, actor, row.agency_id):
        return True
    told = [one for one in world.made[Draft] if one.pk == row.draft and one.household]
    return any(shares_home(world, actor, one.household) for one in told)


def of_a_plan(world, actor, row) -> bool:
    """What happened to a goal, step or review is for whoever may read that, and nobody else."""
    return sees(world, actor, row.step or row.goal or row.review or row.plan)


def by_rule(world, actor, row) -> bool:
    return may_see(case(world, actor, row)) is not None


def _at_work(world, actor, row) -> bool:
    """Staff whose role opens the class, and whom the family has not shut out."""
    shut = shut_from(world, actor, row.household_id)
    return active(world, actor) and opens_class(actor, row.sensitivity) and not shut


def _near(world, actor, row) -> bool:
    return _at_work(world, actor, row) and sees_household(world, actor, row.household_id)


def lead_handover(world, actor, row) -> bool:
    """Who wrote it; who is asked, while the rule lets them; the family."""
    if actor.kind == "family":
        return shares_home(world, actor, row.household_id)
    if not _at_work(world, actor, row):
        return False
    taker = works_for(world, actor, row.taker_id) and by_rule(world, actor, row)
    return works_for(world, actor, row.giver_id) or taker


def letter(world, actor, row) -> bool:
    """Between the family and the agency that leads, or led."""
    if actor.kind == "family":
        return shares_home(world, actor, row.household_id)
    return _near(world, actor, row) and works_for(world, actor, row.agency_id)


def conference(world, actor, row) -> bool:
    """Who called it, who is invited, the family."""
    if actor.kind == "family":
        return shares_home(world, actor, row.household_id)
    asked = any(
        one.conference_id == row.pk and works_for(world, actor, one.agency_id)
        for one in world.made[Invitation]
    )
    return _near(world, actor, row) and (asked or works_for(world, actor, row.called_by_id))


def agenda_item(world, actor, row) -> bool:
    """Somebody's own words: the family's for whoever is invited, an agency's for whom the rule lets."""
    if actor.kind == "family":
        return shares_home(world, actor, row.household_id)
    if not _near(world, actor, row) or not conference(world, actor, row.conference):
        return False
    return row.recorded_by_id in (None, actor.hat) or by_rule(world, actor, row)


def note(world, actor, row) -> bool:
    """Beside the rule: of one's own office, or of a conference that one sees."""
    own = row.owner_id is not None and row.owner_id == actor.hat
    return own or (actor.kind != "link" and conference(world, actor, row.conference))


def follow_up(world, actor, row) -> bool:
    """Whose it is, who wrote it down, whom the rule lets; the family."""
    if actor.kind == "family":
        return shares_home(world, actor, row.household_id)
    own = works_for(world, actor, row.agency_id) or row.recorded_by_id == actor.hat
    return _near(world, actor, row) and (own or by_rule(world, actor, row))


def outside_id(world, actor, row) -> bool:
    return sees_target(world, actor, row.target_kind, row.target_id)


BY_TABLE: dict[type, Callable] = {
    IdentityLink: link,
    ExternalId: outside_id,
    GlassReport: glass,
    Authority: authority,
    Handover: handover,
    Withholding: protection,
    Consent: consent,
    Hold: for_officers,
    OddView: for_officers,
    Phrase: for_its_agency,
    Delivery: for_its_agency,
    ReferralMessage: words,
    FamilyWord: family_word,
    Appointment: dates,
    Offer: dates,
    Handoff: handed,
    PlanEvent: of_a_plan,
    LeadHandover: lead_handover,
    TeamMessage: letter,
    Conference: conference,
    AgendaItem: agenda_item,
    FollowUp: follow_up,
    Draft: story,
    Interpreting: interpreter,
}
