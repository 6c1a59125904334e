"""Communities with their settings and calendars, the texts they edit, the audit trail."""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from kinwork.common.ids import new_id
from kinwork.common.tables import AppendOnly, Public


def choices(names: Iterable[str]) -> list[tuple[str, str]]:
    """A column's choices whose words stand elsewhere."""
    return [(name, name) for name in names]


class Community(models.Model):
    """A place whose partners work together; a key on memberships, referrals, ties and reports."""

    access = Public()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=2)
    county = models.CharField(max_length=100, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    time_zone = models.CharField(max_length=50, default="America/Phoenix")
    help_phone = models.CharField(max_length=30, default="211")
    settings = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day on which this community's offices are closed; clocks skip it."""

    access = Public()

    community = models.ForeignKey(Community, models.CASCADE, related_name="holidays")
    day = models.DateField()
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "day"], name="one_holiday_a_day")
        ]


class Text(models.Model):
    """Words that a community edits (notices, consent wording), by key, language and version."""

    access = Public()

    class Status(models.TextChoices):
        DRAFT = "draft"
        CURRENT = "current"
        PAST = "past"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    community = models.ForeignKey(Community, models.CASCADE, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CURRENT)
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "language", "community", "version"],
                name="one_text_a_version",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["key", "language", "community"],
                condition=Q(status="current"),
                name="one_current_text",
                nulls_distinct=False,
            ),
        ]


class AuditEntry(models.Model):
    """Who did what, when, as whom. Plain ids and names of classes; never a value, no foreign keys."""

    access = AppendOnly(
        select="kw_may_read_audit(actor_id, hat, household_id, community_id)"
        " AND NOT kw_private_deed(target_id, household_id)"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=80)
    outcome = models.CharField(max_length=10, default="done")
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    hat = models.UUIDField(null=True)
    role = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=20)
    on_behalf_of = models.UUIDField(null=True)
    target_kind = models.CharField(max_length=60, blank=True)
    target_id = models.UUIDField(null=True)
    household_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    community_id = models.UUIDField(null=True)
    classes = ArrayField(models.CharField(max_length=20), default=list)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["household_id", "at"], name="audit_by_household"),
            models.Index(fields=["target_id", "at"], name="audit_by_target"),
            models.Index(fields=["actor_id", "at"], name="audit_by_actor"),
            models.Index(fields=["hat", "at"], name="audit_by_agency"),
            models.Index(fields=["recorded_at"], name="audit_by_recording"),
        ]


class DatabaseMark(models.Model):
    """What this database is for: `demo`, `test`, or no row at all. Only the owner writes it."""

    access = Public()

    kind = models.CharField(max_length=10, primary_key=True)
