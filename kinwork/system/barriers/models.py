"""Barriers of a community and everything that became of each. About no family."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kinwork.common.ids import new_id
from kinwork.common.models import Community, choices
from kinwork.common.tables import Custom
from kinwork.system.barriers.rules import FOR_A_TIME, KINDS, LEAST_COUNT, LEVELS, LIFE, PUT
from kinwork.system.results.models import LEADS, Result

# Read by whoever reads a partnership of its community.
PARTNERS = (
    "EXISTS (SELECT FROM partnerships_partnership p"
    " WHERE p.community_id = barriers_barrier.community_id)"
)
LEADS_THIS = LEADS.format("barriers_barrier")
LED = (
    "EXISTS (SELECT FROM barriers_barrier b WHERE b.id = barrier_id AND " + LEADS.format("b") + ")"
)
SEEN = "EXISTS (SELECT FROM barriers_barrier b WHERE b.id = barrier_id)"


class Barrier(models.Model):
    """What stands in the way (words), and who could change it (level, office).

    reason, counted_from, counted_to, counted: how many referrals of the community ended for this
    reason in a half year that was released; None: too few to be told. due_on: when an answer is
    expected; relieved_until: the last day of a relief for a time, also while more is asked for.
    """

    access = Custom(
        select=f"({LEADS_THIS}) OR {PARTNERS}",
        insert=LEADS_THIS,
        update=LEADS_THIS,
        columns=("level", "office", "state", "due_on", "relieved_until"),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    words = models.TextField(max_length=1000)
    kind = models.CharField(max_length=20, choices=choices(KINDS))
    level = models.CharField(max_length=18, choices=choices(LEVELS))
    office = models.CharField(max_length=200)
    result = models.ForeignKey(Result, models.PROTECT, null=True, related_name="+")
    evidence = models.TextField(max_length=2000, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    counted_from = models.DateField(null=True)
    counted_to = models.DateField(null=True)
    counted = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=19, choices=choices(LIFE.states), default=LIFE.first)
    due_on = models.DateField(null=True)
    relieved_until = models.DateField(null=True)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(office=""), name="barrier_has_words_and_office"
            ),
            models.CheckConstraint(
                condition=Q(reason="", counted_from=None, counted_to=None, counted=None)
                | (
                    ~Q(reason="")
                    & Q(counted_from__isnull=False, counted_to__isnull=False)
                    & Q(counted_from__lte=F("counted_to"))
                ),
                name="barrier_count_has_its_days",
            ),
            models.CheckConstraint(
                condition=Q(counted=None) | Q(counted__gte=LEAST_COUNT),
                name="barrier_count_not_small",
            ),
            models.CheckConstraint(
                condition=Q(state=PUT, due_on__isnull=False) | (~Q(state=PUT) & Q(due_on=None)),
                name="barrier_put_expects_an_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state=FOR_A_TIME) | Q(relieved_until__isnull=False),
                name="barrier_relief_for_a_time_ends",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIFE.states), name="barrier_state_is_known"
            ),
        ]


class BarrierEvent(models.Model):
    """One step: who (nobody: by command), when, what was said. Nobody changes it later.

    office, level: to whom it was put, or whose it is instead; on: the day; due_on, until: when an
    answer is expected, how long a relief holds; lane: by which known way.
    """

    access = Custom(select=SEEN, insert=LED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    barrier = models.ForeignKey(Barrier, models.PROTECT, related_name="events")
    number = models.PositiveSmallIntegerField()
    verb = models.CharField(max_length=20)
    state = models.CharField(max_length=19, choices=choices(LIFE.states))
    at = models.DateTimeField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    on = models.DateField()
    words = models.TextField(max_length=2000, blank=True)
    office = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=18, blank=True)
    how = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)
    until = models.DateField(null=True)
    lane = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["barrier", "number"], name="barrier_step_once"),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("on")), name="barrier_answer_after_put"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("on")), name="barrier_relief_after_answer"
            ),
            models.CheckConstraint(
                condition=Q(verb__in=("note", "put")) | ~Q(words=""), name="barrier_step_has_words"
            ),
        ]
