"""Where rows come from: sources, their imports, the ledger of their rows, what was set aside."""

from django.db import models
from django.db.models import Q

from kinwork.common.ids import new_id
from kinwork.common.tables import Public


class Source(models.Model):
    """A feed, a file or a person's hands that directory rows come from."""

    access = Public()

    class Kind(models.TextChoices):
        FEED = "feed"
        BY_HAND = "by hand"
        DEMO = "demo"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.FEED)
    licence = models.CharField(max_length=200, blank=True)
    loaded_at = models.DateTimeField(null=True, blank=True)
    last_hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.name


class Record(models.Model):
    """What every HSDS row carries besides HSDS: its source, its old id, a hash of its content.

    left_source_at: since when its source no longer lists it. extra: columns that HSDS does not
    know, kept as read.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+")
    external_id = models.TextField(blank=True, default="")
    content_hash = models.UUIDField(null=True, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    left_source_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class ImportRun(models.Model):
    """One import: counts per table of the file, and how it ended."""

    access = Public()

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Source, models.CASCADE, related_name="runs")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    rows_read = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["source", "-started_at"], name="run_by_source")]


class SourceRow(models.Model):
    """The ledger: one line for each row of the last import, so that the next one knows what is new.

    key: the row's identity (its id, or its content where the id is blank or used twice).
    digest: its content as read. copies: how many equal rows the file holds.
    """

    access = Public()

    pk = models.CompositePrimaryKey("source_id", "table", "key")
    source = models.ForeignKey(Source, models.CASCADE, related_name="+")
    table = models.CharField(max_length=80)
    key = models.UUIDField()
    digest = models.UUIDField()
    copies = models.IntegerField(default=1)
    mended = models.BooleanField(default=False)


class Quarantined(models.Model):
    """A row that could not be loaded, as it was read, with what stood in its way."""

    access = Public()

    class State(models.TextChoices):
        OPEN = "open"
        MENDED = "mended"
        DISMISSED = "dismissed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Source, models.CASCADE, related_name="quarantined")
    file = models.CharField(max_length=200)
    table = models.CharField(max_length=80)
    row = models.PositiveIntegerField()
    key = models.UUIDField()
    digest = models.UUIDField()
    field = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=40)
    raw = models.JSONField()
    mended = models.JSONField(null=True, blank=True)
    form = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.UUIDField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "table", "key", "digest"], name="set_aside_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(settled_at__isnull=False), name="settled_has_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(why=""), name="dismissed_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "source", "file", "row"], name="quarantine_in_order"),
        ]
