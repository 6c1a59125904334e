"""What follows from a conference: who does what until when, and what became of it."""

from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.clock import at_local, local_day
from kinwork.common.rights import Refused, check
from kinwork.family.conferences import queries, rules
from kinwork.family.conferences.actions.holding import was_there
from kinwork.family.conferences.actions.lines import clear, lay
from kinwork.family.conferences.models import Conference, FollowUp
from kinwork.family.contact.laid import CONFERENCE_PROMISE
from kinwork.family.plans.actions import US, Doer, add_step
from kinwork.family.plans.models import Goal
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.family.teams.actions.lines import as_home
from kinwork.family.teams.rules import TEAM_CLASS
from kinwork.trust.consent.queries import lock_grounds

EVENING = time(17)


@transaction.atomic
def add_follow_up(
    *,
    conference: Conference,
    words: str,
    due_on: date,
    agency: UUID | None = None,
    by: Actor,
    at: datetime,
    form_id: UUID | None = None,
) -> FollowUp:
    """Somebody who was there promised something until a day. agency None: the family itself. Raises
    Refused where the family's yes does not let that agency read it."""
    require(by)
    check(by, "conferences.add_follow_up", conference)
    one_family_at_a_time(conference.household_id)
    row = was_there(conference, by, "conferences.add_follow_up")
    if form_id and (known := FollowUp.objects.filter(pk=form_id).first()):
        return known
    said = _said(row, words, due_on, at)
    _promises(row, agency, by)
    made = FollowUp(
        community_id=row.community_id,
        recorded_by_id=by.agency,
        steward_id=by.agency,
        sensitivity=TEAM_CLASS,
        household_id=row.household_id,
        said_in=row.household_id,
        conference=row,
        words=said,
        whose="agency" if agency else "family",
        agency_id=agency,
        due_on=due_on,
        made_at=at,
    )
    if form_id:
        made.pk = form_id
    made.save(force_insert=True)
    audit.record("conferences.add_follow_up", made, by=by, at=at, whose=made.whose)
    if agency:
        lay(
            made.pk,
            row.community_id,
            CONFERENCE_PROMISE,
            agency=agency,
            due_at=at_local(due_on, EVENING, row.zone),
            at=at,
        )
    return made


def _said(row: Conference, words: str, due_on: date, at: datetime) -> str:
    said = words.strip()
    if not said:
        raise Refused("conferences.add_follow_up", _("Write what is to be done."))
    if len(said) > rules.MOST_WORDS:
        raise Refused(
            "conferences.add_follow_up", _("This is too long. Keep it under 500 letters.")
        )
    today = local_day(at, row.zone)
    if not today <= due_on <= today + rules.MOST_AHEAD:
        raise Refused("conferences.add_follow_up", _("Choose a day to come, within a year."))
    return said


def _promises(row: Conference, agency: UUID | None, by: Actor) -> None:
    """Whoever was there, and may read what it promised."""
    if agency is None:
        if not row.family_came:
            raise Refused(
                "conferences.add_follow_up", _("The family was not there: it promised nothing.")
            )
        return
    theirs = queries.invited(row, agency)
    if theirs is None or not theirs.came:
        raise Refused("conferences.add_follow_up", _("Choose somebody who was there."))
    if agency == by.agency:
        return
    grounds = lock_grounds(row.household_id, agency, [], [TEAM_CLASS])
    if not grounds.party or TEAM_CLASS not in grounds.allowed:
        raise Refused(
            "conferences.add_follow_up",
            _("The family has not agreed to share its plan with %(name)s. Ask it first.")
            % {"name": theirs.agency},
        )


@transaction.atomic
def settle_follow_up(*, follow_up: FollowUp, done: bool, by: Actor, at: datetime) -> FollowUp:
    """Done, or dropped. Twice the same is once."""
    require(by)
    check(by, "conferences.settle_follow_up", follow_up)
    one_family_at_a_time(follow_up.household_id)
    row = FollowUp.objects.filter(pk=follow_up.pk).first()
    if row is None:
        raise Refused("conferences.settle_follow_up", _("You cannot see this any more."))
    state = "done" if done else "dropped"
    if row.state == state:
        return row
    if row.state != "open":
        raise Refused("conferences.settle_follow_up", _("Somebody has settled this already."))
    row.state, row.settled_at = state, at
    row.settled_by_id = by.id if by.is_staff else None
    with as_home(row.household_id, row.community_id):
        row.save(update_fields=["state", "settled_at", "settled_by"])
    audit.record("conferences.settle_follow_up", row, by=by, at=at, state=state)
    clear(row.pk, row.community_id, CONFERENCE_PROMISE, at=at)
    return row


@transaction.atomic
def make_step(*, follow_up: FollowUp, goal: Goal, by: Actor, at: datetime) -> FollowUp:
    """What was promised becomes a step of the family's plan, with the same owner and day, and is
    looked after there. Twice is once. Raises Refused where it is settled, or the plan refuses it."""
    require(by)
    check(by, "conferences.make_step", follow_up)
    one_family_at_a_time(follow_up.household_id)
    row = FollowUp.objects.filter(pk=follow_up.pk).first()
    if row is None:
        raise Refused("conferences.make_step", _("You cannot see this any more."))
    if row.state == rules.IN_PLAN:
        return row
    if row.state != "open" or goal.said_in != row.household_id:
        raise Refused("conferences.make_step", _("Somebody has settled this already."))
    doer = Doer("partner", agency=row.agency_id) if row.agency_id else US
    row.step = add_step(
        goal=goal, words=row.words, doer=doer, due_on=row.due_on, form_id=row.pk, by=by, at=at
    )
    row.state, row.settled_at, row.settled_by_id = rules.IN_PLAN, at, by.id
    with as_home(row.household_id, row.community_id):
        row.save(update_fields=["state", "settled_at", "settled_by", "step"])
    audit.record("conferences.make_step", row, by=by, at=at)
    clear(row.pk, row.community_id, CONFERENCE_PROMISE, at=at)
    return row
