"""What was recorded of a child's clocks; the dates they rest on; which agency is reminded."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kinwork.common.models import choices
from kinwork.common.tables import FamilyRows
from kinwork.family.timelines.rules import EVIDENCE, MARKS, TOLD
from kinwork.library.timelines import EXCUSES
from kinwork.people.models import SubjectRow

# What a worker writes down is their agency's own record, which needs no tie to be read there; so whoever
# writes must see the child now.
NEAR = FamilyRows(write="kw_kind() <> 'staff' OR kw_sees_subject(person_id, NULL)")


class Mark(SubjectRow):
    """Done on a day, or does not apply and why, or open again. The newest of a key counts; nothing is
    overwritten. key: the line's, as library.timelines names it. Its id is the form's.
    A worker's is owned by the agency, a family's by the family."""

    access = NEAR

    key = models.CharField(max_length=80)
    state = models.CharField(max_length=20, choices=choices(MARKS))
    done_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=30, blank=True, choices=choices(EXCUSES))
    evidence = models.CharField(max_length=30, blank=True, choices=choices(EVIDENCE))
    note = models.CharField(max_length=300, blank=True)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta(SubjectRow.Meta):
        constraints = [
            *SubjectRow.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(state="done") & Q(done_on__isnull=False, reason=""))
                | (Q(state="does not apply", done_on=None) & ~Q(reason=""))
                | Q(state="open", done_on=None, reason=""),
                name="mark_says_its_day_or_its_reason",
            ),
        ]
        indexes = [models.Index(fields=["person", "marked_at"], name="mark_of_child")]


class Told(SubjectRow):
    """A date or a number that the clocks rest on and that nothing else in the record says. The newest
    of a key counts."""

    access = NEAR

    key = models.CharField(max_length=20, choices=choices(TOLD))
    day = models.DateField(null=True, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta(SubjectRow.Meta):
        constraints = [
            *SubjectRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(key="referred", number=None) | Q(key="weeks early", day=None),
                name="told_a_day_or_a_number",
            ),
        ]
        indexes = [models.Index(fields=["person", "told_at"], name="told_of_child")]


class Watch(SubjectRow):
    """An agency is reminded of this child. coming: what waits, as its worker last saw it (rules.coming);
    key, by: what the line on the desk names now; zone: the family's. Its id is what the clock opens, and
    the target of that line."""

    access = NEAR

    key = models.CharField(max_length=80)
    by = models.DateField()
    coming = models.JSONField(default=list)
    zone = models.CharField(max_length=50)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(SubjectRow.Meta):
        verbose_name_plural = "watches"
        constraints = [
            *SubjectRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "recorded_by"], name="one_watch_a_child_and_agency"
            ),
        ]
