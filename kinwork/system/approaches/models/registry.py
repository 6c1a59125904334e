"""An approach, and each step that was taken with it."""

from django.db import models
from django.db.models import Q

from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.library.approaches.scheme import LEVELS
from kinwork.system.approaches.models.base import (
    BY_LINK,
    OURS,
    READS,
    SEEN_APPROACH,
    STUDIED,
    choices,
    somebody,
)
from kinwork.system.approaches.rules import CODERS, LIFE


class Approach(models.Model):
    """found_in, found_on: where public information told of it, and of which day that is. place: a state's
    two letters, or "". coded: how many coders are done."""

    access = Custom(
        select=f"{READS.format('approaches_approach')} OR {BY_LINK.format('approaches_approach.id')}",
        insert=OURS,
        update=f"({OURS}) OR {BY_LINK.format('approaches_approach.id')}",
        columns=("state", "coded"),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=5, choices=choices(LEVELS))
    place = models.CharField(max_length=2, blank=True)
    about = models.TextField(max_length=2000, blank=True)
    found_in = models.CharField(max_length=500)
    found_on = models.DateField()
    state = models.CharField(max_length=16, choices=choices(LIFE.states), default=LIFE.first)
    coded = models.PositiveSmallIntegerField(default=0)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name", "level", "place"], name="approach_found_once"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(found_in=""), name="approach_has_name_and_source"
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIFE.states), name="approach_state_is_known"
            ),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="approach_level_is_known"),
            models.CheckConstraint(
                condition=Q(coded__lte=CODERS), name="approach_coded_twice_at_most"
            ),
        ]


class ApproachRow(models.Model):
    """A row of one approach."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    approach = models.ForeignKey(Approach, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True


class ApproachStep(ApproachRow):
    """One step: who (nobody: by command, or the contact), when, what was said. Never changed."""

    access = Custom(
        select=SEEN_APPROACH,
        insert=f"({STUDIED}) OR {BY_LINK.format('approaches_approachstep.approach_id')}",
    )

    number = models.PositiveSmallIntegerField()
    verb = models.CharField(max_length=20)
    state = models.CharField(max_length=16, choices=choices(LIFE.states))
    at = models.DateTimeField()
    said_by = somebody(null=True)
    words = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["approach", "number"], name="approach_step_once")
        ]
