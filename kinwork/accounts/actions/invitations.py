"""Invitations: a door to one hat, sent as a link that works once."""

from datetime import datetime

from django.utils.translation import gettext as _

from kinwork.accounts import codes, mails, queries, rules
from kinwork.accounts.actions.hats import new_hat, part_2_fits
from kinwork.accounts.actions.mailing import queue_mail
from kinwork.accounts.actions.users import new_user
from kinwork.accounts.models import Agency, Invitation, Membership, User
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.models import Community
from kinwork.common.rights import check


def invite(
    *,
    email: str,
    agency: Agency,
    community: Community,
    role: str,
    language: str = "en",
    is_part_2_staff: bool = False,
    by: Actor,
    at: datetime,
) -> Invitation:
    """Open a door for `email` to one hat and send the link; an open one is sent again.

    is_part_2_staff: they will work in the agency's Part 2 program; what is asked last counts. Raises
    Impossible when they wear this hat already, or where there is no such program.
    """
    require(by)
    email = rules.tidy_email(email)
    asked = {"email": email, "agency": agency, "community": community, "role": role}
    check(by, "accounts.invite", Invitation(**asked))
    hat = Membership.objects.filter(queries.open_at(at), agency=agency, community=community)
    if hat.filter(role=role, user__email=email).exists():
        raise rules.Impossible(_("This person has this role already."))
    inside = part_2_fits(agency, role, False, is_part_2_staff)
    one = _waiting(email, agency, community, role)
    if one is None:
        key = rules.new_key()
        asked["is_part_2_staff"] = inside
        one = Invitation(**asked, language=language, code_hash=codes.key_hash(key), created_at=at)
        one.invited_by_id, one.expires_at = by.id, at + rules.OPEN_FOR
        one.save(force_insert=True)
        _send_invitation(one, key, by=by, at=at)
    else:
        one.is_part_2_staff = inside
        one.save(update_fields=["is_part_2_staff"])
        _renew(one, by=by, at=at)
    audit.record("accounts.invite", one, by=by, at=at, invited_as=role, part_2_staff=inside)
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
    one = Invitation.objects.select_for_update().filter(code_hash__in=codes.key_hashes(key)).first()
    if one is None or one.standing(at) != "open":
        raise rules.Impossible(_("This link no longer works. Ask for a new invitation."))
    account = queries.by_email(one.email)
    if account and (user is None or user.pk != account.pk or not account.is_active):
        raise rules.Impossible(_("Please sign in with this e-mail address first."))
    if not account:
        account = new_user(email=one.email, name=name, language=language, password=password)
        audit.record("accounts.create_user", account, by=by, at=at)
    inside = one.is_part_2_staff and one.agency.is_part_2
    membership = new_hat(account, one.agency_id, one.community_id, one.role, at, inside)
    one.accepted_at, one.accepted_by = at, account
    one.save(update_fields=["accepted_at", "accepted_by"])
    audit.record("accounts.accept_invitation", one, by=by, at=at, community=one.community_id)
    return membership


def _waiting(email: str, agency: Agency, community: Community, role: str) -> Invitation | None:
    found = queries.waiting(agency.id, community.id).filter(email__iexact=email, role=role)
    return _locked(found[0]) if found else None


def _locked(invitation: Invitation) -> Invitation:
    """The row as it is now, which nobody else changes until we are done."""
    return Invitation.objects.select_for_update().get(pk=invitation.pk)


def _renew(one: Invitation, *, by: Actor, at: datetime) -> None:
    key = rules.new_key()
    one.code_hash, one.expires_at = codes.key_hash(key), at + rules.OPEN_FOR
    one.save(update_fields=["code_hash", "expires_at"])
    _send_invitation(one, key, by=by, at=at)


def _send_invitation(one: Invitation, key: str, *, by: Actor, at: datetime) -> None:
    subject, body = mails.invitation(one, key)
    queue_mail(to=one.email, subject=subject, body=body, by=by, at=at)
