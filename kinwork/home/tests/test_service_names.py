"""A page in Spanish calls a service by its Spanish name; a name that has none is marked as English."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR
from kinwork.directory import translations
from kinwork.directory.models import Service, Translation
from tests import cast as casting
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
SPANISH = "Visitas en su casa <hoy>"


@pytest.fixture
def cast():
    made = casting.make_cast()
    casting.sent(made)
    return made


def put_into_spanish(service: Service, text: str) -> None:
    with acting_as(OPERATOR):
        Translation.objects.create(
            object_type="service", object_id=service.pk, field="name", language="es", text=text
        )


def inbox(cast, language: str) -> str:
    client = browser_of(cast, "ben")
    client.cookies["django_language"] = language
    return client.get("/inbox/").content.decode()


def test_the_desk_calls_it_by_its_spanish_name(cast):
    service = cast.services["visits"]
    put_into_spanish(service, SPANISH)
    shown = inbox(cast, "es")
    assert "Visitas en su casa &lt;hoy&gt;" in shown and service.name not in shown
    assert service.name in inbox(cast, "en")


def test_a_name_without_spanish_says_that_it_is_english(cast):
    name = cast.services["visits"].name
    assert f'<span lang="en">{name}</span>' in inbox(cast, "es")
    assert f'lang="en">{name}' not in inbox(cast, "en")


def test_many_names_are_one_question(cast, django_assert_num_queries):
    services = list(cast.services.values())
    put_into_spanish(services[0], SPANISH)
    with acting_as(OPERATOR), django_assert_num_queries(1):
        told = translations.service_names(services, "es")
    assert told[services[0].pk] == SPANISH and len(told) == len(services)
    with acting_as(OPERATOR), django_assert_num_queries(0):
        assert translations.service_names(services, "en")[services[0].pk] == services[0].name
