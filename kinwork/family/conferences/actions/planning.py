"""A conference is planned, moved or called off by whoever calls the team together."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, check
from kinwork.family.conferences import queries, rights, rules  # noqa: F401  (declares the table)
from kinwork.family.conferences.actions.lines import clear, lay
from kinwork.family.conferences.models import AgendaItem, Conference, Invitation
from kinwork.family.contact.laid import CONFERENCE
from kinwork.family.plans import queries as plans
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.family.teams import queries as teams
from kinwork.family.teams.actions import open_agencies
from kinwork.family.teams.actions.lines import as_home, tell
from kinwork.family.teams.rules import GUARDED, TEAM_CLASS
from kinwork.people.models import Household


@transaction.atomic
def plan(
    *,
    household: Household,
    starts_at: datetime,
    minutes: int,
    way: str,
    place: str = "",
    invite: Iterable[UUID] = (),
    about: Iterable[UUID] = (),
    plan_review: bool = False,
    words: str = "",
    by: Actor,
    at: datetime,
    form_id: UUID | None = None,
) -> Conference:
    """Call the family's team together. invite: agencies of confirmed members whom one sees. about:
    open referrals that one sees, for the agenda; plan_review: the family's plan is looked at together,
    each reads of it what the family lets them. The family is invited and told. The same `form_id` twice is
    one. Raises Refused."""
    require(by)
    check(by, "conferences.plan")
    one_family_at_a_time(household.pk)
    if form_id and (known := Conference.objects.filter(pk=form_id).first()):
        return known
    _possible(starts_at, minutes, way, at)
    if not _may_call(household, by):
        raise Refused("conferences.plan", _("Only who works with this family now can call it."))
    asked = _asked(household, set(invite) - {by.agency})
    open_ones = {one.pk: one for one in queries.open_referrals(household.pk)}
    if not set(about) <= set(open_ones):
        raise Refused("conferences.plan", _("Something on the agenda is over. Choose again."))
    row = Conference(
        **_owned(household, by),
        called_by_id=by.agency,
        called_by_user_id=by.id,
        starts_at=starts_at,
        zone=household.community.time_zone,
        minutes=minutes,
        way=way,
        place=place.strip()[:300],
    )
    if form_id:
        row.pk = form_id
    row.save(force_insert=True)
    for agency in (by.agency, *asked):
        own = agency == by.agency
        said = {"answer": "yes", "answered_at": at, "answered_by_id": by.id} if own else {}
        Invitation(
            **_owned(household, by), conference=row, agency_id=agency, caller_id=by.agency, **said
        ).save(force_insert=True)
    items = rules.suggested(queries.open_items([open_ones[key] for key in about]), at)
    for kind, item in items:
        _item(row, open_ones[item.referral].sensitivity, by, at, kind=kind, of=item.referral)
    if plan_review and plans.of_household(household.pk, by):
        _item(row, TEAM_CLASS, by, at, kind="plan review")
    if words.strip():
        _item(row, TEAM_CLASS, by, at, kind="own words", words=words.strip())
    audit.record("conferences.plan", row, by=by, at=at, invited=len(asked))
    for agency, user in asked.items():
        lay(row.pk, row.community_id, CONFERENCE, agency=agency, user=user, due_at=starts_at, at=at)
    tell(household.pk, row.community_id, "conferences.plan", at=at)
    return row


def _owned(household: Household, by: Actor) -> dict:
    return {
        "community_id": household.community_id,
        "recorded_by_id": by.agency,
        "steward_id": by.agency,
        "sensitivity": TEAM_CLASS,
        "household_id": household.pk,
        "said_in": household.pk,
    }


def _item(row: Conference, kept: str, by: Actor, at: datetime, *, kind, of=None, words="") -> None:
    said = _owned(row.household, by) | {"sensitivity": kept}
    item = AgendaItem(conference=row, kind=kind, referral_id=of, words=words, added_at=at, **said)
    item.save(force_insert=True)


def _possible(starts_at: datetime, minutes: int, way: str, at: datetime) -> None:
    if not rules.is_possible(starts_at, at):
        raise Refused("conferences.plan", _("Choose a time to come, within a year."))
    if minutes not in rules.MINUTES or way not in rules.WAYS:
        raise Refused("conferences.plan", _("Please choose from the list."))


def _may_call(household: Household, by: Actor) -> bool:
    """Not whoever is near by nothing but what is kept from a caregiver: the family reads who calls."""
    known = open_agencies(household.pk, household.community_id)
    return by.agency in known or teams.story_ties(household.pk).filter(agency=by.agency).exists()


def _asked(household: Household, invite: set[UUID]) -> dict[UUID, UUID | None]:
    """Who of the team is invited: confirmed, of no guarded work, and seen by whoever invites."""
    found = teams.confirmed(household.pk).exclude(sensitivity__in=GUARDED)
    here = {one.agency_id: one.user_id for one in found.filter(agency__in=invite)}
    if set(here) != invite or not invite <= open_agencies(household.pk, household.community_id):
        raise Refused("conferences.plan", _("Choose organizations that work with this family now."))
    return here


def held_row(conference: Conference, verb: str, version: int | None = None) -> Conference:
    """The row as it stands, with its family's line held; Refused where it is not planned any more, or
    the page is old."""
    one_family_at_a_time(conference.household_id)
    row = queries.one(conference.pk)
    if row is None or row.state != "planned":
        raise Refused(verb, _("This meeting is over, or was called off. Open the page again."))
    if version is not None and version != row.version:
        raise Refused(verb, _("Somebody has changed this meanwhile. Look at it again."))
    return row


def save(row: Conference, **changed) -> None:
    """As the home: whoever called it changes it by its deeds alone."""
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += 1
    with as_home(row.household_id, row.community_id):
        row.save(update_fields=[*changed, "version"])


@transaction.atomic
def move_date(
    *,
    conference: Conference,
    starts_at: datetime,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Conference:
    """Another time; whoever said yes or no is asked again."""
    require(by)
    check(by, "conferences.move_date", conference)
    row = held_row(conference, "conferences.move_date", version)
    if row.starts_at == starts_at:
        return row
    if not rules.is_possible(starts_at, at):
        raise Refused("conferences.move_date", _("Choose a time to come, within a year."))
    save(row, starts_at=starts_at, family_answer="")
    others = queries.invitations(row).exclude(agency=by.agency)
    asked = list(others.values_list("agency", flat=True))
    with as_home(row.household_id, row.community_id):
        Invitation.objects.filter(conference=row, agency__in=asked).update(
            answer="", answered_at=None, answered_by=None
        )
    audit.record("conferences.move_date", row, by=by, at=at)
    for agency in asked:
        lay(row.pk, row.community_id, CONFERENCE, agency=agency, due_at=starts_at, at=at)
    tell(row.household_id, row.community_id, "conferences.move_date", at=at)
    return row


@transaction.atomic
def call_off(
    *, conference: Conference, by: Actor, at: datetime, version: int | None = None
) -> Conference:
    """It does not take place. Everybody's line goes, the family is told. Twice is once."""
    require(by)
    check(by, "conferences.call_off", conference)
    if conference.state == "called off":
        return conference
    row = held_row(conference, "conferences.call_off", version)
    save(row, state="called off", settled_at=at)
    audit.record("conferences.call_off", row, by=by, at=at)
    clear(row.pk, row.community_id, CONFERENCE, at=at)
    tell(row.household_id, row.community_id, "conferences.call_off", at=at)
    return row
