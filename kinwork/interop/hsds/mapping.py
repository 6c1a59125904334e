"""Names of tables and columns in HSDS 1.x, 2.0 and Ohana files, and their place in HSDS 3. Pure.

Source: the specification's changelog and the data packages' descriptors (see spec.md).
"""

from dataclasses import dataclass, field

from kinwork.directory.shape import BY_FILE


@dataclass(frozen=True)
class Table:
    """How one file is read. thing: the object its rows become. rename: old column -> new.
    by: name of the converter in convert/ that needs to do more. second: another table of the
    same format fills the same object, so its ids get a name space of their own."""

    thing: str
    rename: dict[str, str] = field(default_factory=dict)
    by: str = "plain"
    second: bool = False


TABLES: dict[str, Table] = {thing.file: Table(thing.name) for thing in BY_FILE.values()}
TABLES |= {
    "organizations": Table("organization", {"url": "website"}, "organization"),
    "services": Table(
        "service", {"website": "url", "eligibility": "eligibility_description"}, "service"
    ),
    "locations": Table("location", {"website": "url"}, "location"),
    "services_at_location": Table("service_at_location"),
    "phones": Table("phone", {"number_type": "type"}, "phone"),
    "addresses": Table("address", {}, "address"),
    "physical_addresses": Table("address", {}, "address"),
    "postal_addresses": Table("address", {}, "address", second=True),
    "mail_addresses": Table("address", {}, "address", second=True),
    "schedules": Table("schedule", {}, "schedule"),
    "regular_schedules": Table("schedule", {"original_text": "description"}, "regular_schedule"),
    "holiday_schedules": Table("schedule", {}, "holiday_schedule", second=True),
    "languages": Table("language", {"language": "name"}, "language"),
    "accessibility_for_disabilities": Table("accessibility", {"accessibility": "description"}),
    "service_areas": Table("service_area", {"service_area": "name"}),
    "eligibility": Table("service", {}, "eligibility"),
    "payments_accepted": Table("cost_option", {"payment": "option"}, "payment", second=True),
    "taxonomy": Table("taxonomy_term", {}, "old_term"),
    "taxonomy_terms": Table("taxonomy_term", {"term": "name"}),
    "services_taxonomy": Table("attribute", {}, "service_term", second=True),
    "service_attributes": Table("attribute", {}, "service_term", second=True),
    "other_attributes": Table("attribute", {}, "attribute"),
    "attributes": Table("attribute", {}, "attribute"),
    "metadata": Table("metadata", {}, "metadata"),
    "url": Table("url"),
}
ALIASES = {
    "service_taxonomy": "services_taxonomy",
    "service_attribute": "service_attributes",
    "other_attribute": "other_attributes",
    "service_at_locations": "service_at_location",
    "payment_accepted": "payments_accepted",
    "eligibilities": "eligibility",
    "fundings": "funding",
    "urls": "url",
    "service_capacities": "service_capacity",
    "accessibilities": "accessibility",
    "metadatas": "metadata",
    **{name.removesuffix("s"): name for name in TABLES if name.endswith("s")},
    **{
        name.removesuffix("es"): name for name in TABLES if name.endswith("sses")
    },  # physical_address
    "taxonomy": "taxonomy",
}
# A package with one of these is of version 3; others are read as old ones.
ONLY_3 = {
    "service_at_location",
    "addresses",
    "schedules",
    "taxonomies",
    "taxonomy_terms",
    "attributes",
    "cost_options",
    "accessibility",
    "units",
    "service_capacity",
    "organization_identifiers",
    "url",
}
# Who may edit an entry in the old system: nothing for a directory.
LEFT_OUT = {"admin_emails"}

LISTS = {  # Ohana's comma lists inside a cell: column -> (object, its column)
    "organizations": {"funding_sources": ("funding", "source")},
    "services": {
        "funding_sources": ("funding", "source"),
        "required_documents": ("required_document", "document"),
        "service_areas": ("service_area", "name"),
        "accepted_payments": ("cost_option", "option"),
        "languages": ("language", "name"),
    },
    "locations": {
        "languages": ("language", "name"),
        "accessibility": ("accessibility", "description"),
    },
}

REASONS = (
    "missing",
    "bad_date",
    "ambiguous_date",
    "serial_date",
    "bad_time",
    "bad_weekday",
    "bad_status",
    "bad_number",
    "bad_url",
    "bad_email",
    "bad_boolean",
    "bad_phone",
    "bad_id",
    "bad_word",
    "dangling",
    "nobody",
    "id_twice",
    "other_source",
    "too_many_cells",
    "blank_row",
    "not_csv",
    "not_json",
    "not_an_object",
    "nothing_known",
)


def table_of(stem: str) -> str | None:
    """The table that a file's name (without ending) stands for, or None."""
    stem = stem.strip().lower().replace("-", "_").replace(" ", "_")
    if stem in TABLES:
        return stem
    return ALIASES.get(stem)
