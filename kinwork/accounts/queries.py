"""Reads of accounts that deserve a name."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import F, Q, QuerySet

from kinwork.accounts import codes, rules
from kinwork.accounts.models import (
    AgencyCommunity,
    CommunityChange,
    Invitation,
    Membership,
    User,
)
from kinwork.common.actor import Actor
from kinwork.common.models import Holiday, Text

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def by_email(email: str) -> User | None:
    return User.objects.filter(email__iexact=rules.tidy_email(email)).first()


def open_at(now: datetime) -> Q:
    """Memberships that are open at `now`."""
    return Q(starts__lte=now) & (Q(ends=None) | Q(ends__gt=now))


def open_hats(user: User, now: datetime) -> list[Membership]:
    """The memberships of `user` that are open at `now` in agencies that work, in a steady order."""
    found = Membership.objects.filter(open_at(now), user=user, agency__active=True)
    return list(found.select_related("agency", "community").order_by("agency__name", "role"))


def has_second_factor(user: User) -> bool:
    """Has this person a passkey or an app that makes codes?"""
    return Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists()


def convenes(agency: UUID | None, community: UUID | None) -> bool:
    return AgencyCommunity.objects.filter(
        agency=agency, community=community, convenes=True
    ).exists()


def grantable(actor: Actor) -> tuple[str, ...]:
    """The roles that `actor` may give to people of the agency they work for now."""
    return rules.grantable(actor.role, convenes=convenes(actor.agency, actor.community))


def staff(agency: UUID, community: UUID, now: datetime) -> QuerySet[Membership]:
    """Who works for `agency` in `community` now, by name."""
    found = Membership.objects.filter(open_at(now), agency=agency, community=community)
    return found.select_related("user").order_by("user__name", "role")


def waiting(agency: UUID, community: UUID) -> QuerySet[Invitation]:
    """Invitations to `agency` that nobody has accepted or withdrawn, the expired ones too."""
    found = Invitation.objects.filter(agency=agency, community=community)
    found = found.filter(accepted_at=None, withdrawn_at=None)
    return found.select_related("invited_by").order_by("-created_at")


def invitation_of(key: str) -> Invitation | None:
    """The invitation whose link holds `key`."""
    found = Invitation.objects.filter(code_hash__in=codes.key_hashes(key))
    return found.select_related("agency", "community").first()


def devices(user: User) -> list[UserSession]:
    """Where `user` is signed in, newest first; sessions that ended by themselves are left out."""
    found = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda one: one.created_at, reverse=True)


def working_elsewhere(users: Iterable[UUID], agency: UUID | None, now: datetime) -> set[UUID]:
    """Who of `users` has an open hat at another agency."""
    found = Membership.objects.filter(open_at(now), user__in=list(users)).exclude(agency=agency)
    return set(found.values_list("user_id", flat=True))


# --- how a community is set up --------------------------------------------------------------


def product_words(key: str, language: str) -> str | None:
    """The product's own words in force for a text; None when it has no such text."""
    found = Text.objects.filter(key=key, language=language, community=None)
    found = found.filter(status=Text.Status.CURRENT).order_by("-version")
    return found.values_list("body", flat=True).first()


def living_texts(community: UUID) -> list[Text]:
    """Drafts and words in force, of the product and of this community: one query for the list."""
    found = Text.objects.filter(Q(community=None) | Q(community=community))
    return list(found.exclude(status=Text.Status.PAST).order_by("key", "language", "version"))


def versions(key: str, language: str, community: UUID) -> list[Text]:
    """Every version of a text that was ever written here, newest first; then the product's."""
    found = Text.objects.filter(Q(community=None) | Q(community=community))
    found = found.filter(key=key, language=language).select_related("community")
    return list(found.order_by(F("community").desc(nulls_last=True), "-version"))


def holidays(community: UUID, year: int) -> list[Holiday]:
    found = Holiday.objects.filter(community=community, day__year=year)
    return list(found.order_by("day"))


def known_holidays(community: UUID, days: Iterable[date]) -> set[date]:
    """Those of `days` that are in the calendar."""
    found = Holiday.objects.filter(community=community, day__in=list(days))
    return set(found.values_list("day", flat=True))


def changes(community: UUID, *deeds: str, most: int = 10) -> list[CommunityChange]:
    """The latest changes of a community's set-up, newest first."""
    found = CommunityChange.objects.filter(community=community, deed__in=deeds)
    return list(found.select_related("by").order_by("-at")[:most])
