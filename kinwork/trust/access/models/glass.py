"""Break-glass: a record opened in an emergency, and the words that were said about it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.people.models import Household
from kinwork.trust.access.rules import GLASS_REASONS, GLASS_TIME, GLASS_VERDICTS

SEES = "kw_sees_glass(id)"


class Glass(models.Model):
    """One worker opened one family's record in an emergency: who, why in a code, from, until.

    Written by definer functions alone (sql/glass.sql), which hold its limits. owner: the agency that
    recorded the family. The family reads this row; the worker's words stand in GlassReport.
    """

    access = Custom(select=SEES)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=30, choices=[(one, one) for one in GLASS_REASONS])
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    owner_told_at = models.DateTimeField(null=True)
    family_told_at = models.DateTimeField(null=True)
    review_due_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)
    # What a reviewer looks at first (rules.GLASS_MARKS).
    marks = ArrayField(models.CharField(max_length=20), default=list)
    verdict = models.CharField(
        max_length=20, blank=True, choices=[(one, one) for one in GLASS_VERDICTS]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("opened_at"))
                & Q(ends_at__lte=F("opened_at") + GLASS_TIME),
                name="glass_at_most_an_hour",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("user")),
                name="glass_not_reviewed_by_oneself",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "opened_at"], name="glass_by_user"),
            models.Index(fields=["household", "opened_at"], name="glass_of_household"),
        ]


class GlassReport(models.Model):
    """What the worker said it was for, and what the reviewer found: for them and both agencies."""

    access = Custom(select=f"kw_kind() = 'staff' AND {SEES.replace('id', 'glass_id')}")

    glass = models.OneToOneField(Glass, models.PROTECT, primary_key=True, related_name="report")
    words = models.CharField(max_length=1000)
    found = models.CharField(max_length=1000, blank=True)
