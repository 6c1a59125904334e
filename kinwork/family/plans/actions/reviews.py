"""Reviews: planned for a day, on the lead's desk until held; the family is reminded some days before."""

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
    about,
    begun,
    known,
    may_add,
    save,
    tell,
)
from kinwork.family.plans.models import Plan, Review
from kinwork.family.plans.saying import ALONE, With
from kinwork.trust.access.actions import (
    PLAN_REVIEW,
    clear_due,
    close_work_items,
    open_work_item,
    set_due,
)

CLOCK = "plan review"


@transaction.atomic
def plan_review(
    *,
    plan: Plan,
    day: date,
    whose: With = ALONE,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Review:
    """The next review, on this day; the one that stands moves to it."""
    row = begun(plan, "plans.plan_review", by=by, home=plan.household_id)
    if (before := known(row.pk, form_id)) and before.review_id:
        return before.review
    zone = row.community.time_zone
    if why := rules.why_not_day(day, local_day(at, zone)):
        words = {
            "past": _("This day is over. Please choose one that comes."),
            "far": _("This day is too far away. Please check the year."),
        }
        raise Refused("plans.plan_review", words[why])
    review = queries.next_review(row)
    if review is None:
        shared = about(row) | {"recorded_by_id": by.agency, "steward_id": by.agency}
        review = Review(**shared, plan=row, planned_for=day)
        may_add(review, "plans.plan_review", by)
        review.save(force_insert=True)
    else:
        save(review, planned_for=day)
    tell(review, "plan_review", Told(due_on=day), whose, by=by, at=at, form_id=form_id)
    _clocks(row, review, at)
    return review


@transaction.atomic
def hold_review(
    *,
    review: Review,
    held_on: date,
    who: str,
    changed: str,
    family_present: bool,
    next_on: date | None = None,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Review:
    """Write down that it was held: who was there, what changed; and when the next one is."""
    row = begun(review, "plans.hold_review", by=by, home=review.household_id)
    if known(row.plan_id, form_id):
        return row
    if row.held_on or row.given_up_at:
        raise Refused("plans.hold_review", _("This review is written down already."))
    if held_on > local_day(at, row.community.time_zone):
        raise Refused("plans.hold_review", _("This day has not come yet."))
    who, changed = who.strip()[: rules.WORDS], changed.strip()[: rules.CHANGED]
    if not who:
        raise Refused("plans.hold_review", _("Please say who was there."))
    save(row, held_on=held_on, who=who, changed=changed, family_present=family_present)
    whose = With(present=family_present)
    said = Told(words=changed, due_on=held_on)
    tell(row, "hold_review", said, whose, by=by, at=at, form_id=form_id)
    with acting_as(clock(row.pk, row.community_id)):
        clear_due(target=row.pk)
        close_work_items(target=row.pk, at=at)
    if next_on:
        plan_review(plan=row.plan, day=next_on, by=by, at=at)
    return row


@transaction.atomic
def remind_of_review(*, review: UUID, by: Actor, at: datetime) -> bool:
    """Some days before it the family is told, in neutral words."""
    require(by)
    check(by, "plans.remind")
    row = Review.objects.filter(pk=review).first()
    if row is None or row.held_on or row.given_up_at:
        return False
    home = row.household_id
    with acting_as(clock(home, row.community_id)) as itself:
        tell_family(
            household=home,
            community=row.community_id,
            key="plans.review",
            about=row.pk,
            by=itself,
            at=at,
        )
    return True


def _clocks(plan: Plan, review: Review, at: datetime) -> None:
    zone = plan.community.time_zone
    with acting_as(clock(review.pk, review.community_id)):
        when = rules.rings_for_family(review.planned_for, zone, at)
        set_due(target=review.pk, clock=CLOCK, at=when)
        if plan.lead_agency_id:
            open_work_item(
                agency=plan.lead_agency_id,
                community=plan.community_id,
                kind=PLAN_REVIEW,
                target=review.pk,
                due_at=rules.comes_due(review.planned_for, zone),
                at=at,
                assignee=plan.lead_user_id,
            )
