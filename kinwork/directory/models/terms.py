"""Taxonomies and their terms, attributes that hang terms on rows, notes on changes."""

from django.db import models

from kinwork.common.tables import Public
from kinwork.directory.models.main import a_text
from kinwork.directory.models.sources import Record


class Taxonomy(Record):
    access = Public()

    name = models.TextField()
    description = a_text()
    uri = a_text()
    version = a_text()

    class Meta:
        verbose_name_plural = "taxonomies"

    def __str__(self) -> str:
        return self.name


class TaxonomyTerm(Record):
    access = Public()

    code = a_text()
    name = models.TextField()
    description = a_text()
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children"
    )
    taxonomy = a_text()
    taxonomy_detail = models.ForeignKey(
        Taxonomy,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="terms",
        db_column="taxonomy_id",
    )
    language = a_text()
    term_uri = a_text()

    class Meta:
        indexes = [models.Index(fields=["code"], name="term_by_code")]

    def __str__(self) -> str:
        return self.name


class Attribute(Record):
    """A term hung on any row: link_entity is the HSDS object, link_id its id."""

    access = Public()

    link_id = models.UUIDField()
    taxonomy_term = models.ForeignKey(TaxonomyTerm, models.CASCADE, related_name="attributes")
    link_type = a_text()
    link_entity = a_text()
    value = a_text()
    label = a_text()

    class Meta:
        indexes = [models.Index(fields=["link_id"], name="attribute_by_link")]


class Metadata(Record):
    """A change somebody made to a row before it came here."""

    access = Public()

    resource_id = models.UUIDField()
    resource_type = a_text()
    last_action_date = a_text()
    last_action_type = a_text()
    field_name = a_text()
    previous_value = a_text()
    replacement_value = a_text()
    updated_by = a_text()

    class Meta:
        indexes = [models.Index(fields=["resource_id"], name="metadata_by_resource")]


class MetaTableDescription(Record):
    access = Public()

    name = a_text()
    language = a_text()
    character_set = a_text()
