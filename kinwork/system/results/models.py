"""Results of a community, how anybody would know, and the numbers. About no family."""

from django.db import models
from django.db.models import Q

from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.system.results.rules import BETTER, KINDS

LEADS = (
    "kw_kind() = 'staff' AND (kw_role() = 'operator' OR"
    " (kw_role() = 'backbone lead' AND kw_active() AND {0}.community_id = kw_community()))"
)
# Read by whoever reads a partnership that took the result as its own.
TAKEN = "EXISTS (SELECT FROM partnerships_goal g WHERE g.result_id = {0})"
LED = "EXISTS (SELECT FROM results_result r WHERE r.id = {0} AND " + LEADS.format("r") + ")"
# Whoever reads the result reads what hangs on it.
SEEN = "EXISTS (SELECT FROM results_result r WHERE r.id = {0})"


class Result(models.Model):
    """What should be true for children and families: `words`; for whom: `whom`."""

    access = Custom(
        select=f"({LEADS.format('results_result')}) OR {TAKEN.format('results_result.id')}",
        insert=LEADS.format("results_result"),
        update=LEADS.format("results_result"),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    whom = models.CharField(max_length=300)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="result_has_words"),
        ]


class Measure(models.Model):
    """How one would know. An indicator tells of the population; reach, quality and difference tell of
    what services do. Its baseline is whole or missing: the number, its day, its source."""

    access = Custom(
        select=SEEN.format("result_id"),
        insert=LED.format("result_id"),
        update=LED.format("result_id"),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    result = models.ForeignKey(Result, models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=40)
    better = models.CharField(max_length=4, choices=[(one, one) for one in BETTER])
    source = models.CharField(max_length=200)
    baseline = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    baseline_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(baseline=None, baseline_on=None)
                | Q(baseline__isnull=False, baseline_on__isnull=False),
                name="measure_baseline_whole",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(source=""), name="measure_is_named"),
        ]


class Value(models.Model):
    """A number of one day from one source; a correction is another row, and the newest row counts."""

    access = Custom(select=SEEN.format("result_id"), insert=LED.format("result_id"))

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    result = models.ForeignKey(Result, models.PROTECT, related_name="+")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="values")
    on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=3)
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(source=""), name="value_has_source")]
