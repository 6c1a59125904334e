"""What is served: one stored JSON document per service; translations; suggested corrections."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from kinwork.common.ids import new_id
from kinwork.common.tables import Public
from kinwork.directory.models.main import Service


class ServiceDocument(models.Model):
    """A service as the read API serves it: whole, and as a line of a list. Text, never parsed here."""

    access = Public()

    service = models.OneToOneField(
        Service, models.CASCADE, primary_key=True, related_name="document"
    )
    whole = models.TextField()
    brief = models.TextField()
    modified = models.DateTimeField()
    organization_id = models.UUIDField(null=True)
    term_ids = ArrayField(models.UUIDField(), default=list)
    taxonomy_ids = ArrayField(models.UUIDField(), default=list)
    words = SearchVectorField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["modified", "service"], name="document_by_modified"),
            models.Index(fields=["organization_id"], name="document_by_organization"),
            GinIndex(fields=["term_ids"], name="document_by_term"),
            GinIndex(fields=["taxonomy_ids"], name="document_by_taxonomy"),
            GinIndex(fields=["words"], name="document_by_words"),
        ]


class Tally(models.Model):
    """How many rows a list of the read API has, counted when documents are rebuilt."""

    access = Public()

    name = models.CharField(max_length=30, primary_key=True)
    total = models.PositiveIntegerField(default=0)


class Translation(models.Model):
    """One field of one directory row in another language."""

    access = Public()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    object_type = models.CharField(max_length=40)
    object_id = models.UUIDField()
    field = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id", "field", "language"],
                name="one_translation_a_field",
            )
        ]


class Correction(models.Model):
    """Somebody says that a directory entry is wrong; a person of the directory decides."""

    access = Public()

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=40)
    suggestion = models.TextField()
    suggested_at = models.DateTimeField()
    suggested_by_kind = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | Q(settled_at__isnull=False),
                name="correction_settled_has_a_time",
            )
        ]
