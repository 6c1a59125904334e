"""The pure table of HSDS, the tables of the database and the official schemas agree."""

import json

import pytest

from kinwork.directory.models import TABLES
from kinwork.directory.shape import LASTING, THINGS
from kinwork.interop.hsds.tests.packages import shared
from kinwork.interop.hsds.write import column_of

RECORD = {
    "id",
    "source_id",
    "external_id",
    "content_hash",
    "extra",
    "left_source_at",
    "changed_at",
}
OURS = {
    "organization": {"placeholder"},
    "location": {"timezone", "near_latitude", "near_longitude"},
}


def test_there_are_24_objects():
    assert len(THINGS) == 24
    assert set(THINGS) == set(TABLES)
    assert set(LASTING) <= set(THINGS)


@pytest.mark.parametrize("name", sorted(THINGS))
def test_a_table_has_the_columns_of_its_object_and_no_other(name):
    columns = {field.attname for field in TABLES[name]._meta.concrete_fields}
    known = {column_of(THINGS[name], column) for column in THINGS[name].fields}
    assert columns - RECORD - OURS.get(name, set()) == known


@pytest.mark.parametrize("name", sorted(THINGS))
def test_an_object_has_the_properties_of_the_official_schema(name):
    schema = json.loads((shared("spec-schema-3.1.1") / f"{name}.json").read_text())
    thing = THINGS[name]
    said = {"id", *thing.fields, *thing.many, *thing.one, "attributes", "metadata"}
    missing = set(schema["properties"]) - said
    assert not missing
    flat = {"id", *thing.links, *thing.columns}
    required = {key for key in schema["required"] if key in flat}
    assert {"id", *(c for c in thing.columns if thing.is_needed(c))} >= required - set(thing.links)


@pytest.mark.parametrize("name", sorted(THINGS))
def test_own_columns_shadow_no_word_of_the_standard(name):
    schema = json.loads((shared("spec-schema-3.1.1") / f"{name}.json").read_text())
    ours = set(THINGS[name].own) - {"link_id", "resource_id"}
    assert not ours & set(schema["properties"])
