"""Determinations: what a household may be eligible for, as judged one day by that day's rules."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kinwork.people.models import SubjectRow

VERDICTS = ("yes", "maybe", "no")


class Determination(SubjectRow):
    """A dated snapshot: program, verdict, reasons, the facts and the rule version behind it.

    Its class is the highest of the facts it cites. `basis` says how sure the weakest of them is.
    `flags`: discretion (no, but ask), already (they have it), failed (the check itself broke).
    `decided`: not our check but the office's own yes or no, of day `on`, good until `until`.
    """

    program = models.CharField(max_length=60)
    verdict = models.CharField(max_length=10, choices=[(name, name) for name in VERDICTS])
    flags = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    members = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    missing = ArrayField(models.CharField(max_length=80), default=list)
    facts = ArrayField(models.UUIDField(), default=list)
    rule_version = models.CharField(max_length=60)
    basis = models.CharField(max_length=20)
    on = models.DateField()
    made_at = models.DateTimeField()
    decided = models.BooleanField(default=False)
    until = models.DateField(null=True, blank=True)

    class Meta(SubjectRow.Meta):
        indexes = [models.Index(fields=["household", "program", "made_at"], name="determination")]
        constraints = [
            *SubjectRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(decided=False, until=None)
                | Q(
                    decided=True,
                    until__isnull=False,
                    owner__isnull=False,
                    verdict__in=("yes", "no"),
                ),
                name="decision_whole",
            ),
        ]
