"""One plan a household; its goals, steps and reviews; and what happened to each.

Each row stands under the one rule with its own class, and shows only where what it is part of shows. The
database asks the row above under its own policy: no page has to know.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.models import choices
from kinwork.common.tables import Custom, FamilyRows
from kinwork.family.plans.rules import CHANGED, DOERS, GOAL, LEVEL_WORDS, SOURCES, STEP, WORDS
from kinwork.family.referrals.models import Referral
from kinwork.people.models import Person, SubjectRow

# The clock opens one row, by its own id: what is above it was asked when it was set.
IN_PLAN = "(kw_kind() = 'clock' OR EXISTS (SELECT FROM plans_plan p WHERE p.id = {table}.plan_id))"
IN_GOAL = (
    "(kw_kind() = 'clock' OR EXISTS (SELECT FROM plans_goal g WHERE g.id = plans_step.goal_id))"
)
# A minor's own service is kept from a caregiver, and so is the goal or step that came of it.
NOT_PRIVATE = "(kw_kind() <> 'family' OR {column} IS NULL OR NOT kw_private({column}, said_in))"
READ_GOAL = f"{IN_PLAN.format(table='plans_goal')} AND {NOT_PRIVATE.format(column='source_id')}"
READ_STEP = f"{IN_GOAL} AND {NOT_PRIVATE.format(column='referral_id')}"
# What happened to a row is for whoever reads the row, and for nobody else.
OF_ITS_ROW = (
    "CASE WHEN step_id IS NOT NULL THEN EXISTS"
    " (SELECT FROM plans_step s WHERE s.id = plans_planevent.step_id)"
    " WHEN goal_id IS NOT NULL THEN EXISTS"
    " (SELECT FROM plans_goal g WHERE g.id = plans_planevent.goal_id)"
    " WHEN review_id IS NOT NULL THEN EXISTS"
    " (SELECT FROM plans_review r WHERE r.id = plans_planevent.review_id)"
    " ELSE EXISTS (SELECT FROM plans_plan p WHERE p.id = plans_planevent.plan_id) END"
)
USER = settings.AUTH_USER_MODEL


class Plan(SubjectRow):
    """The family's plan: one that is active. Its content stands in rows of their own.

    lead: who keeps it going, where somebody does. apart_for: a caregiver from whom something of the
    home is kept has a plan apart, and learns of no other.
    """

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    lead_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    lead_user = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    apart_for = models.UUIDField(null=True)

    class Meta(SubjectRow.Meta):
        constraints = [
            *SubjectRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["household", "apart_for"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="one_active_plan",
            ),
            models.CheckConstraint(
                condition=Q(household__isnull=False), name="plan_is_of_a_household"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="plan_ends_after_start",
            ),
        ]


class Goal(SubjectRow):
    """What the family wants, in its own words, at the place that it gave it.

    levels: five texts, what much less (-2) to much more (+2) than hoped would look like; written when
    the goal is set, or none yet. level: how far it is, as last said.
    """

    access = FamilyRows(read=READ_GOAL, write=READ_GOAL)

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    words = models.TextField(max_length=WORDS)
    place = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, choices=choices(GOAL.states), default="open")
    source = models.CharField(max_length=20, choices=choices(SOURCES), default="own words")
    source_id = models.UUIDField(null=True)
    levels = ArrayField(models.CharField(max_length=LEVEL_WORDS), default=list, blank=True)
    level = models.SmallIntegerField(null=True)
    set_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(SubjectRow.Meta):
        indexes = [models.Index(fields=["plan", "place"], name="goal_of_plan")]
        constraints = [
            *SubjectRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(words=""), name="goal_has_words"),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=-2, level__lte=2), name="goal_level_on_scale"
            ),
            models.CheckConstraint(
                condition=Q(levels__len=5) | Q(levels=[]), name="goal_scale_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(source="own words", source_id=None)
                | (~Q(source="own words") & Q(source_id__isnull=False)),
                name="goal_says_what_it_came_from",
            ),
            models.CheckConstraint(
                condition=Q(state__in=GOAL.open_states, closed_at=None)
                | (Q(state__in=sorted(GOAL.ends)) & Q(closed_at__isnull=False)),
                name="goal_closed_with_its_time",
            ),
        ]


class Step(SubjectRow):
    """What somebody does towards a goal, who, and until when. One that carries a referral has its class
    and follows its life."""

    access = FamilyRows(read=READ_STEP, write=READ_STEP)

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="steps")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="steps")
    words = models.TextField(max_length=WORDS)
    doer = models.CharField(max_length=10, choices=choices(DOERS), default="family")
    doer_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    doer_user = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    doer_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=choices(STEP.states), default="planned")
    state_since = models.DateTimeField()
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta(SubjectRow.Meta):
        indexes = [
            models.Index(fields=["goal", "due_on"], name="step_of_goal"),
            models.Index(
                fields=["referral"], condition=Q(referral__isnull=False), name="step_of_referral"
            ),
        ]
        constraints = [
            *SubjectRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(words=""), name="step_has_words"),
            models.CheckConstraint(
                condition=Q(doer="family", doer_user=None, doer_agency=None)
                | Q(doer="worker", doer_user__isnull=False, doer_agency__isnull=False)
                | Q(doer="partner", doer_user=None, doer_agency__isnull=False),
                name="step_names_who_does_it",
            ),
        ]


class Review(SubjectRow):
    """A day on which everybody looks at the plan again; and, once it was held, what changed by it."""

    access = FamilyRows(
        read=IN_PLAN.format(table="plans_review"), write=IN_PLAN.format(table="plans_review")
    )

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reviews")
    planned_for = models.DateField()
    held_on = models.DateField(null=True)
    given_up_at = models.DateTimeField(null=True)
    who = models.CharField(max_length=WORDS, blank=True)
    changed = models.TextField(max_length=CHANGED, blank=True)
    family_present = models.BooleanField(default=False)

    class Meta(SubjectRow.Meta):
        constraints = [
            *SubjectRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(held_on=None, given_up_at=None),
                name="one_review_to_come",
            ),
        ]


class PlanEvent(SubjectRow):
    """Something happened to a plan, goal, step or review: what, by whom, and the words before and after.

    It has the class of its row and shows where its row shows; nothing in it is ever changed.
    """

    access = Custom(select=OF_ITS_ROW, insert=OF_ITS_ROW)

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="events")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="events")
    step = models.ForeignKey(Step, models.PROTECT, null=True, related_name="events")
    review = models.ForeignKey(Review, models.PROTECT, null=True, related_name="events")
    verb = models.CharField(max_length=30)
    words = models.TextField(max_length=CHANGED, blank=True)
    words_before = models.TextField(max_length=CHANGED, blank=True)
    state = models.CharField(max_length=12, blank=True)
    state_before = models.CharField(max_length=12, blank=True)
    level = models.SmallIntegerField(null=True)
    due_on = models.DateField(null=True)
    at = models.DateTimeField()
    user = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.UUIDField(null=True)
    family_present = models.BooleanField(default=False)
    form_id = models.UUIDField(null=True)

    class Meta(SubjectRow.Meta):
        indexes = [models.Index(fields=["plan", "at"], name="plan_event_at")]
        constraints = [
            *SubjectRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["plan", "form_id"],
                condition=Q(form_id__isnull=False),
                name="one_plan_event_a_form",
            ),
        ]
