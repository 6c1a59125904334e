"""The own partnership's answers, and research projects."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.system.approaches.models.base import READS, STUDIES, choices, somebody
from kinwork.system.approaches.rules import (
    ANSWERS,
    CRITERIA,
    FIRST_YEAR,
    KINDS,
    LAST_YEAR,
    NO,
    PROJECT_LEVELS,
    UNKNOWN,
    YES,
)
from kinwork.system.partnerships.models import LED, SEEN, Partnership


class OwnAnswer(models.Model):
    """What whoever leads says of the partnership where nothing on record decides it. The newest counts."""

    access = Custom(select=SEEN, insert=LED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    criterion = models.CharField(max_length=32, choices=choices(CRITERIA))
    answer = models.CharField(max_length=7, choices=choices(ANSWERS))
    why = models.TextField(max_length=1000, blank=True)
    at = models.DateTimeField()
    said_by = somebody(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="own_answer_in_order"),
            models.CheckConstraint(
                condition=Q(answer=UNKNOWN) | (Q(answer__in=(YES, NO)) & ~Q(why="")),
                name="own_answer_says_why",
            ),
        ]


class Project(models.Model):
    """A research project that this community added. ends: None, it is not known to have ended."""

    access = Custom(
        select=READS.format("approaches_project"),
        insert=STUDIES.format("approaches_project"),
        update=STUDIES.format("approaches_project"),
        columns=(
            *("name", "who", "population", "programs", "links", "level", "kinds"),
            *("starts", "ends", "changed_at"),
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    who = models.CharField(max_length=300)
    population = models.CharField(max_length=300)
    programs = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    links = ArrayField(models.URLField(max_length=500), default=list, blank=True)
    level = models.CharField(max_length=16, choices=choices(PROJECT_LEVELS))
    kinds = ArrayField(
        models.CharField(max_length=16, choices=choices(KINDS)), default=list, blank=True
    )
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="project_named_once"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(who="") & ~Q(population=""), name="project_is_described"
            ),
            models.CheckConstraint(
                condition=Q(starts__gte=FIRST_YEAR, starts__lte=LAST_YEAR)
                & (Q(ends=None) | Q(ends__gte=F("starts"), ends__lte=LAST_YEAR)),
                name="project_years_in_order",
            ),
            models.CheckConstraint(
                condition=Q(kinds__contained_by=list(KINDS)), name="project_kinds_are_known"
            ),
        ]
