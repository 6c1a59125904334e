"""What follows when a ground goes: consent ended, narrowed or refused, an agency blocked, an agreement
suspended or over. Called from the table of consequences, in the same transaction."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.family.contact.actions import tell_family
from kinwork.family.referrals import queries
from kinwork.family.referrals.actions.agreeing import no_longer_followed
from kinwork.family.referrals.actions.ending import end_consent, withdraw
from kinwork.family.referrals.actions.following import back_to_the_team
from kinwork.family.referrals.actions.laying import (
    NO_SENDER,
    REROUTE,
    first_desk,
    lay_another_way,
    lay_work,
)
from kinwork.family.referrals.actions.moving import as_itself
from kinwork.family.referrals.actions.searching import stop_search
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.next_door import FIND, FINDS, LINES
from kinwork.family.referrals.rules import OPEN
from kinwork.trust.access.actions import close_work_items
from kinwork.trust.access.models import Block
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.queries import lock_grounds
from kinwork.trust.consent.rules import NEEDED

EVERYTHING = None
STRANDED, REGAINED = "SELECT kw_stranded(%s)", "SELECT kw_regained(%s)"
LEFT_OPEN = "SELECT kw_left_open(%s)"
LEFT_BEHIND = "SELECT id, kind, due FROM kw_left_behind(%s)"
NOT_FOR_VICTIMS = "SELECT kw_not_for_victims(%s)"


def on_consent_ended(consent: Consent, *, by: Actor, at: datetime) -> None:
    """Each open referral to that agency ends, where no other consent covers what this one did."""
    if not consent.deny:
        _close(
            consent.household_id, consent.agency_id, consent.community_id, consent.classes, by, at
        )


def on_consent_narrowed(consent: Consent, *, by: Actor, at: datetime) -> None:
    """The receiver sees less; its referrals end only where names or how to reach are gone."""
    lost = NEEDED & set(consent.classes)
    _close(consent.household_id, consent.agency_id, consent.community_id, lost, by, at)


def on_blocked(block: Block, *, by: Actor, at: datetime) -> None:
    """Whoever shuts an agency out ends what is open with it. What one worker looked after who is shut
    out goes back to their team: nobody's request is left with somebody who may not see it."""
    if block.agency_id:
        _close(block.household_id, block.agency_id, by.community, EVERYTHING, by, at)
    theirs = Referral.objects.filter(
        household=block.household_id, assigned_to=block.user_id, ended_at=None
    )
    for row in list(theirs) if block.user_id else []:
        with as_itself(row.pk, row.community_id):
            back_to_the_team(row, at)
    sent = Q(followed_by=block.user_id) | Q(followed_by=None, sent_by=block.user_id)
    followed = Referral.objects.filter(sent, household=block.household_id, ended_at=None)
    for row in list(followed) if block.user_id else []:
        with as_itself(row.pk, row.community_id):
            no_longer_followed(row, at)


def on_family_leaves(household: UUID, *, by: Actor, at: datetime) -> None:
    """The family leaves for good: every request of its that is open is taken back, and nobody looks
    for another place."""
    for referral in Referral.objects.filter(household=household, state__in=OPEN):
        withdraw(referral=referral, by=by, at=at)
    looked_for = Referral.objects.filter(household=household, next_door_due__isnull=False)
    for referral in looked_for:
        stop_search(referral.pk, referral.community_id, at)


def on_consent_ending(consent: Consent, *, by: Actor, at: datetime) -> None:
    """A notice on the family's page and its safe channel, as the household's own clock."""
    home = consent.household_id
    with acting_as(clock(home, consent.community_id)) as itself:
        tell_family(
            household=home,
            community=consent.community_id,
            key="consent.ends_soon",
            about=home,
            by=itself,
            at=at,
        )


def on_agreement_over(agreement: Agreement, *, by: Actor, at: datetime) -> None:
    """Nothing is lost: each open referral to a party that takes part no more lies on its sender's
    desk and on the coordinator's, to be sent another way. The content is closed already."""
    for referral in _sent(STRANDED, agreement.pk):
        _strand(referral, agreement.community_id, at)


def on_agency_closed(agency: Agency, *, by: Actor, at: datetime) -> None:
    """The same where an agency works here no more: none of what was sent to it is lost. What it had
    sent falls to the coordinator, with every line that lay on its desk; nobody follows it there. Lines
    that lay there because it coordinated go to whoever coordinates now."""
    for referral in _sent(LEFT_OPEN, agency.pk):
        _strand(referral, None, at)
    with connection.cursor() as cursor:
        cursor.execute(LEFT_BEHIND, [agency.pk])
        behind = cursor.fetchall()
    lines: dict[UUID, list[tuple[str, datetime | None]]] = {}
    for referral, kind, due in behind:
        lines.setdefault(referral, []).extend([(kind, due)] if kind else [])
    for referral, theirs in lines.items():
        with as_itself(referral, None):
            row = Referral.objects.get(pk=referral)
            if row.sender_id == agency.pk:
                _orphan(row, theirs, at)
            else:
                _coordinate_anew(row, agency.pk, theirs, at)


def on_victim_services(agency: Agency, *, by: Actor, at: datetime) -> None:
    """The same where it turns out to serve victims of violence: no family is referred to it here."""
    for referral in _sent(NOT_FOR_VICTIMS, agency.pk):
        _strand(referral, None, at)


def _strand(referral: UUID, community: UUID | None, at: datetime) -> None:
    with as_itself(referral, community):
        lay_another_way(Referral.objects.get(pk=referral), at)


def _orphan(row: Referral, lines: list[tuple[str, datetime | None]], at: datetime) -> None:
    """From the desk of a sender that is closed to the coordinator's; what no coordinator reads lies
    with who may."""
    row.followed_by = None
    row.save(update_fields=["followed_by"])
    close_work_items(target=row.pk, at=at, whose=row.sender_id)
    if row.ended_at is not None:
        if finds := first_desk(row, FINDS):
            for kind in [kind for kind, _due in lines if kind in LINES] or [FIND]:
                lay_work(row, finds, kind, row.next_door_due, at)
        return
    lay_work(row, "coordinator", NO_SENDER, row.due_at, at)
    if row.receiver_id != row.sender_id:  # what it would have answered itself is sent another way
        for kind, due in lines:
            lay_work(row, "sender", kind, due, at)


def _coordinate_anew(
    row: Referral, closed: UUID, lines: list[tuple[str, datetime | None]], at: datetime
) -> None:
    """From the desk of a coordinator whose agency is closed to the next one's; with none, to whoever
    of the parties has a desk."""
    close_work_items(target=row.pk, at=at, whose=closed)
    if party := first_desk(row, ("coordinator", "sender", "receiver")):
        for kind, due in lines:
            lay_work(row, party, kind, due, at)


def on_agreement_again(agreement: Agreement, *, by: Actor, at: datetime) -> None:
    """A party takes part again: what was still to be sent another way stays where it is, and leaves
    the desks."""
    for referral in _sent(REGAINED, agreement.pk):
        with as_itself(referral, agreement.community_id) as itself:
            row = Referral.objects.get(pk=referral)
            close_work_items(target=referral, kind=REROUTE, at=at)
            audit.record("referrals.keep_receiver", row, by=itself, at=at, on_behalf_of=by.id)


def _close(
    household: UUID,
    agency: UUID,
    community: UUID | None,
    classes: Iterable[str] | None,
    by: Actor,
    at: datetime,
) -> None:
    """End every open referral to `agency` that has lost any of `classes` (None: of its own)."""
    for referral in queries.open_towards(household, agency):
        with as_itself(referral, community) as itself:
            row = Referral.objects.get(pk=referral)
            whom = list(row.subjects.values_list("person_id", flat=True))
            grounds = lock_grounds(row.household_id, agency, whom, row.classes)
            asked = set(row.classes) if classes is None else set(row.classes) & set(classes)
            if asked - grounds.allowed:
                end_consent(referral=row, by=itself, really=by, at=at)


def _sent(asked: str, ground: UUID) -> list[UUID]:
    """Open referrals to who took part, by one of the database's own questions."""
    with connection.cursor() as cursor:
        cursor.execute(asked, [ground])
        return [found for (found,) in cursor.fetchall()]
