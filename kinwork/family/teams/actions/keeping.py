"""Members come with a referral and go with it; and what follows where somebody is shut out or leaves."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, check
from kinwork.family.contact.laid import TEAM_ASKED, TEAM_WROTE
from kinwork.family.contact.queries import is_private
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.family.referrals.models import Referral
from kinwork.family.teams import rights, rules  # noqa: F401  (declares the table)
from kinwork.family.teams.actions.lines import as_home, clear
from kinwork.family.teams.models import Lead, LeadHandover, Member
from kinwork.trust.access.actions import close_ties, open_tie
from kinwork.trust.access.models import Block, Tie


def keep_team(row: Referral, *, by: Actor, at: datetime) -> None:
    """Bring the team in line with what a referral has come to. `by` is the referral's own clock; the
    same state twice changes nothing."""
    require(by)
    check(by, "teams.keep_team")
    wanted = {
        seat.side: seat
        for seat in rules.seats(
            state=row.state,
            was_sent=row.sent_at is not None,
            has_sender=row.sender_id is not None,
            is_same=row.sender_id is not None and row.sender_id == row.receiver_id,
        )
    }
    known = list(Member.objects.filter(referral=row))
    here = {one.side: one for one in known if one.ends is None}
    gone = {one.side for one in known if one.ended_because in ("left", "removed")}
    for side, member in here.items():
        if side not in wanted:
            _end(member, "work ended", by, at)
    for side, seat in wanted.items():
        if side not in gone:
            _seat(row, seat, here.get(side), by, at)
    settle_lead(row.household_id, row.community_id, by=by, at=at)


def _seat(row: Referral, seat: rules.Seat, member: Member | None, by: Actor, at: datetime) -> None:
    """One side as it should be: made, confirmed, or given to another worker."""
    user = _worker(row, seat.side)
    if member is None:
        agency = row.receiver if seat.side == "receiver" else row.sender
        organization = row.organization_id if seat.side == "receiver" else agency.organization_id
        member = Member(
            community_id=row.community_id,
            recorded_by_id=row.sender_id,
            steward_id=row.sender_id,
            sensitivity=row.sensitivity,
            household_id=row.household_id,
            said_in=row.household_id,
            referral=row,
            side=seat.side,
            role=seat.role,
            agency=agency,
            organization_id=organization,
            user_id=user,
            starts=at,
            confirmed_at=at if seat.confirmed else None,
        )
        member.save(force_insert=True)
        audit.record("teams.join", member, by=by, at=at, role=seat.role)
    elif seat.confirmed and member.confirmed_at is None:
        member.role, member.confirmed_at, member.user_id = seat.role, at, user
        member.save(update_fields=["role", "confirmed_at", "user"])
        audit.record("teams.confirm", member, by=by, at=at)
    elif member.user_id != user:
        member.user_id = user
        member.save(update_fields=["user"])
    _tie(row, member, by, at)


def name_workers(row: Referral, *, by: Actor, at: datetime) -> None:
    """The referral is another worker's now, and nothing else has changed. `by`: its own clock."""
    require(by)
    check(by, "teams.keep_team")
    for member in Member.objects.filter(referral=row, ends=None):
        user = _worker(row, member.side)
        if member.user_id != user:
            member.user_id = user
            member.save(update_fields=["user"])


def _worker(row: Referral, side: str) -> UUID | None:
    return row.assigned_to_id if side == "receiver" else row.followed_by_id or row.sent_by_id


def _tie(row: Referral, member: Member, by: Actor, at: datetime) -> None:
    """Who works with the family is near it for what a team shares, as long as the referral is open."""
    if member.agency_id is None or member.confirmed_at is None:
        return
    if row.sensitivity in rules.GUARDED:
        return
    held = Tie.objects.filter(work=row.pk, kind="team", agency=member.agency_id, ends=None)
    if not held.exists():
        open_tie(
            kind="team",
            agency=member.agency_id,
            community=row.community_id,
            household=row.household_id,
            classes=[rules.TEAM_CLASS],
            work=row.pk,
            by=by,
            at=at,
        )


def _end(member: Member, because: str, by: Actor, at: datetime) -> None:
    member.ends, member.ended_because = max(at, member.starts), because
    member.save(update_fields=["ends", "ended_because"])
    audit.record("teams.end", member, by=by, at=at, because=because)


def settle_lead(household: UUID, community: UUID, *, by: Actor, at: datetime) -> None:
    """A lead whose work has ended leads no more; then whoever sent first does. `by`: a clock that may
    see the whole team."""
    open_ones = _open_ones(household)
    lead = Lead.objects.filter(household=household, ends=None).first()
    if lead and all(one.agency_id != lead.agency_id for one in open_ones):
        end_lead(lead, by=by, at=at)
        lead = None
    if lead is None and (first := _first(open_ones)):
        begin_lead(household, community, first.agency, first.user, by=by, at=at)


def _open_ones(household: UUID) -> list[Member]:
    """Whoever may lead or be invited where the family reads it: what is kept from a caregiver makes
    nobody of that team known to them. Asked as the home or a clock of it."""
    found = Member.objects.filter(household=household, ends=None, confirmed_at__isnull=False)
    found = found.exclude(agency=None).exclude(sensitivity__in=rules.GUARDED)
    return [one for one in found if not is_private(one.referral_id)]


def open_agencies(household: UUID, community: UUID) -> set[UUID]:
    """Agencies of the team that the whole family may know of."""
    with as_home(household, community):
        return {one.agency_id for one in _open_ones(household)}


def _first(members: list[Member]) -> rules.Candidate | None:
    return rules.leads_by_default(
        rules.Candidate(one.agency_id, one.user_id, one.side, one.starts, one.sensitivity)
        for one in members
    )


def begin_lead(
    household: UUID, community: UUID, agency: UUID, user: UUID | None, *, by: Actor, at: datetime
) -> Lead:
    lead = Lead(
        community_id=community,
        recorded_by_id=agency,
        steward_id=agency,
        sensitivity=rules.TEAM_CLASS,
        household_id=household,
        said_in=household,
        agency_id=agency,
        user_id=user,
        starts=at,
    )
    lead.save(force_insert=True)
    audit.record("teams.begin_lead", lead, by=by, at=at)
    return lead


def end_lead(lead: Lead, *, by: Actor, at: datetime) -> None:
    """It leads no more; what it asked others is taken back, and its lines go."""
    lead.ends = max(at, lead.starts)
    lead.save(update_fields=["ends"])
    LeadHandover.objects.filter(lead=lead, state="open").update(state="taken back", answered_at=at)
    audit.record("teams.end_lead", lead, by=by, at=at)
    clear(lead.household_id, lead.community_id, TEAM_WROTE, TEAM_ASKED, at=at)


def on_blocked(block: Block, *, by: Actor, at: datetime) -> None:
    """Whom the family has shut out is on its team no more: a whole agency, or one worker's name."""
    home, community = block.household_id, block.household.community_id
    with as_home(home, community) as itself:
        here = Member.objects.filter(household=home, ends=None)
        if block.agency_id:
            for member in here.filter(agency=block.agency_id):
                _end(member, "removed", itself, at)
                close_ties(
                    work=member.referral_id,
                    kinds=("team",),
                    agency=block.agency_id,
                    by=itself,
                    at=at,
                )
            settle_lead(home, community, by=itself, at=at)
        if block.user_id:
            here.filter(user=block.user_id).update(user=None)
            Lead.objects.filter(household=home, user=block.user_id, ends=None).update(user=None)


@transaction.atomic
def leave(*, member: Member, by: Actor, at: datetime) -> Member:
    """An agency that sent the family follows it no more. Raises Refused where it leads, or serves:
    somebody has the family in hand first."""
    require(by)
    check(by, "teams.leave", member)
    one_family_at_a_time(member.household_id)
    held = Member.objects.filter(pk=member.pk).first()
    if held is None or held.ends is not None:
        return held or member
    others = Member.objects.filter(
        ~Q(pk=held.pk), household=held.household_id, agency=by.agency, ends=None
    )
    leads = Lead.objects.filter(household=held.household_id, agency=by.agency, ends=None).exists()
    if leads and not others.exists():
        raise Refused("teams.leave", _("You lead this team. Hand the lead over first."))
    with as_home(held.household_id, held.community_id) as itself:
        _end(held, "left", itself, at)
        close_ties(work=held.referral_id, kinds=("team",), agency=by.agency, by=itself, at=at)
        settle_lead(held.household_id, held.community_id, by=itself, at=at)
    audit.record("teams.leave", held, by=by, at=at)
    return held
