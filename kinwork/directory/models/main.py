"""Organizations, programs, services, locations, and where a service is given with how much room."""

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce

from kinwork.common.tables import Public
from kinwork.directory.models.sources import Record


def a_text(**options) -> models.TextField:
    return models.TextField(blank=True, default="", **options)


def a_number() -> models.FloatField:
    return models.FloatField(null=True, blank=True)


class Organization(Record):
    """Who runs services. placeholder: its source names it by id alone; the next feed may fill it."""

    access = Public()

    name = models.TextField()
    alternate_name = a_text()
    description = a_text()
    email = a_text()
    website = a_text()
    tax_status = a_text()
    tax_id = a_text()
    year_incorporated = a_number()
    legal_status = a_text()
    logo = a_text()
    uri = a_text()
    parent_organization = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="branches"
    )
    placeholder = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="organization_has_name")]

    def __str__(self) -> str:
        return self.name


class Program(Record):
    access = Public()

    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, related_name="programs"
    )
    name = models.TextField()
    alternate_name = a_text()
    description = a_text()


class Service(Record):
    """What a family can receive. The last block is Kinwork's own, declared in its HSDS profile."""

    access = Public()

    class Status(models.TextChoices):
        ACTIVE = "active"
        INACTIVE = "inactive"
        DEFUNCT = "defunct"
        TEMPORARILY_CLOSED = "temporarily closed"

    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="services"
    )
    program = models.ForeignKey(
        Program, models.SET_NULL, null=True, blank=True, related_name="services"
    )
    name = models.TextField()
    alternate_name = a_text()
    description = a_text()
    url = a_text()
    email = a_text()
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ACTIVE)
    interpretation_services = a_text()
    application_process = a_text()
    fees_description = a_text()
    wait_time = a_text()
    fees = a_text()
    accreditations = a_text()
    eligibility_description = a_text()
    minimum_age = a_number()
    maximum_age = a_number()
    assured_date = models.DateField(null=True, blank=True)
    assurer_email = a_text()
    licenses = a_text()
    alert = a_text()
    last_modified = models.DateTimeField(null=True, blank=True)

    accepts_referrals = models.BooleanField(null=True, blank=True)
    minimum_age_months = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age_months = models.PositiveSmallIntegerField(null=True, blank=True)
    serves_pregnancy = models.BooleanField(null=True, blank=True)
    remote = models.BooleanField(null=True, blank=True)
    is_victim_service = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="service_has_name"),
            models.CheckConstraint(
                condition=Q(status__in=["active", "inactive", "defunct", "temporarily closed"]),
                name="service_status_known",
            ),
            models.CheckConstraint(
                condition=Q(is_victim_service__isnull=True)
                | Q(is_victim_service=False)
                | Q(accepts_referrals__isnull=True)
                | Q(accepts_referrals=False),
                name="victim_services_take_no_referrals",
            ),
            models.CheckConstraint(
                condition=Q(minimum_age_months__isnull=True)
                | Q(maximum_age_months__isnull=True)
                | Q(minimum_age_months__lte=F("maximum_age_months")),
                name="service_months_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Location(Record):
    """A place. near_*: the middle of its ZIP code, where the source gives no coordinates.

    timezone: IANA name, from the ZIP code where that is certain.
    """

    access = Public()

    class Type(models.TextChoices):
        PHYSICAL = "physical"
        POSTAL = "postal"
        VIRTUAL = "virtual"

    organization = models.ForeignKey(
        Organization, models.SET_NULL, null=True, blank=True, related_name="locations"
    )
    location_type = models.CharField(max_length=10, choices=Type.choices, default=Type.PHYSICAL)
    url = a_text()
    name = a_text()
    alternate_name = a_text()
    description = a_text()
    transportation = a_text()
    latitude = a_number()
    longitude = a_number()
    external_identifier = a_text()
    external_identifier_type = a_text()

    timezone = models.CharField(max_length=50, blank=True, default="", db_default="")
    near_latitude = a_number()
    near_longitude = a_number()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(location_type__in=["physical", "postal", "virtual"]),
                name="location_type_known",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="location_on_earth",
            ),
        ]
        indexes = [
            GistIndex(
                Func(
                    Coalesce(F("longitude"), F("near_longitude")),
                    Coalesce(F("latitude"), F("near_latitude")),
                    function="point",
                ),
                name="location_by_point",
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)


class ServiceAtLocation(Record):
    access = Public()

    service = models.ForeignKey(Service, models.CASCADE, related_name="service_at_locations")
    location = models.ForeignKey(Location, models.CASCADE, related_name="service_at_locations")
    description = a_text()


class Unit(Record):
    access = Public()

    name = models.TextField()
    scheme = a_text()
    identifier = a_text()
    uri = a_text()

    def __str__(self) -> str:
        return self.name


class ServiceCapacity(Record):
    """Open slots, counted in a unit. It lapses by itself after valid_until unless renewed."""

    access = Public()

    service = models.ForeignKey(Service, models.CASCADE, related_name="capacities")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    available = models.FloatField()
    maximum = a_number()
    description = a_text()
    updated = models.DateTimeField()

    valid_until = models.DateTimeField(null=True, blank=True)
    waitlist_length = models.PositiveIntegerField(null=True, blank=True)
    wait_days = models.PositiveIntegerField(null=True, blank=True)
    # None: nobody has said. False with no openings: what is sent later is answered at once.
    takes_waitlist = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(available__gte=0), name="capacity_not_negative")
        ]


class OrganizationIdentifier(Record):
    access = Public()

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="organization_identifiers"
    )
    identifier_scheme = a_text()
    identifier_type = models.TextField()
    identifier = models.TextField()
