"""What partners do together: strategies, the changes they brought about, support from above."""

from django.db import models
from django.db.models import F, Q

from kinwork.common.models import choices
from kinwork.system.barriers.models import Barrier
from kinwork.system.common_work.models.base import KEPT, WorkRow, changing, member
from kinwork.system.common_work.rules import (
    CHANGE_KINDS,
    GIVEN,
    INTENSITIES,
    NOT_GIVEN,
    STRATEGIES,
    SUPPORT_KINDS,
    SUPPORT_LIFE,
)
from kinwork.system.results.models import Result


class StrategyReview(WorkRow):
    """Where one strategy stands, as it was seen on a day (on). The newest one counts, each is kept.

    since, intensity: only while it is adopted; next_step with its day, or neither.
    """

    access = KEPT

    strategy = models.CharField(max_length=16, choices=choices(STRATEGIES))
    on = models.DateField()
    adopted = models.BooleanField()
    since = models.DateField(null=True)
    intensity = models.CharField(max_length=8, blank=True, choices=choices(INTENSITIES))
    evidence = models.TextField(max_length=2000, blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    next_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(adopted=True, since__isnull=False) & ~Q(intensity="")
                | Q(adopted=False, since=None, intensity=""),
                name="strategy_adopted_since_how_intense",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(since__lte=F("on")), name="strategy_since_has_been"
            ),
            models.CheckConstraint(
                condition=Q(next_step="", next_on=None)
                | (~Q(next_step="") & Q(next_on__isnull=False)),
                name="strategy_next_step_has_its_day",
            ),
        ]


class Change(WorkRow):
    """A change in policy, program or practice that the partnership brought about.

    decision: what names it, a vote or a letter; ends, ends_why: it holds no longer.
    """

    access = changing("ends", "ends_why")

    kind = models.CharField(max_length=8, choices=choices(CHANGE_KINDS))
    words = models.TextField(max_length=1000)
    whom = models.CharField(max_length=300)
    since = models.DateField()
    evidence = models.TextField(max_length=2000, blank=True)
    result = models.ForeignKey(Result, models.PROTECT, null=True, related_name="+")
    barrier = models.ForeignKey(Barrier, models.PROTECT, null=True, related_name="+")
    strategy = models.CharField(max_length=16, blank=True, choices=choices(STRATEGIES))
    decision = models.CharField(max_length=300, blank=True)
    ends = models.DateField(null=True)
    ends_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(whom=""), name="change_says_what_for_whom"
            ),
            models.CheckConstraint(
                condition=Q(ends=None, ends_why="") | (~Q(ends_why="") & Q(ends__gte=F("since"))),
                name="change_ends_with_a_reason",
            ),
        ]


class Support(WorkRow):
    """What a member from above was asked for, and what came of it. due_on: an answer is expected.

    by_whom: the office that answered, no person; enabled: what it made possible, told later.
    """

    access = changing("state", "answered_on", "by_whom", "answer", "enabled")

    member = member()
    kind = models.CharField(max_length=12, choices=choices(SUPPORT_KINDS))
    words = models.TextField(max_length=1000)
    asked_on = models.DateField()
    due_on = models.DateField(null=True)
    state = models.CharField(
        max_length=10, choices=choices(SUPPORT_LIFE.states), default=SUPPORT_LIFE.first
    )
    answered_on = models.DateField(null=True)
    by_whom = models.CharField(max_length=200, blank=True)
    answer = models.TextField(max_length=2000, blank=True)
    enabled = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="support_has_words"),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("asked_on")),
                name="support_answer_after_asked",
            ),
            models.CheckConstraint(
                condition=Q(state=SUPPORT_LIFE.first, answered_on=None, by_whom="", answer="")
                | (
                    Q(state__in=(GIVEN, NOT_GIVEN), answered_on__gte=F("asked_on")) & ~Q(by_whom="")
                ),
                name="support_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=NOT_GIVEN) | ~Q(answer=""), name="support_refused_in_words"
            ),
            models.CheckConstraint(
                condition=Q(enabled="") | Q(state=GIVEN), name="support_enabled_when_given"
            ),
        ]
