"""The read API: every endpoint against the official schemas; nothing bad but a JSON error."""

import json
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR
from kinwork.directory.actions import set_capacity
from kinwork.interop.hsds.actions import import_feed
from kinwork.interop.hsds.api import PROFILE
from kinwork.interop.hsds.lists import NAMES
from kinwork.interop.hsds.tests.feeds import tables, uid, write
from kinwork.interop.hsds.tests.packages import shared

NOW = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def directory(tmp_path):
    with acting_as(OPERATOR):
        content = tables()
        content["taxonomies"] = [{"id": uid("tax"), "name": "Needs", "description": "Needs"}]
        content["taxonomy_terms"] = [
            {
                "id": uid("term", name),
                "name": name,
                "description": name,
                "taxonomy_id": uid("tax"),
                "parent_id": uid("term", "all") if name != "all" else "",
            }
            for name in ("all", "food")
        ]
        content["attributes"] = [
            {
                "id": uid("x"),
                "link_id": uid("s", "food"),
                "link_entity": "service",
                "taxonomy_term_id": uid("term", "food"),
            }
        ]
        path = write(tmp_path / "feed", content)
        import_feed(path=path, source="feed", by=OPERATOR, at=NOW)
        set_capacity(
            service_id=uid("s", "food"),
            available=3,
            valid_until=NOW + timedelta(days=7),
            by=OPERATOR,
            at=NOW + timedelta(minutes=1),
        )


@pytest.fixture
def official(directory):
    with acting_as(OPERATOR):
        for name in ("service_full.json", "taxonomy_term_list.json"):
            path = shared("spec-examples") / name
            import_feed(path=path, source=name, by=OPERATOR, at=NOW)


def get(client, path: str, status: int = 200):
    answer = client.get(f"/hsds{path}")
    assert answer.status_code == status, (path, answer.content[:300])
    assert answer["Content-Type"].startswith("application/json")
    return json.loads(answer.content)


def schemas() -> Registry:
    folder = shared("spec-schema-3.1.1")
    return Registry().with_resources(
        [
            (file.name, DRAFT202012.create_resource(json.loads(file.read_text())))
            for file in folder.glob("*.json")
            if file.name != "openapi.json"
        ]
    )


def validate(name: str, thing: dict) -> None:
    registry = schemas()
    schema = registry.contents(f"{name}.json")
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    kind = jsonschema.Draft202012Validator
    kind({**schema, "$id": f"{name}.json"}, registry=registry, format_checker=checker).validate(
        thing
    )


@pytest.mark.parametrize("path", sorted(NAMES))
def test_every_answer_validates_against_the_official_schema(client, official, path):
    for asked in ("", "?full=true") if path[0] in "so" else ("",):
        page = get(client, f"/{path}{asked}")
        assert page["total_items"] == page["size"] == len(page["contents"]) > 0
        for thing in page["contents"]:
            validate(NAMES[path], thing)
    for thing in page["contents"]:
        validate(NAMES[path], get(client, f"/{path}/{thing['id']}"))


def test_the_root_says_what_this_is(client, directory):
    about = get(client, "/")
    assert about["version"] == "3.2.3"
    assert about["profile"].endswith("/hsds/profile/")
    assert get(client, "/profile/")["patches"]
    assert "/hsds/services" in get(client, "/openapi.json")["paths"]


def test_pages(client, directory):
    first = get(client, "/services?per_page=4")
    second = get(client, "/services?per_page=4&page=2")
    assert (first["total_items"], first["total_pages"]) == (6, 2)
    assert (first["first_page"], first["last_page"]) == (True, False)
    assert (second["size"], second["last_page"], second["empty"]) == (2, True, False)
    assert not {s["id"] for s in first["contents"]} & {s["id"] for s in second["contents"]}
    get(client, "/services?page=9", 404)


@pytest.mark.parametrize(
    "path, found",
    [
        ("/services?search=diapers", 1),
        ("/services?search=library", 6),
        ("/services?search=zebra", 0),
        (f"/services?taxonomy_term_id={uid('term', 'food')}", 1),
        (f"/services?taxonomy_id={uid('tax')}", 1),
        (f"/services?taxonomy_term_id={uid('nothing')}", 0),
        (f"/services?organization_id={uid('org')}", 6),
        (f"/services?organization_id={uid('org')}&search=food", 1),
        ("/services?modified_after=2026-11-20T17:00:00Z", 6),
        ("/services?modified_after=2026-11-20T17:01:00%2B00:00", 1),
        ("/services?modified_after=2027-01-01", 0),
        ("/organizations?search=library", 1),
        (f"/organizations?taxonomy_term_id={uid('term', 'food')}", 1),
        ("/service_at_locations?postcode=85201", 6),
        ("/service_at_locations?postcode=85201&proximity=1000", 6),
        ("/service_at_locations?postcode=10001&proximity=5000", 0),
        (f"/service_at_locations?taxonomy_id={uid('tax')}", 1),
        ("/taxonomy_terms?top_only=true", 1),
        (f"/taxonomy_terms?parent_id={uid('term', 'all')}", 1),
        (f"/taxonomy_terms?taxonomy_id={uid('tax')}", 2),
        ("/taxonomies?search=needs", 1),
    ],
)
def test_filters(client, directory, path, found):
    page = get(client, path)
    assert page["total_items"] == page["size"] == found
    assert page["empty"] is (found == 0)


def test_the_same_by_post(client, directory):
    for body in ({"search": "diapers"}, json.dumps({"search": "diapers", "full": True})):
        kind = {"content_type": "application/json"} if isinstance(body, str) else {}
        answer = client.post("/hsds/services", body, **kind)
        assert answer.json()["total_items"] == 1


def test_minimal_and_lines_of_json(client, directory):
    minimal = get(client, "/services?minimal=true")
    assert minimal["size"] == 6
    assert set(minimal["contents"][0]) == {"id", "modified_date"}
    with acting_as(OPERATOR):  # lines are read after the request: here, still inside the test
        for path in NAMES:
            answer = client.get(f"/hsds/{path}?format=ndjson")
            lines = b"".join(answer.streaming_content).splitlines()
            assert len(lines) == get(client, f"/{path}")["total_items"]
            assert all(json.loads(line)["id"] for line in lines)


def test_capacity_is_served_at_once(client, directory):
    [capacity] = get(client, f"/services/{uid('s', 'food')}")["capacities"]
    assert (capacity["available"], capacity["unit"]["name"]) == (3, "opening")
    validate("service_capacity", capacity)


def test_an_organization_with_its_services(client, directory):
    whole = get(client, f"/organizations/{uid('org')}?full_service=true")
    assert len(whole["services"]) == 6
    assert whole["services"][0]["service_at_locations"]
    assert "service_at_locations" not in get(client, f"/organizations/{uid('org')}")["services"][0]


@pytest.mark.parametrize(
    "query",
    [
        "page=1000000000000",
        "page=0",
        "page=-1",
        "page=1.5",
        "page=NaN",
        "page=%D9%A1",
        "page=1&page=2",
        "per_page=100000",
        "limit=-1",
        "format=xml",
        "full=maybe",
        "modified_after=yesterday",
        "modified_after=9999-99-99",
        "taxonomy_term_id=9223372036854775808",
        "organization_id=%00",
        "search=%00",
        "search=" + "a" * 10_000,
        "&".join(f"f{i}=1" for i in range(200)),
    ],
)
def test_a_bad_parameter_is_a_json_error(client, directory, query):
    problem = get(client, f"/services?{query}", 400)
    assert set(problem) == {"status", "error", "field"}


@pytest.mark.parametrize(
    "query",
    [
        "proximity=5",
        "postcode=abcde",
        "postcode=00000",
        "postcode=85201&proximity=NaN",
        "postcode=85201&proximity=0",
    ],
)
def test_a_bad_place_is_a_json_error(client, directory, query):
    get(client, f"/service_at_locations?{query}", 400)


@pytest.mark.parametrize("path", sorted(NAMES))
@pytest.mark.parametrize("id", ["%00", "1", "9223372036854775808", uid("nobody"), "a/b", "é"])
def test_a_bad_id_is_a_json_404(client, directory, path, id):
    assert get(client, f"/{path}/{id}", 404)["status"] == 404


def test_what_is_not_there_and_what_is_not_done(client, directory):
    for path in (
        "/locations",
        "/services/",
        "/../etc/passwd",
        "/profile/nothing.json",
        "/wp-admin",
    ):
        get(client, path, 404)
    for method in (client.put, client.delete, client.patch):
        answer = method("/hsds/services")
        assert (answer.status_code, answer.json()["status"]) == (405, 405)
    answer = client.post("/hsds/services", "{", content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["service", "service_capacity"])
def test_each_key_is_core_or_declared_in_the_profile(client, directory, name):
    thing = get(client, f"/services/{uid('s', 'food')}")
    thing = thing if name == "service" else thing["capacities"][0]
    core = set(json.loads((shared("spec-schema-3.1.1") / f"{name}.json").read_text())["properties"])
    declared = set(json.loads((PROFILE / f"{name}.json").read_text())["properties"])
    assert not declared & core
    assert set(thing) <= core | declared


def test_every_own_column_is_declared_in_the_profile():
    from kinwork.directory.shape import THINGS

    for name, thing in THINGS.items():
        own = set(thing.own) - {"link_id", "resource_id"}
        file = PROFILE / f"{name}.json"
        declared = set(json.loads(file.read_text())["properties"]) if file.exists() else set()
        assert own == declared, name
