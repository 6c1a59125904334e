"""Rosa's town with four doors to home visits, each with something to say for it or against it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.directory import actions as directory
from kinwork.directory.actions import rebuild_search, set_capacity
from kinwork.directory.models import Language, Service
from kinwork.family.intake.tests import conftest as towns
from tests.cast import OPERATOR, Cast

CODES = {"visits": "home-visiting", "bloom_visits": "home-visiting", "diapers": "diapers"}


@pytest.fixture
def cast(db, settings, monkeypatch) -> Cast:
    monkeypatch.setattr(towns, "CODES", CODES)
    made = towns.open_town(at=timezone.now() - timedelta(hours=3)).cast
    settings.COMMUNITY = made.community.slug
    return made


def say_room(cast: Cast, key: str, available: int, *, at=None, **said) -> None:
    at = at or cast.at
    with acting_as(OPERATOR, now=at):
        until = at + timedelta(days=14)
        service = cast.services[key].pk
        said = {"available": available, "valid_until": until, **said}
        set_capacity(service_id=service, by=OPERATOR, at=at, **said)


def speak(cast: Cast, key: str, *codes: str) -> None:
    with acting_as(OPERATOR, now=cast.at):
        for code in codes:
            Language.objects.create(service=cast.services[key], code=code)
        rebuild_search(services=[cast.services[key].pk], by=OPERATOR, at=cast.at)


def another(cast: Cast, name: str, code: str, **values) -> Service:
    """One more service, run by the clinic."""
    with acting_as(OPERATOR, now=cast.at):
        run_by = cast.agencies["clinic"].organization_id
        values = {"name": name, "organization_id": run_by, "status": "active", **values}
        made = directory.save_record(thing="service", values=values, by=OPERATOR, at=cast.at)
        towns._findable(made, code)
        rebuild_search(services=[made.pk], by=OPERATOR, at=cast.at)
    return made
