"""What two coders said, what they settled, and what the rule said of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.common.ids import new_id
from kinwork.common.tables import Custom
from kinwork.library.approaches.rule import OPEN
from kinwork.system.approaches.models.base import BOTH_DONE, STAFF_SEES, STUDIED, choices, somebody
from kinwork.system.approaches.models.registry import ApproachRow
from kinwork.system.approaches.rules import ANSWERS, CODERS, CRITERIA, MODELS, NO, UNKNOWN, YES


class Coding(ApproachRow):
    """One coder's whole coding, made without seeing the other's. model: the coder's own judgement."""

    access = Custom(
        select=BOTH_DONE, insert=f"({STUDIED}) AND approaches_coding.coder_id = kw_actor()"
    )

    coder = somebody()
    position = models.PositiveSmallIntegerField()
    scheme = models.CharField(max_length=20)
    model = models.CharField(max_length=20, choices=choices(MODELS))
    why = models.TextField(max_length=2000)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["approach", "coder"], name="coded_once_by_each"),
            models.UniqueConstraint(fields=["approach", "position"], name="coding_has_its_place"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=CODERS), name="coding_first_or_second"
            ),
            models.CheckConstraint(
                condition=Q(model__in=MODELS) & ~Q(why=""), name="coding_judges_with_reason"
            ),
        ]


class Judgement(models.Model):
    """What one coder said of one criterion, and what shows it."""

    access = Custom(
        select="EXISTS (SELECT FROM approaches_coding c WHERE c.id = coding_id)",
        insert="EXISTS (SELECT FROM approaches_coding c WHERE c.id = coding_id"
        " AND c.coder_id = kw_actor())",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    coding = models.ForeignKey(Coding, models.PROTECT, related_name="judgements")
    criterion = models.CharField(max_length=32, choices=choices(CRITERIA))
    answer = models.CharField(max_length=7, choices=choices(ANSWERS))
    evidence = models.TextField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coding", "criterion"], name="judged_once"),
            models.CheckConstraint(
                condition=Q(answer=UNKNOWN) | (Q(answer__in=(YES, NO)) & ~Q(evidence="")),
                name="judgement_has_evidence",
            ),
        ]


class Settlement(ApproachRow):
    """What was agreed on where two coders differ, and why. The newest counts."""

    access = Custom(select=STAFF_SEES, insert=STUDIED)

    number = models.PositiveSmallIntegerField()
    criterion = models.CharField(max_length=32, choices=choices(CRITERIA))
    answer = models.CharField(max_length=7, choices=choices(ANSWERS))
    why = models.TextField(max_length=1000)
    at = models.DateTimeField()
    said_by = somebody(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["approach", "number"], name="settled_one_by_one"),
            models.CheckConstraint(
                condition=Q(answer__in=ANSWERS) & ~Q(why=""), name="settled_with_reason"
            ),
        ]


class Classification(ApproachRow):
    """What the rule of one scheme says, of which answers; possible: more than one while it is "maybe".
    judged: what the coders judged themselves, the first one first."""

    access = Custom(select=STAFF_SEES, insert=STUDIED)

    scheme = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    model = models.CharField(max_length=20, choices=choices((*MODELS, OPEN)))
    possible = ArrayField(models.CharField(max_length=20))
    unknown = ArrayField(models.CharField(max_length=32), default=list)
    judged = ArrayField(models.CharField(max_length=20))
    answers = models.JSONField()
    at = models.DateTimeField()
    said_by = somebody(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["approach", "scheme", "version"], name="classified_once_by_a_scheme"
            ),
            models.CheckConstraint(
                condition=Q(model=OPEN, possible__len__gt=1)
                | (~Q(model=OPEN) & Q(possible__len=1, possible__0=F("model"), unknown=[])),
                name="classified_or_open",
            ),
        ]
