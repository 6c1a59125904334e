"""What is known of an approach, field by field, and what its contact was sent."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.system.approaches.models.base import (
    BY_LINK,
    MY_LINK,
    READS,
    SEEN_APPROACH,
    STUDIED,
    STUDIES,
    choices,
    somebody,
)
from kinwork.system.approaches.models.registry import ApproachRow
from kinwork.system.approaches.rules import DIMENSIONS, DRAFT, ENTRIES


class ProfileField(ApproachRow):
    """What was said of one dimension, and where it stands. Said again it is another row: the newest
    counts, and what stood before stays. kind: a coder's draft, or what the contact said of it."""

    access = Custom(
        select=SEEN_APPROACH,
        insert=f"({STUDIED}) OR {BY_LINK.format('approaches_profilefield.approach_id')}",
    )

    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=24, choices=choices(DIMENSIONS))
    kind = models.CharField(max_length=9, choices=choices(ENTRIES))
    codes = ArrayField(models.CharField(max_length=24), default=list)
    words = models.TextField(max_length=2000, blank=True)
    source = models.CharField(max_length=500, blank=True)
    source_on = models.DateField(null=True)
    at = models.DateTimeField()
    said_by = somebody(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["approach", "number"], name="profile_field_once"),
            models.CheckConstraint(
                condition=~Q(codes=[]) | ~Q(words=""), name="profile_field_says_something"
            ),
            models.CheckConstraint(
                condition=~Q(kind=DRAFT) | (~Q(source="") & Q(source_on__isnull=False)),
                name="profile_draft_has_source",
            ),
            models.CheckConstraint(
                condition=Q(key__in=DIMENSIONS, kind__in=ENTRIES), name="profile_field_is_known"
            ),
        ]


class Verification(ApproachRow):
    """One sending to the contact: its link is good until it expires, or was answered."""

    access = Custom(
        select=f"{READS.format('approaches_verification')} OR {MY_LINK}",
        insert=STUDIES.format("approaches_verification"),
        update=f"({STUDIES.format('approaches_verification')}) OR {MY_LINK}",
        columns=("expires_at", "answered_at"),
    )

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    email = models.EmailField()
    language = models.CharField(max_length=10, default="en")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gte=F("sent_at")), name="verification_ends_after_sending"
            )
        ]
