"""A community with its partners and a small directory that can be searched."""

from dataclasses import dataclass

import pytest

from kinwork.common.acting import acting_as
from kinwork.directory.actions import rebuild_search
from kinwork.directory.models import (
    Address,
    Attribute,
    Location,
    Phone,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from tests.cast import OPERATOR, Cast, make_cast

CODES = {"visits": "home-visiting", "bloom_visits": "wic", "diapers": "diapers"}


@dataclass
class Town:
    """The cast, and its services with what they offer and where."""

    cast: Cast
    service: dict[str, str]


def open_town(**settings) -> Town:
    """Services of the cast, findable: home visits, WIC, and diapers from who has signed nothing."""
    cast = make_cast(**settings)
    with acting_as(OPERATOR, now=cast.at):
        for key, code in CODES.items():
            _findable(cast.services[key], code)
        ids = [one.pk for one in cast.services.values()]
        rebuild_search(services=ids, by=OPERATOR, at=cast.at)
    return Town(cast, {key: str(one.pk) for key, one in cast.services.items()})


def _findable(service: Service, code: str) -> None:
    place = Location.objects.create(
        name=service.name, location_type="physical", latitude=33.42, longitude=-111.83
    )
    Address.objects.create(
        location=place,
        address_type="physical",
        address_1="1 Wash Road",
        city="Mesa",
        state_province="AZ",
        postal_code="85201",
        country="US",
    )
    ServiceAtLocation.objects.create(service=service, location=place)
    Phone.objects.create(service=service, number="480-555-0142")
    term = TaxonomyTerm.objects.create(code=code, name=code)
    Attribute.objects.create(link_id=service.pk, link_entity="service", taxonomy_term=term)


@pytest.fixture
def town(db, settings) -> Town:
    found = open_town()
    settings.COMMUNITY = found.cast.community.slug
    return found
