"""Seals over the trail, which row stands in which, and views that somebody should look at."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kinwork.accounts.models import Agency, User
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.trust.disclosures.rules import METHODS, REASONS, VERDICTS

# Digests say nothing about anybody. Only the sealing function writes them (sql/seal.sql).
READS_SEALS = "kw_kind() = 'clock' OR kw_role() IN ('privacy officer', 'operator')"


class Seal(models.Model):
    """One batch of the trail, chained to the seal before it."""

    access = Custom(select=READS_SEALS)

    number = models.BigIntegerField(primary_key=True)
    first_recorded = models.DateTimeField()
    last_recorded = models.DateTimeField()
    rows = models.PositiveIntegerField()
    method = models.CharField(max_length=10, choices=[(name, name) for name in METHODS])
    batch = models.BinaryField(max_length=64)
    previous = models.BinaryField(max_length=64)
    chain = models.BinaryField(max_length=64)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gt=0, rows__gt=0), name="seal_counts_from_one"
            )
        ]


class SealedRow(models.Model):
    """A row of the trail in the seal that covers it, at its place, with its digest at that time.

    A list of its own, and no column of the trail: sealing never touches what it seals. A row that
    a long transaction commits late is in no seal yet, and the next one takes it.
    """

    access = Custom(select=READS_SEALS)

    entry_id = models.UUIDField(primary_key=True)
    seal = models.BigIntegerField()
    position = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seal", "position"], name="one_row_a_place_in_a_seal")
        ]


class OddView(models.Model):
    """A worker opened a family's record and something about it is unusual. Ids only, no content.

    One a worker, family and day. entry_id: the first such row of the trail; times: how often.
    """

    access = Custom(
        select="kw_is_officer_for(agency_id, community_id)",
        update="kw_is_officer_for(agency_id, community_id) AND user_id <> kw_actor()",
        columns=("verdict", "words", "reviewed_by_id", "reviewed_at"),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry_id = models.UUIDField(unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    household_id = models.UUIDField()
    at = models.DateTimeField()
    times = models.PositiveIntegerField()
    week = models.DateField()
    reasons = ArrayField(
        models.CharField(max_length=20, choices=[(reason, reason) for reason in REASONS])
    )
    found_at = models.DateTimeField()
    verdict = models.CharField(
        max_length=10, blank=True, choices=[(verdict, verdict) for verdict in VERDICTS]
    )
    words = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", reviewed_at=None)
                | (~Q(verdict="") & Q(reviewed_at__isnull=False, reviewed_by__isnull=False)),
                name="odd_view_reviewed_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["agency", "-week", "-at"], name="odd_view_by_week")]
