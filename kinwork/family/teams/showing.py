"""A care team as a page draws it: a card for each organization, as far as whoever looks may know."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from kinwork.accounts.models import Agency
from kinwork.common.actor import Actor
from kinwork.directory.models import Phone
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import OPEN
from kinwork.family.referrals.words import need_name
from kinwork.family.teams import queries
from kinwork.family.teams.models import Lead, Member
from kinwork.family.teams.rules import TEAM_CLASS
from kinwork.trust.access.models import Tie
from kinwork.trust.access.queries import visible


@dataclass
class Card:
    """One organization on the team. key: its agency, or the organization that has signed nothing.
    requests: open referrals to it. members: its memberships."""

    key: UUID
    name: str
    agency: UUID | None
    since: datetime
    confirmed: bool = False
    is_lead: bool = False
    is_ours: bool = False
    roles: list[str] = field(default_factory=list)
    workers: dict[UUID, str] = field(default_factory=dict)
    why: list[str] = field(default_factory=list)
    requests: list[Referral] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    phone: str = ""

    def add(self, role: str, since: datetime, confirmed: bool) -> None:
        self.since = min(self.since, since)
        self.confirmed = self.confirmed or confirmed
        if role not in self.roles:
            self.roles.append(role)

    @property
    def says(self) -> list[str]:
        """Where it works already, that it is asked for more as well is no news."""
        return [one for one in self.roles if one != "asked" or self.roles == ["asked"]]


def gather(household: UUID, actor: Actor, language: str) -> list[Card]:
    """The team that `actor` may know of: the lead first, then the longest there. Whoever is not
    confirmed themselves reads initials instead of workers' names."""
    found = list(queries.members(household))
    ties = _ties(household, actor)
    lead = queries.lead(household)
    asked_for = {one.pk: one for one in _referrals(found)}
    cards: dict[UUID, Card] = {}
    for tie in ties:
        card = _card(cards, tie.agency_id, tie.agency.name, tie.agency_id, tie.starts)
        card.add("story", tie.starts, True)
        _worker(card, tie.user)
    for one in found:
        key = one.agency_id or one.organization_id
        name = one.agency.name if one.agency else one.organization.name
        card = _card(cards, key, name, one.agency_id, one.starts)
        card.add(one.role, one.starts, one.confirmed_at is not None)
        card.members.append(one)
        _worker(card, one.user)
        row = asked_for.get(one.referral_id)
        if row is not None:
            _why(card, row, one, language)
    _mark(cards, lead, actor)
    if actor.is_staff and not queries.is_confirmed(household, actor.agency):
        _shorten(cards.values())
    return sorted(cards.values(), key=lambda card: (not card.is_lead, card.since, card.name))


def _card(cards, key: UUID, name: str, agency: UUID | None, since: datetime) -> Card:
    return cards.setdefault(key, Card(key, name, agency, since))


def _worker(card: Card, user: Any) -> None:
    if user is not None:
        card.workers.setdefault(user.pk, str(user))


def _why(card: Card, row: Referral, member: Member, language: str) -> None:
    name = need_name(row.need_code, language)
    if name not in card.why:
        card.why.append(name)
    if member.side == "receiver" and row.state in OPEN:
        card.requests.append(row)


def _ties(household: UUID, actor: Actor) -> list[Tie]:
    """Who took the story in. To another agency's staff each is shown as a row of class plan that its
    agency recorded would be; that of a Part 2 program as a row of class sud."""
    ties = list(queries.story_ties(household))
    if not actor.is_staff:
        return ties
    rows = {one.pk: _as_row(one) for one in ties if one.agency_id != actor.agency}
    seen = {one.pk for one in visible(actor, rows.values())}
    return [one for one in ties if one.pk not in rows or one.pk in seen]


def _as_row(tie: Tie) -> Member:
    return Member(
        pk=tie.pk,
        community_id=tie.community_id,
        recorded_by_id=tie.agency_id,
        sensitivity="sud" if tie.agency.is_part_2 else TEAM_CLASS,
        household_id=tie.household_id,
    )


def _referrals(found: Iterable[Member]) -> list[Referral]:
    ids = {one.referral_id for one in found}
    return list(Referral.objects.filter(pk__in=ids)) if ids else []


def _mark(cards: dict[UUID, Card], lead: Lead | None, actor: Actor) -> None:
    phones = _phones(cards)
    for card in cards.values():
        card.is_ours = card.agency is not None and card.agency == actor.agency
        card.phone = phones.get(card.key, "")
        if lead is not None and card.agency == lead.agency_id:
            card.is_lead = True
            if lead.user is not None:
                card.workers = {lead.user_id: str(lead.user), **card.workers}


def _phones(cards: dict[UUID, Card]) -> dict[UUID, str]:
    """The office phone of each, as the directory says it."""
    if not cards:
        return {}
    agencies = [card.agency for card in cards.values() if card.agency]
    pairs = Agency.objects.filter(pk__in=agencies).values_list("pk", "organization_id")
    of = dict(pairs)
    organizations = {of.get(key) or key: key for key in cards}
    told = Phone.objects.filter(organization__in=list(organizations)).exclude(number="")
    found: dict[UUID, str] = {}
    for organization, number in told.order_by("id").values_list("organization_id", "number"):
        found.setdefault(organizations[organization], number)
    return found


def _shorten(cards: Iterable[Card]) -> None:
    for card in cards:
        if not card.is_ours:
            card.workers = {key: initials(name) for key, name in card.workers.items()}


def initials(name: str) -> str:
    """`Ana Luna` as `A. L.`"""
    return " ".join(f"{part[0].upper()}." for part in name.split())
