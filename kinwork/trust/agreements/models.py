"""Agreements: the same object that partners sign is the one the database enforces."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom

# An agreement is a ground of access: only whoever convenes, or sets up, writes one.
CONVENES = "kw_kind() = 'staff' AND kw_role() IN ('operator', 'backbone lead')"
KINDS = ("participation", "mou", "data-sharing", "data use licence")


class Agreement(models.Model):
    """An agreement with its window, its classes and purposes.

    Participation: the party handles what families allow it to see. mou: its parties may share
    what they own with each other, as far as each has put classes and purposes under a
    data-sharing agreement. emergency_clause: its parties' caseworkers may break the glass.
    """

    access = Custom(select="true", insert=CONVENES, update=CONVENES)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in KINDS])
    title = models.CharField(max_length=200)
    classes = ArrayField(models.CharField(max_length=20), default=list)
    purposes = ArrayField(models.CharField(max_length=20), default=list)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    emergency_clause = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="agreement_ends_after_start"
            )
        ]


class Party(models.Model):
    """An agency bound by an agreement, from, until, and who signed for it."""

    access = Custom(select="true", insert=CONVENES, update=CONVENES)

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="agreements")
    signed_by = models.CharField(max_length=200, blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "agency"], condition=Q(ends=None), name="party_once"
            )
        ]
