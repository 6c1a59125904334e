"""A small directory for the tests of search: real ZIP codes for geometry, invented services."""

from datetime import UTC, date, datetime, timedelta

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from kinwork.common.models import Community
from kinwork.directory.actions import rebuild_search
from kinwork.directory.actions.places import middle
from kinwork.directory.models import (
    Address,
    Attribute,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    TaxonomyTerm,
    Unit,
)

NOON = datetime(2026, 11, 18, 19, 0, tzinfo=UTC)  # a Wednesday, noon in Phoenix
WEEKDAYS = "MO,TU,WE,TH,FR"


def community() -> Community:
    with acting_as(VISITOR):
        return Community.objects.get_or_create(
            slug="saguaro",
            defaults={
                "name": "Saguaro Wash County",
                "state": "AZ",
                "county": "Saguaro Wash County",
                "postal_code": "85201",
            },
        )[0]


def add(
    name: str,
    *,
    zip_code: str = "85201",
    town: str = "Mesa",
    code: str = "",
    term: str = "",
    hours: tuple[str, str, str] | None = (WEEKDAYS, "08:00", "17:00"),
    languages: tuple[str, ...] = ("en",),
    phone: str = "480-555-0142",
    openings: int | None = None,
    checked: date | None = date(2026, 11, 1),
    places: int = 1,
    **values,
) -> Service:
    """One service at `places` places of a ZIP code, in the index at once."""
    with acting_as(VISITOR):
        organization = Organization.objects.create(name=values.pop("organization", "Wash Helpers"))
        service = Service.objects.create(
            name=name, organization=organization, assured_date=checked, **values
        )
        for _place in range(places if zip_code else 0):
            _place_of(service, zip_code, town, hours)
        for language in languages:
            Language.objects.create(service=service, code=language)
        if phone:
            Phone.objects.create(service=service, number=phone)
        if code or term:
            found = TaxonomyTerm.objects.create(code=code, name=term or code)
            Attribute.objects.create(link_id=service.pk, link_entity="service", taxonomy_term=found)
        if openings is not None:
            ServiceCapacity.objects.create(
                service=service,
                unit=Unit.objects.create(name="opening"),
                available=openings,
                updated=NOON,
                valid_until=NOON + timedelta(days=7),
            )
        rebuild_search(services=[service.pk], by=VISITOR, at=NOON)
    return service


def _place_of(service: Service, zip_code: str, town: str, hours) -> None:
    latitude, longitude, zone = middle(zip_code)
    place = Location.objects.create(
        name=town, near_latitude=latitude, near_longitude=longitude, timezone=zone
    )
    Address.objects.create(
        location=place, address_1="1 Main St", city=town, state_province="AZ", postal_code=zip_code
    )
    ServiceAtLocation.objects.create(service=service, location=place)
    if hours:
        Schedule.objects.create(
            location=place, freq="WEEKLY", byday=hours[0], opens_at=hours[1], closes_at=hours[2]
        )
