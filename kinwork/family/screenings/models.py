"""Results of screenings: one row for each class of what was asked, put right by a newer row."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kinwork.common.models import choices
from kinwork.common.tables import FamilyRows
from kinwork.family.screenings.rules import STATES, WHO
from kinwork.people.models import SubjectRow


class Screening(SubjectRow):
    """What one class of a screening said; or that the family did not want to be asked.

    instrument: "folder/version". sitting: the same for all rows of one asking. answers: item -> code, or
    score -> number as entered. months: the age it was scored for, corrected where the instrument corrects.
    What the family says is its own; scores that a worker enters are the agency's record, and whoever writes
    must be near the family now.
    """

    access = FamilyRows(write="kw_kind() <> 'staff' OR kw_sees_subject(person_id, household_id)")

    instrument = models.CharField(max_length=60)
    sitting = models.UUIDField()
    state = models.CharField(max_length=10, choices=choices(STATES))
    answers = models.JSONField(default=dict, blank=True)
    result = models.CharField(max_length=30, blank=True)
    total = models.SmallIntegerField(null=True, blank=True)
    flags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    needs = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    asked_on = models.DateField()
    good_until = models.DateField()
    asked_at = models.DateTimeField()
    who = models.CharField(max_length=10, choices=choices(WHO))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    corrects = models.UUIDField(null=True, blank=True)
    counts_for = models.CharField(max_length=40, blank=True)

    class Meta(SubjectRow.Meta):
        constraints = [
            *SubjectRow.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(state="refused", result="")) | (Q(state="done") & ~Q(result="")),
                name="screening_has_a_result_or_was_refused",
            ),
            models.UniqueConstraint(
                fields=["sitting", "sensitivity"], name="one_row_a_sitting_and_class"
            ),
        ]
        indexes = [
            models.Index(fields=["said_in", "asked_at"], name="screening_of_home"),
            models.Index(fields=["person", "asked_at"], name="screening_of_person"),
        ]

    @property
    def refused(self) -> bool:
        return self.state == "refused"
