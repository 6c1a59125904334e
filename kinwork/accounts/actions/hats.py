"""Hats: who works for which agency in which role, and which one they wear."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kinwork.accounts import queries, rules
from kinwork.accounts.models import Agency, Membership, User
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.consequences import follow
from kinwork.common.models import Community
from kinwork.common.rights import check


def add_membership(
    *,
    user: User,
    agency: Agency,
    community: Community,
    role: str,
    is_part_2_staff: bool = False,
    by: Actor,
    at: datetime,
) -> Membership:
    """A hat without an invitation."""
    require(by)
    check(by, "accounts.add_membership")
    membership = new_hat(user, agency.id, community.id, role, at, is_part_2_staff)
    audit.record("accounts.add_membership", membership, by=by, at=at, role=role)
    return membership


def choose_hat(*, membership: Membership, by: Actor, at: datetime) -> Membership:
    """From now on this is the hat that its owner wears. Raises Impossible when it has ended."""
    require(by)
    check(by, "accounts.choose_hat", membership)
    if membership not in queries.open_hats(membership.user, at):
        raise rules.Impossible(_("This role has ended."))
    User.objects.filter(pk=membership.user_id).update(last_hat=membership)
    audit.record("accounts.choose_hat", membership, by=by, at=at)
    return membership


def end_membership(*, membership: Membership, by: Actor, at: datetime) -> Membership:
    """Out at the next request. Ending twice is the same as once."""
    require(by)
    hat = Membership.objects.select_for_update().get(pk=membership.pk)
    check(by, "accounts.end_membership", hat)
    if hat.ends is None or hat.ends > at:
        _end(hat, at)
        audit.record("accounts.end_membership", hat, by=by, at=at, role=hat.role)
        _withdraw_invitations(hat, by=by, at=at)
        follow("accounts.end_membership", hat, by=by, at=at)
    return hat


def change_role(
    *,
    membership: Membership,
    role: str,
    is_part_2_staff: bool | None = None,
    by: Actor,
    at: datetime,
) -> Membership:
    """End this hat and begin one with another role, or in or out of the Part 2 program (None: as it
    was), so that the past stays told. Raises Impossible where there is no such program."""
    require(by)
    hat = Membership.objects.select_for_update().get(pk=membership.pk)
    check(by, "accounts.change_role", hat)
    if hat.ends is not None:
        raise rules.Impossible(_("This role has ended."))
    wanted = Membership(
        user_id=hat.user_id, agency_id=hat.agency_id, community_id=hat.community_id, role=role
    )
    check(by, "accounts.change_role", wanted)
    inside = part_2_fits(hat.agency, role, hat.is_part_2_staff, is_part_2_staff)
    if role == hat.role and inside == hat.is_part_2_staff:
        return hat
    _end(hat, at)
    new = new_hat(hat.user, hat.agency_id, hat.community_id, role, at, inside)
    User.objects.filter(pk=hat.user_id, last_hat=hat).update(last_hat=new)
    told = {"was": hat.role, "became": role}
    if inside != hat.is_part_2_staff:
        told["part_2_staff"] = inside
    audit.record("accounts.change_role", new, by=by, at=at, **told)
    return new


def part_2_fits(agency: Agency, role: str, was: bool, asked: bool | None) -> bool:
    """Is who wears this role of the Part 2 program's staff? As before where nothing is asked; only who
    works with families is. Raises Impossible where it is asked and the agency has no such program."""
    if asked is None:
        return was and role in rules.PART_2_ROLES
    if asked and not Agency.objects.filter(pk=agency.pk, is_part_2=True).exists():
        raise rules.Impossible(_("This agency has no Part 2 program."))
    if asked and role not in rules.PART_2_ROLES:
        raise rules.Impossible(_("Who has this role opens no families' records, of Part 2 either."))
    return asked


def new_hat(
    user: User, agency: UUID, community: UUID, role: str, at: datetime, part_2: bool = False
) -> Membership:
    try:
        with transaction.atomic():
            hat = Membership.objects.create(
                user=user,
                agency_id=agency,
                community_id=community,
                role=role,
                is_part_2_staff=part_2,
                starts=at,
            )
    except IntegrityError:
        raise rules.Impossible(_("This person has this role already.")) from None
    return hat


def _withdraw_invitations(hat: Membership, *, by: Actor, at: datetime) -> None:
    """Open invitations that this person gave for the agency, unless another hat there stays on."""
    open_hats = Membership.objects.filter(queries.open_at(at), user=hat.user_id)
    if open_hats.filter(agency=hat.agency_id, community=hat.community_id).exists():
        return
    given = queries.waiting(hat.agency_id, hat.community_id).filter(invited_by=hat.user_id)
    for one in given:
        one.withdrawn_at = at
        one.save(update_fields=["withdrawn_at"])
        audit.record("accounts.withdraw_invitation", one, by=by, at=at)


def _end(hat: Membership, at: datetime) -> None:
    hat.ends = max(at, hat.starts)
    hat.save(update_fields=["ends"])
