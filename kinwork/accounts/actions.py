"""Every change to agencies, people who sign in, hats and invitations."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kinwork.accounts import mails, queries, rules
from kinwork.accounts.models import (
    Agency,
    AgencyCommunity,
    Invitation,
    Mail,
    Membership,
    User,
)
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.jobs import later
from kinwork.common.models import Community, Holiday
from kinwork.common.rights import check
from kinwork.directory.models import Organization

# --- what an operator sets up ---------------------------------------------------------------


def create_community(
    *, slug: str, name: str, state: str, by: Actor, at: datetime, **more: Any
) -> Community:
    """A new community. `more`: county, postal_code, time_zone, help_phone, settings."""
    require(by)
    check(by, "accounts.create_community")
    community = Community.objects.create(slug=slug, name=name, state=state, **more)
    audit.record("accounts.create_community", community, by=by, at=at, community=community.id)
    return community


def set_holidays(*, community: Community, days: Mapping[date, str], by: Actor, at: datetime) -> int:
    """Days on which this community's offices are closed, with their names; clocks skip them.
    A day that is known gets the new name. Clocks that run already keep their end."""
    require(by)
    check(by, "accounts.set_holidays")
    Holiday.objects.bulk_create(
        [Holiday(community=community, day=day, name=name) for day, name in days.items()],
        update_conflicts=True,
        unique_fields=["community", "day"],
        update_fields=["name"],
    )
    audit.record("accounts.set_holidays", community, by=by, at=at, days=len(days))
    return len(days)


def create_agency(
    *,
    name: str,
    communities: Iterable[Community],
    organization: Organization | None = None,
    convenes: bool = False,
    is_part_2: bool = False,
    is_victim_service_provider: bool = False,
    by: Actor,
    at: datetime,
) -> Agency:
    """An organization begins to work here, in `communities`, which it may convene."""
    require(by)
    check(by, "accounts.create_agency")
    agency = Agency.objects.create(
        name=name,
        organization=organization,
        is_part_2=is_part_2,
        is_victim_service_provider=is_victim_service_provider,
    )
    for community in communities:
        AgencyCommunity.objects.create(agency=agency, community=community, convenes=convenes)
    audit.record("accounts.create_agency", agency, by=by, at=at)
    return agency


def create_user(
    *,
    email: str,
    name: str,
    language: str = "en",
    password: str | None = None,
    by: Actor,
    at: datetime,
) -> User:
    """An account without an invitation, its address taken as verified: demo, tests, operators."""
    require(by)
    check(by, "accounts.create_user")
    user = _new_user(email=email, name=name, language=language, password=password)
    audit.record("accounts.create_user", user, by=by, at=at)
    return user


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
    membership = _new_hat(user, agency.id, community.id, role, at, is_part_2_staff)
    audit.record("accounts.add_membership", membership, by=by, at=at, role=role)
    return membership


# --- invitations ----------------------------------------------------------------------------


def invite(
    *,
    email: str,
    agency: Agency,
    community: Community,
    role: str,
    language: str = "en",
    by: Actor,
    at: datetime,
) -> Invitation:
    """Open a door for `email` to one hat and send the link; an open one is sent again.

    Raises Impossible when they wear this hat already.
    """
    require(by)
    email = rules.tidy_email(email)
    asked = {"email": email, "agency": agency, "community": community, "role": role}
    check(by, "accounts.invite", Invitation(**asked))
    hat = Membership.objects.filter(queries.open_at(at), agency=agency, community=community)
    if hat.filter(role=role, user__email=email).exists():
        raise rules.Impossible(_("This person has this role already."))
    one = _waiting(email, agency, community, role)
    if one is None:
        key = rules.new_key()
        one = Invitation(**asked, language=language, code_hash=rules.key_hash(key), created_at=at)
        one.invited_by_id, one.expires_at = by.id, at + rules.OPEN_FOR
        one.save(force_insert=True)
        _send_invitation(one, key, by=by, at=at)
    else:
        _renew(one, by=by, at=at)
    audit.record("accounts.invite", one, by=by, at=at, invited_as=role)
    return one


def resend_invitation(*, invitation: Invitation, by: Actor, at: datetime) -> Invitation:
    """A new link, good for another week; the old one is dead."""
    require(by)
    one = _locked(invitation)
    check(by, "accounts.resend_invitation", one)
    if one.standing(at) not in ("open", "expired"):
        raise rules.Impossible(_("This invitation is no longer open."))
    _renew(one, by=by, at=at)
    audit.record("accounts.resend_invitation", one, by=by, at=at)
    return one


def withdraw_invitation(*, invitation: Invitation, by: Actor, at: datetime) -> Invitation:
    """The link is dead. Withdrawing twice is the same as once."""
    require(by)
    one = _locked(invitation)
    check(by, "accounts.withdraw_invitation", one)
    if one.accepted_at:
        raise rules.Impossible(_("This invitation was accepted already. End the role instead."))
    if not one.withdrawn_at:
        one.withdrawn_at = at
        one.save(update_fields=["withdrawn_at"])
        audit.record("accounts.withdraw_invitation", one, by=by, at=at)
    return one


def accept_invitation(
    *,
    key: str,
    user: User | None = None,
    name: str = "",
    password: str | None = None,
    language: str = "en",
    by: Actor,
    at: datetime,
) -> Membership:
    """Use the link with `key` once. `user`: who is signed in, for those who have an account.

    Without a password the account waits for a passkey. Raises Impossible when the link is no
    longer good, or the account of this address has to sign in first.
    """
    require(by)
    check(by, "accounts.accept_invitation")
    one = Invitation.objects.select_for_update().filter(code_hash=rules.key_hash(key)).first()
    if one is None or one.standing(at) != "open":
        raise rules.Impossible(_("This link no longer works. Ask for a new invitation."))
    account = queries.by_email(one.email)
    if account and (user is None or user.pk != account.pk or not account.is_active):
        raise rules.Impossible(_("Please sign in with this e-mail address first."))
    if not account:
        account = _new_user(email=one.email, name=name, language=language, password=password)
        audit.record("accounts.create_user", account, by=by, at=at)
    membership = _new_hat(account, one.agency_id, one.community_id, one.role, at)
    one.accepted_at, one.accepted_by = at, account
    one.save(update_fields=["accepted_at", "accepted_by"])
    audit.record("accounts.accept_invitation", one, by=by, at=at, community=one.community_id)
    return membership


# --- hats -----------------------------------------------------------------------------------


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
    return hat


def change_role(*, membership: Membership, role: str, by: Actor, at: datetime) -> Membership:
    """End this hat and begin one with another role, so that the past stays told."""
    require(by)
    hat = Membership.objects.select_for_update().get(pk=membership.pk)
    check(by, "accounts.change_role", hat)
    if hat.ends is not None:
        raise rules.Impossible(_("This role has ended."))
    wanted = Membership(
        user_id=hat.user_id, agency_id=hat.agency_id, community_id=hat.community_id, role=role
    )
    check(by, "accounts.change_role", wanted)
    if role == hat.role:
        return hat
    _end(hat, at)
    new = _new_hat(hat.user, hat.agency_id, hat.community_id, role, at, hat.is_part_2_staff)
    User.objects.filter(pk=hat.user_id, last_hat=hat).update(last_hat=new)
    audit.record("accounts.change_role", new, by=by, at=at, was=hat.role, became=role)
    return new


# --- accounts -------------------------------------------------------------------------------


def disable_account(*, user: User, by: Actor, at: datetime) -> User:
    """Every open page, session and link of this person is dead at the next request."""
    return _set_active(user, False, "accounts.disable_account", by=by, at=at)


def enable_account(*, user: User, by: Actor, at: datetime) -> User:
    return _set_active(user, True, "accounts.enable_account", by=by, at=at)


def forget_second_factor(*, user: User, by: Actor, at: datetime) -> User:
    """For a lost phone: passkeys and codes are forgotten, new ones asked at the next sign-in."""
    require(by)
    check(by, "accounts.forget_second_factor", user)
    Authenticator.objects.filter(user=user).delete()
    _end_sessions(user)
    audit.record("accounts.forget_second_factor", user, by=by, at=at)
    return user


def sign_out_everywhere(*, user: User, by: Actor, at: datetime) -> int:
    """End every session of `user`, this one too; how many there were."""
    require(by)
    check(by, "accounts.sign_out_everywhere", user)
    audit.record("accounts.sign_out_everywhere", user, by=by, at=at)
    return _end_sessions(user)


def ask_reset(*, user: User, by: Actor, at: datetime) -> User:
    """A link to set a new password was asked for: those sent before are dead from now."""
    require(by)
    user.reset_asked_at = at
    user.save(update_fields=["reset_asked_at"])
    audit.record("accounts.ask_reset", user, by=by, at=at)
    return user


def set_password(*, user: User, password: str, by: Actor, at: datetime) -> User:
    """The caller has already proved that this is `user`: by the old password or by a link."""
    require(by)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("accounts.set_password", user, by=by, at=at)
    return user


# --- mail -----------------------------------------------------------------------------------


def queue_mail(*, to: str, subject: str, body: str, by: Actor, at: datetime) -> Mail:
    """Send this as soon as the change that speaks of it is committed."""
    require(by)
    mail = Mail.objects.create(to=to, subject=subject[:255], body=body, queued_at=at)
    later("accounts.send_mail", mail.id)
    return mail


def mail_sent(*, mail_id: UUID, by: Actor, at: datetime) -> None:
    """It left: keep that it did, wipe its words and links."""
    require(by)
    Mail.objects.filter(pk=mail_id).update(sent_at=at, body="")


# --- steps ----------------------------------------------------------------------------------


def _new_user(*, email: str, name: str, language: str, password: str | None) -> User:
    email = rules.tidy_email(email)
    user = User(email=email, name=" ".join(name.split()) or email, language=language)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise rules.Impossible(_("There is already an account with this e-mail address.")) from None
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _new_hat(
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


def _end(hat: Membership, at: datetime) -> None:
    hat.ends = max(at, hat.starts)
    hat.save(update_fields=["ends"])


def _waiting(email: str, agency: Agency, community: Community, role: str) -> Invitation | None:
    found = queries.waiting(agency.id, community.id).filter(email__iexact=email, role=role)
    return _locked(found[0]) if found else None


def _locked(invitation: Invitation) -> Invitation:
    """The row as it is now, which nobody else changes until we are done."""
    return Invitation.objects.select_for_update().get(pk=invitation.pk)


def _renew(one: Invitation, *, by: Actor, at: datetime) -> None:
    key = rules.new_key()
    one.code_hash, one.expires_at = rules.key_hash(key), at + rules.OPEN_FOR
    one.save(update_fields=["code_hash", "expires_at"])
    _send_invitation(one, key, by=by, at=at)


def _send_invitation(one: Invitation, key: str, *, by: Actor, at: datetime) -> None:
    subject, body = mails.invitation(one, key)
    queue_mail(to=one.email, subject=subject, body=body, by=by, at=at)


def _set_active(user: User, active: bool, verb: str, *, by: Actor, at: datetime) -> User:
    require(by)
    check(by, verb, user)
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        _end_sessions(user)
    audit.record(verb, user, by=by, at=at)
    return user


def _end_sessions(user: User) -> int:
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)
