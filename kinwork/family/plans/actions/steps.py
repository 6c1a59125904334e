"""Steps: added by whoever sees the goal, moved by hand, or by the referral that they carry."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.clock import local_day
from kinwork.common.rights import Refused, check
from kinwork.family.contact.actions import tell_family
from kinwork.family.plans import queries, rules
from kinwork.family.plans.actions.writing import (
    Told,
    begun,
    current,
    known,
    landing,
    may_add,
    save,
    tell,
)
from kinwork.family.plans.models import Goal, Step
from kinwork.family.plans.rules import REFERRAL, STEP
from kinwork.family.plans.saying import ALONE, US, Doer, With
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.queries import envelopes
from kinwork.family.referrals.rules import ENDS
from kinwork.trust.access.actions import (
    PLAN_STEP,
    clear_due,
    close_work_items,
    open_work_item,
    set_due,
)

CLOCK = "plan step"


@transaction.atomic
def add_step(
    *,
    goal: Goal,
    words: str,
    doer: Doer = US,
    due_on: date | None = None,
    referral: UUID | None = None,
    whose: With = ALONE,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Step:
    """A step to a goal. One that carries a referral takes its class, and its life from then on."""
    row = _on_goal(goal, "plans.add_step", by)
    if (before := known(row.plan_id, form_id)) and before.step_id:
        return before.step
    words = _said(words, "plans.add_step")
    if row.state not in ("open", "proposed"):
        raise Refused("plans.add_step", _("This goal is not open."))
    if row.steps.count() >= rules.MOST_STEPS:
        raise Refused("plans.add_step", _("This goal has many steps already."))
    _day(due_on, row, at, "plans.add_step")
    carried = _carried(row, referral, "plans.add_step")
    step = Step(
        community_id=row.community_id,
        recorded_by_id=by.agency,
        steward_id=by.agency,
        sensitivity=rules.class_of_step(row.sensitivity, carried and carried.sensitivity),
        labels=list(row.labels),
        person_id=row.person_id,
        household_id=row.household_id,
        said_in=row.said_in,
        plan_id=row.plan_id,
        goal=row,
        words=words,
        **doer.columns(),
        due_on=due_on,
        state=rules.step_of_referral(carried.state, carried.state in ENDS)
        if carried
        else "planned",
        state_since=at,
        referral=carried,
    )
    may_add(step, "plans.add_step", by)
    step.save(force_insert=True)
    said = Told(words=words, state=step.state, due_on=due_on)
    tell(step, "add_step", said, whose, by=by, at=at, form_id=form_id)
    _clocks(step, at)
    return step


@transaction.atomic
def edit_step(
    *,
    step: Step,
    words: str,
    doer: Doer = US,
    due_on: date | None = None,
    version: int | None = None,
    whose: With = ALONE,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Step:
    """Other words, somebody else who does it, another day. Raises Clash."""
    row = _step(step, "plans.edit_step", by)
    if known(row.plan_id, form_id):
        return row
    words = _said(words, "plans.edit_step")
    current(row, version, words)
    if due_on != row.due_on:
        _day(due_on, row, at, "plans.edit_step")
    before = row.words
    with acting_as(clock(row.pk, row.community_id)):  # it may be somebody else's from now
        close_work_items(target=row.pk, at=at, kind=PLAN_STEP)
    save(row, words=words, due_on=due_on, **doer.columns())
    said = Told(words=words, words_before=before, due_on=due_on)
    tell(row, "edit_step", said, whose, by=by, at=at, form_id=form_id)
    _clocks(row, at)
    return row


@transaction.atomic
def move_step(
    *,
    step: Step,
    verb: str,
    version: int | None = None,
    whose: With = ALONE,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Step:
    """begin, finish, drop, put_off or reopen. One that carries a referral is moved by that alone."""
    row = _step(step, "plans.move_step", by)
    if known(row.plan_id, form_id):
        return row
    if row.referral_id:
        raise Refused("plans.move_step", _("This step follows its request. It moves by itself."))
    current(row, version)
    state = landing(STEP, verb, row, whose.party(by), "plans.move_step")
    _moved(row, verb, state, whose, by=by, at=at, form_id=form_id)
    return row


def _moved(row: Step, verb: str, state: str, whose: With, *, by: Actor, at: datetime, form_id=None):
    before = row.state
    save(row, state=state, state_since=at)
    said = Told(words=row.words, state=state, state_before=before)
    tell(row, f"{verb}_step", said, whose, by=by, at=at, form_id=form_id)
    _clocks(row, at)


def follow_referral(referral: Referral, *, by: Actor, at: datetime) -> None:
    """A referral moved: the steps that carry it stand where it stands. Where it came after another, the
    steps of that one carry it now. `by` is the referral's own clock."""
    require(by)
    check(by, "plans.follow_referral")
    wanted = rules.step_of_referral(referral.state, referral.state in ENDS)
    for id in queries.steps_of_referral(referral.pk):
        with acting_as(clock(id, referral.community_id)) as itself:
            row = Step.objects.filter(pk=id).first()
            if row is None or (row.referral_id != referral.pk and not _carries(row, referral)):
                continue
            verb = rules.verb_to(row.state, wanted)
            if verb:
                _follow(row, verb, wanted, by=itself, at=at)


def _carries(row: Step, referral: Referral) -> bool:
    """The next place instead of the one before; not where that would say more than the step did."""
    if row.sensitivity != referral.sensitivity:
        return False
    save(row, same_text=True, referral_id=referral.pk)
    return True


def _follow(row: Step, verb: str, wanted: str, *, by: Actor, at: datetime) -> None:
    move = STEP.find(verb, row.state)
    assert REFERRAL in move.parties
    _moved(row, verb, wanted, ALONE, by=by, at=at)


@transaction.atomic
def remind_of_step(*, step: UUID, by: Actor, at: datetime) -> bool:
    """It is the step's day: the family that does it is told, in neutral words. A worker's line lies on
    the desk since it was given."""
    require(by)
    check(by, "plans.remind")
    row = Step.objects.filter(pk=step).first()
    if row is None or row.state in STEP.ends or row.doer != "family":
        return False
    _write_home(row, "plans.step", at)
    return True


def _write_home(row: Step, key: str, at: datetime) -> None:
    """As the household's own clock, which alone knows the ways to it."""
    home = row.said_in
    with acting_as(clock(home, row.community_id)) as itself:
        tell_family(
            household=home, community=row.community_id, key=key, about=row.pk, by=itself, at=at
        )


def _clocks(row: Step, at: datetime) -> None:
    """What reminds its owner: a line for a worker or a partner, a clock for the family; none when done."""
    with acting_as(clock(row.pk, row.community_id)):
        if row.state in STEP.ends or (row.due_on is None and row.doer == "family"):
            clear_due(target=row.pk, clock=CLOCK)
            close_work_items(target=row.pk, at=at, kind=PLAN_STEP)
            return
        zone = row.community.time_zone
        due = rules.comes_due(row.due_on, zone) if row.due_on else None
        if row.doer == "family":
            set_due(target=row.pk, clock=CLOCK, at=due)
            return
        clear_due(target=row.pk, clock=CLOCK)
        open_work_item(
            agency=row.doer_agency_id,
            community=row.community_id,
            kind=PLAN_STEP,
            target=row.pk,
            due_at=due,
            at=at,
            assignee=row.doer_user_id,
        )


def _carried(goal: Goal, referral: UUID | None, right: str) -> Referral | None:
    if referral is None:
        return None
    found = envelopes().filter(pk=referral, household=goal.said_in).first()
    if found is None:
        raise Refused(right, _("We cannot find this request."))
    return found


def _day(day: date | None, row: Goal | Step, at: datetime, right: str) -> None:
    why = rules.why_not_day(day, local_day(at, row.community.time_zone))
    if why:
        words = {
            "past": _("This day is over. Please choose one that comes."),
            "far": _("This day is too far away. Please check the year."),
        }
        raise Refused(right, words[why])


def _said(words: str, right: str) -> str:
    words = words.strip()
    if not words:
        raise Refused(right, _("Please write what is to be done."))
    if len(words) > rules.WORDS:
        raise Refused(right, _("This is too long. Please say it in fewer words."))
    return words


def _on_goal(goal: Goal, right: str, by: Actor) -> Goal:
    return begun(goal, right, by=by, home=goal.said_in)


def _step(step: Step, right: str, by: Actor) -> Step:
    return begun(step, right, by=by, home=step.said_in)
