"""What hangs on a service, a place or an organization: phones, hours, addresses, papers, costs."""

from django.db import models
from django.db.models import Q

from kinwork.common.tables import Public
from kinwork.directory.models.main import (
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    a_number,
    a_text,
)
from kinwork.directory.models.sources import Record

CLOCK = r"^([01][0-9]|2[0-4]):[0-5][0-9](:[0-5][0-9])?(Z|[+-][0-9]{2}:?[0-9]{2})?$"


def owner(table, name: str) -> models.ForeignKey:
    return models.ForeignKey(table, models.CASCADE, null=True, blank=True, related_name=name)


class Contact(Record):
    access = Public()

    organization = owner(Organization, "contacts")
    service = owner(Service, "contacts")
    service_at_location = owner(ServiceAtLocation, "contacts")
    location = owner(Location, "contacts")
    name = a_text()
    title = a_text()
    department = a_text()
    email = a_text()


class Phone(Record):
    access = Public()

    location = owner(Location, "phones")
    service = owner(Service, "phones")
    organization = owner(Organization, "phones")
    contact = owner(Contact, "phones")
    service_at_location = owner(ServiceAtLocation, "phones")
    number = models.TextField()
    extension = a_number()
    type = a_text()
    description = a_text()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(number=""), name="phone_has_number")]


class Address(Record):
    access = Public()

    location = owner(Location, "addresses")
    attention = a_text()
    address_1 = a_text()
    address_2 = a_text()
    city = a_text()
    region = a_text()
    state_province = a_text()
    postal_code = a_text()
    country = a_text()
    address_type = models.CharField(
        max_length=10, choices=Location.Type.choices, default=Location.Type.PHYSICAL
    )

    class Meta:
        indexes = [models.Index(fields=["postal_code"], name="address_by_postal_code")]


class Schedule(Record):
    """Hours, in the terms of RFC 5545: freq, interval, byday and so on."""

    access = Public()

    service = owner(Service, "schedules")
    location = owner(Location, "schedules")
    service_at_location = owner(ServiceAtLocation, "schedules")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    dtstart = models.DateField(null=True, blank=True)
    timezone = a_number()
    until = models.DateField(null=True, blank=True)
    count = a_number()
    wkst = models.CharField(max_length=2, blank=True, default="")
    freq = models.CharField(max_length=10, blank=True, default="")
    interval = a_number()
    byday = a_text()
    byweekno = a_text()
    bymonthday = a_text()
    byyearday = a_text()
    description = a_text()
    opens_at = models.CharField(max_length=14, blank=True, default="")
    closes_at = models.CharField(max_length=14, blank=True, default="")
    schedule_link = a_text()
    attending_type = a_text()
    notes = a_text()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at="") | Q(opens_at__regex=CLOCK), name="schedule_opens_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(closes_at="") | Q(closes_at__regex=CLOCK),
                name="schedule_closes_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(freq__in=["", "WEEKLY", "MONTHLY"]), name="schedule_freq_known"
            ),
        ]


class ServiceArea(Record):
    access = Public()

    service = owner(Service, "service_areas")
    service_at_location = owner(ServiceAtLocation, "service_areas")
    name = a_text()
    description = a_text()
    extent = a_text()
    extent_type = a_text()
    uri = a_text()


class Language(Record):
    """A language spoken at a service, a place or on a phone; code is ISO 639."""

    access = Public()

    service = owner(Service, "languages")
    location = owner(Location, "languages")
    phone = owner(Phone, "languages")
    name = a_text()
    code = models.CharField(max_length=10, blank=True, default="")
    note = a_text()


class Accessibility(Record):
    access = Public()

    location = owner(Location, "accessibility")
    description = a_text()
    details = a_text()
    url = a_text()


class CostOption(Record):
    access = Public()

    service = owner(Service, "cost_options")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    option = a_text()
    currency = a_text()
    amount = a_number()
    amount_description = a_text()


class Funding(Record):
    access = Public()

    organization = owner(Organization, "funding")
    service = owner(Service, "funding")
    source_text = models.TextField(blank=True, default="", db_column="source")


class RequiredDocument(Record):
    access = Public()

    service = owner(Service, "required_documents")
    document = a_text()
    uri = a_text()


class Url(Record):
    access = Public()

    organization = owner(Organization, "additional_websites")
    service = owner(Service, "additional_urls")
    label = a_text()
    url = models.TextField()
