"""The 24 objects of HSDS 3.1.1 (unchanged through 3.2.3) as one table.

Pure. Import, export, the read API, the stored documents and the tests read this table; the Django
models repeat its columns and a test keeps the two equal. Source: the specification's JSON
Schemas and its tabular form, read in November 2026.

Kinds of column: text, date, datetime, time, number, integer, uri, email, uuid, moment (a date or
a date-time, as text). `!` after a kind: required in JSON, served even when empty.
"""

from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Thing:
    """One object: its CSV file, its columns, its links and what its JSON form embeds.

    links: column -> object pointed at. required: links without which the row means nothing.
    owned: at least one of these links must hold, or the row belongs to nobody.
    many: JSON array -> (object, its column that points back here). one: JSON object -> our link.
    own: columns that Kinwork adds (declared in its HSDS profile).
    """

    name: str
    file: str
    columns: dict[str, str]
    links: dict[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    owned: tuple[str, ...] = ()
    many: dict[str, tuple[str, str]] = field(default_factory=dict)
    one: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    plain: bool = False  # taxonomy, metadata...: no attributes[] of its own

    @cached_property
    def fields(self) -> dict[str, str]:
        """Every column but id: links, HSDS columns, Kinwork's own."""
        return {**dict.fromkeys(self.links, "uuid"), **self.columns, **self.own}

    def is_needed(self, column: str) -> bool:
        return self.columns.get(column, "").endswith("!")

    def kind(self, column: str) -> str:
        return self.fields[column].rstrip("!")


def _texts(names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), "text")


_PLACES = {"service_id": "service", "location_id": "location"}
_AT = {"service_at_location_id": "service_at_location"}
_ORG = {"organization_id": "organization"}

ORGANIZATION = Thing(
    "organization",
    "organizations",
    {
        "name": "text!",
        **_texts("alternate_name"),
        "description": "text!",
        "email": "email",
        "website": "uri",
        **_texts("tax_status tax_id"),
        "year_incorporated": "number",
        "legal_status": "text",
        "logo": "text",
        "uri": "uri",
    },
    links={"parent_organization_id": "organization"},
    many={
        "additional_websites": ("url", "organization_id"),
        "funding": ("funding", "organization_id"),
        "contacts": ("contact", "organization_id"),
        "phones": ("phone", "organization_id"),
        "locations": ("location", "organization_id"),
        "programs": ("program", "organization_id"),
        "organization_identifiers": ("organization_identifier", "organization_id"),
    },
)
PROGRAM = Thing(
    "program",
    "programs",
    {"name": "text!", "alternate_name": "text", "description": "text!"},
    links=_ORG,
)
SERVICE = Thing(
    "service",
    "services",
    {
        "name": "text!",
        **_texts("alternate_name description"),
        "url": "uri",
        "email": "email",
        "status": "text!",
        **_texts("interpretation_services application_process fees_description wait_time fees"),
        **_texts("accreditations eligibility_description"),
        "minimum_age": "number",
        "maximum_age": "number",
        "assured_date": "date",
        "assurer_email": "email",
        **_texts("licenses alert"),
        "last_modified": "datetime",
    },
    links={**_ORG, "program_id": "program"},
    one={"organization": "organization_id", "program": "program_id"},
    many={
        "additional_urls": ("url", "service_id"),
        "phones": ("phone", "service_id"),
        "schedules": ("schedule", "service_id"),
        "service_areas": ("service_area", "service_id"),
        "service_at_locations": ("service_at_location", "service_id"),
        "languages": ("language", "service_id"),
        "funding": ("funding", "service_id"),
        "cost_options": ("cost_option", "service_id"),
        "required_documents": ("required_document", "service_id"),
        "contacts": ("contact", "service_id"),
        "capacities": ("service_capacity", "service_id"),
    },
    own={
        "accepts_referrals": "boolean",
        "minimum_age_months": "integer",
        "maximum_age_months": "integer",
        "serves_pregnancy": "boolean",
        "remote": "boolean",
        "is_victim_service": "boolean",
    },
)
LOCATION = Thing(
    "location",
    "locations",
    {
        "location_type": "text!",
        "url": "uri",
        **_texts("name alternate_name description transportation"),
        "latitude": "number",
        "longitude": "number",
        **_texts("external_identifier external_identifier_type"),
    },
    links=_ORG,
    many={
        "languages": ("language", "location_id"),
        "addresses": ("address", "location_id"),
        "contacts": ("contact", "location_id"),
        "accessibility": ("accessibility", "location_id"),
        "phones": ("phone", "location_id"),
        "schedules": ("schedule", "location_id"),
    },
)
SERVICE_AT_LOCATION = Thing(
    "service_at_location",
    "service_at_location",
    {"description": "text"},
    links=_PLACES,
    required=("service_id", "location_id"),
    one={"location": "location_id"},
    many={
        "service_areas": ("service_area", "service_at_location_id"),
        "contacts": ("contact", "service_at_location_id"),
        "phones": ("phone", "service_at_location_id"),
        "schedules": ("schedule", "service_at_location_id"),
    },
)
CONTACT = Thing(
    "contact",
    "contacts",
    {**_texts("name title department"), "email": "email"},
    links={**_ORG, "service_id": "service", **_AT, "location_id": "location"},
    owned=("organization_id", "service_id", "service_at_location_id", "location_id"),
    many={"phones": ("phone", "contact_id")},
)
PHONE = Thing(
    "phone",
    "phones",
    {"number": "text!", "extension": "number", "type": "text", "description": "text"},
    links={
        "location_id": "location",
        "service_id": "service",
        **_ORG,
        "contact_id": "contact",
        **_AT,
    },
    owned=("location_id", "service_id", "organization_id", "contact_id", "service_at_location_id"),
    many={"languages": ("language", "phone_id")},
)
ADDRESS = Thing(
    "address",
    "addresses",
    {
        "attention": "text",
        "address_1": "text!",
        "address_2": "text",
        "city": "text!",
        "region": "text",
        **dict.fromkeys(("state_province", "postal_code", "country", "address_type"), "text!"),
    },
    links={"location_id": "location"},
    owned=("location_id",),
)
SCHEDULE = Thing(
    "schedule",
    "schedules",
    {
        **dict.fromkeys(("valid_from", "valid_to", "dtstart"), "date"),
        "timezone": "number",
        "until": "date",
        "count": "number",
        **_texts("wkst freq"),
        "interval": "number",
        **_texts("byday byweekno bymonthday byyearday description"),
        "opens_at": "time",
        "closes_at": "time",
        "schedule_link": "uri",
        **_texts("attending_type notes"),
    },
    links={**_PLACES, **_AT},
    owned=("service_id", "location_id", "service_at_location_id"),
)
SERVICE_AREA = Thing(
    "service_area",
    "service_areas",
    _texts("name description extent extent_type uri"),
    links={"service_id": "service", **_AT},
    owned=("service_id", "service_at_location_id"),
)
LANGUAGE = Thing(
    "language",
    "languages",
    _texts("name code note"),
    links={**_PLACES, "phone_id": "phone"},
    owned=("service_id", "location_id", "phone_id"),
)
ACCESSIBILITY = Thing(
    "accessibility",
    "accessibility",
    {**_texts("description details"), "url": "uri"},
    links={"location_id": "location"},
    owned=("location_id",),
)
COST_OPTION = Thing(
    "cost_option",
    "cost_options",
    {
        "valid_from": "date",
        "valid_to": "date",
        **_texts("option currency"),
        "amount": "number",
        "amount_description": "text",
    },
    links={"service_id": "service"},
    owned=("service_id",),
)
FUNDING = Thing(
    "funding",
    "funding",
    _texts("source"),
    links={**_ORG, "service_id": "service"},
    owned=("organization_id", "service_id"),
)
REQUIRED_DOCUMENT = Thing(
    "required_document",
    "required_documents",
    {"document": "text", "uri": "uri"},
    links={"service_id": "service"},
    owned=("service_id",),
)
ORGANIZATION_IDENTIFIER = Thing(
    "organization_identifier",
    "organization_identifiers",
    {"identifier_scheme": "text", "identifier_type": "text!", "identifier": "text!"},
    links=_ORG,
    owned=("organization_id",),
)
UNIT = Thing(
    "unit", "units", {"name": "text!", **_texts("scheme identifier"), "uri": "uri"}, plain=True
)
SERVICE_CAPACITY = Thing(
    "service_capacity",
    "service_capacity",
    {
        "available": "number!",
        "maximum": "number",
        "description": "text",
        "updated": "datetime!",
    },
    links={"service_id": "service", "unit_id": "unit"},
    required=("service_id", "unit_id"),
    one={"unit": "unit_id"},
    own={
        "valid_until": "datetime",
        "waitlist_length": "integer",
        "wait_days": "integer",
        "takes_waitlist": "boolean",
    },
)
URL = Thing(
    "url",
    "url",
    {"label": "text", "url": "uri!"},
    links={**_ORG, "service_id": "service"},
    owned=("organization_id", "service_id"),
)
TAXONOMY = Thing(
    "taxonomy",
    "taxonomies",
    {"name": "text!", "description": "text!", "uri": "uri", "version": "text"},
    plain=True,
)
TAXONOMY_TERM = Thing(
    "taxonomy_term",
    "taxonomy_terms",
    {
        "code": "text",
        "name": "text!",
        "description": "text!",
        **_texts("taxonomy language"),
        "term_uri": "uri",
    },
    links={"parent_id": "taxonomy_term", "taxonomy_id": "taxonomy"},
    one={"taxonomy_detail": "taxonomy_id"},
    plain=True,
)
ATTRIBUTE = Thing(
    "attribute",
    "attributes",
    {**_texts("link_type link_entity value label")},
    links={"taxonomy_term_id": "taxonomy_term"},
    required=("taxonomy_term_id",),
    one={"taxonomy_term": "taxonomy_term_id"},
    own={"link_id": "uuid"},
    plain=True,
)
METADATA = Thing(
    "metadata",
    "metadata",
    {
        "resource_type": "text",
        "last_action_date": "moment!",
        **dict.fromkeys(("last_action_type", "field_name"), "text!"),
        **dict.fromkeys(("previous_value", "replacement_value", "updated_by"), "text!"),
    },
    own={"resource_id": "uuid"},
    plain=True,
)
META_TABLE_DESCRIPTION = Thing(
    "meta_table_description",
    "meta_table_descriptions",
    _texts("name language character_set"),
    plain=True,
)

# Parents stand before their children: loading goes down this list, deleting goes up.
THINGS: dict[str, Thing] = {
    thing.name: thing
    for thing in (
        TAXONOMY,
        TAXONOMY_TERM,
        UNIT,
        ORGANIZATION,
        PROGRAM,
        SERVICE,
        LOCATION,
        SERVICE_AT_LOCATION,
        CONTACT,
        PHONE,
        ADDRESS,
        SCHEDULE,
        SERVICE_AREA,
        LANGUAGE,
        ACCESSIBILITY,
        COST_OPTION,
        FUNDING,
        REQUIRED_DOCUMENT,
        ORGANIZATION_IDENTIFIER,
        SERVICE_CAPACITY,
        URL,
        ATTRIBUTE,
        METADATA,
        META_TABLE_DESCRIPTION,
    )
}
BY_FILE = {thing.file: thing for thing in THINGS.values()}

# What other modules point at: kept and marked when it leaves its source, never deleted.
LASTING = ("organization", "program", "service", "location", "service_at_location")
