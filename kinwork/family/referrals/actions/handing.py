"""Work goes from one worker to a colleague: one referral, some, or a whole caseload."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kinwork.accounts.models import Membership, User
from kinwork.accounts.queries import open_at
from kinwork.common import audit, consequences
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.rights import Refused, check
from kinwork.family.referrals.actions.moving import as_itself, one_family_at_a_time
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.queries import caseload
from kinwork.family.referrals.rights import ANSWERING
from kinwork.people.models import Household
from kinwork.people.rules import CLASSES
from kinwork.trust.access.actions import open_tie, open_work_item
from kinwork.trust.access.models import Handover, Tie, WorkItem
from kinwork.trust.consent.actions.asking import ANSWERED, CAME_TO_NOTHING

HANDED_OVER, HANDED_ON = "handed over", "handed on"
# Lines that are no referral's and go with a whole caseload.
QUESTIONS = (ANSWERED, CAME_TO_NOTHING)
CARRIED = ("intake", "assignment", "team")  # the ties of one worker to a family


@dataclass(frozen=True)
class Handed:
    """What went over, and what stays because the colleague may not see it. `fresh`: not a replay."""

    handover: Handover | None
    goes: list[Referral] = field(default_factory=list)
    stays: list[Referral] = field(default_factory=list)
    fresh: bool = True


@transaction.atomic
def hand_over(
    *,
    giver: User,
    taker: User,
    chosen: Iterable[UUID] | None = None,
    note: str = "",
    form_id: UUID,
    by: Actor,
    at: datetime,
) -> Handed:
    """Give the open work of `giver` to `taker`: all of it, or the referrals `chosen`. Both are told.

    One transaction. What `taker` may not see stays. Raises Refused where nothing could go.
    """
    require(by)
    check(by, "referrals.hand_over", giver)
    if known := Handover.objects.filter(pk=form_id).first():
        return Handed(known, fresh=False)
    colleague = hat_of(taker, by, at)
    if giver.pk == taker.pk or colleague is None:
        raise Refused("referrals.hand_over", _("Choose a colleague who works for your agency."))
    rows = _locked(caseload(giver.pk, by.agency), chosen)
    may = visible_to(colleague, rows)
    goes = [row for row in rows if row.pk in may]
    stays = [row for row in rows if row.pk not in may]
    if not goes and (chosen is not None or not _questions(giver, by).exists()):
        raise Refused("referrals.hand_over", _("There is nothing here that can be given to them."))
    handover = Handover.objects.create(
        id=form_id,
        community_id=by.community,
        agency_id=by.agency,
        giver=giver,
        taker=taker,
        by_id=by.id,
        at=at,
        note=note.strip()[:500],
        targets=[row.pk for row in goes],
    )
    _carry_ties(goes, giver, taker, by, at)
    _give(goes, giver, taker, by)
    follow_assigned(goes, at)
    if chosen is None:
        _questions(giver, by).update(assignee=taker)
    _write_down(handover, goes, by, at)
    _tell(handover, at)
    return Handed(handover, goes, stays)


def hat_of(user: User, by: Actor, at: datetime) -> Actor | None:
    """`user` as who works for the same agency here, in a role that answers referrals; or None."""
    hats = Membership.objects.filter(
        open_at(at), user=user, agency=by.agency, community=by.community, role__in=ANSWERING
    )
    roles = {hat.role for hat in hats}
    order = ("caseworker", "navigator", "supervisor", "provider staff", "intake worker")
    role = next((one for one in order if one in roles), None)
    return Actor("staff", user.pk, by.agency, role, by.community) if role else None


def visible_to(colleague: Actor, rows: Iterable[Referral]) -> set[UUID]:
    """Which of `rows` this colleague may see: asked of the database in their own name. A family that
    has shut them out stays with others."""
    ids = [row.pk for row in rows]
    with acting_as(colleague):
        found = Referral.objects.filter(pk__in=ids)
        homes = dict(found.values_list("pk", "household_id"))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT home FROM unnest(%s::uuid[]) AS home WHERE kw_shut_from(home)",
                [list(set(homes.values()))],
            )
            shut = {home for (home,) in cursor.fetchall()}
    return {pk for pk, home in homes.items() if home not in shut}


def _locked(found, chosen: Iterable[UUID] | None) -> list[Referral]:
    """Family by family as every move does, then row by row, always in one order."""
    if chosen is not None:
        found = found.filter(pk__in=list(chosen))
    for home in sorted(set(found.values_list("household_id", flat=True))):
        one_family_at_a_time(home)
    return list(found.order_by("id").select_for_update())


def follow_assigned(rows: Iterable[Referral], at: datetime) -> None:
    """Whoever is told who works on these learns it now, not with the next move."""
    for row in Referral.objects.filter(pk__in=[one.pk for one in rows]).order_by("id"):
        with as_itself(row.pk, row.community_id) as itself:
            consequences.follow("referrals.assigned", row, by=itself, at=at)


def _give(rows: list[Referral], giver: User, taker: User, by: Actor) -> None:
    ids = [row.pk for row in rows]
    found = Referral.objects.filter(pk__in=ids)
    found.filter(receiver=by.agency, assigned_to=giver).update(assigned_to=taker)
    sent = Q(followed_by=giver) | Q(followed_by=None, sent_by=giver)
    found.filter(sent, sender=by.agency).update(followed_by=taker)
    WorkItem.objects.filter(
        target__in=ids, agency=by.agency, assignee=giver, closed_at=None
    ).update(assignee=taker, snoozed_until=None, snooze_reason="", snoozed_by=None)


def _carry_ties(rows: list[Referral], giver: User, taker: User, by: Actor, at: datetime) -> None:
    """Who works with a family now sees it; who does no more, does not. Only families that this
    agency wrote down: to those of others the referral itself is the tie."""
    moved = {row.pk for row in rows}
    homes = {row.household_id for row in rows}
    still = set(
        caseload(giver.pk, by.agency).exclude(pk__in=moved).values_list("household_id", flat=True)
    )
    ours = Household.objects.filter(pk__in=homes, recorded_by=by.agency)
    live = Tie.objects.filter(
        Q(ends=None) | Q(ends__gt=at),
        agency=by.agency,
        household__in=ours,
        kind__in=CARRIED,
    )
    held = set(live.filter(user=taker).values_list("household_id", flat=True))
    for tie in live.filter(user=giver).order_by("id"):
        if tie.household_id not in held:
            held.add(tie.household_id)
            open_tie(
                kind=tie.kind,
                agency=by.agency,
                community=tie.community_id,
                household=tie.household_id,
                user=taker.pk,
                # rows about safety are for whom the family was named to; that is not handed on
                classes=[one for one in tie.classes or CLASSES if one != "safety"],
                work=tie.work,
                by=by,
                at=at,
            )
        if tie.household_id not in still:
            Tie.objects.filter(pk=tie.pk).update(ends=max(at, tie.starts))


def _questions(giver: User, by: Actor):
    return WorkItem.objects.filter(
        agency=by.agency, assignee=giver, closed_at=None, kind__in=QUESTIONS
    )


def _write_down(handover: Handover, rows: list[Referral], by: Actor, at: datetime) -> None:
    whom = {"from_user": str(handover.giver_id), "to_user": str(handover.taker_id)}
    audit.record_all(audit.entry("referrals.hand_over", row, by=by, at=at, **whom) for row in rows)
    audit.record("referrals.hand_over", handover, by=by, at=at, count=len(rows), **whom)


def _tell(handover: Handover, at: datetime) -> None:
    """A line on both desks; whoever did it knows."""
    told = ((handover.taker_id, HANDED_OVER), (handover.giver_id, HANDED_ON))
    with acting_as(clock(handover.pk, handover.community_id)):
        for user, kind in told:
            if user != handover.by_id:
                open_work_item(
                    agency=handover.agency_id,
                    community=handover.community_id,
                    kind=kind,
                    target=handover.pk,
                    due_at=None,
                    assignee=user,
                    at=at,
                )
