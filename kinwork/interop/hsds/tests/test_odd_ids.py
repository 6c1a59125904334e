"""Feeds whose ids point in circles, to nothing, or stand twice: read to the end, nothing lost."""

from datetime import UTC, datetime

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR
from kinwork.directory.models import Organization, Service
from kinwork.interop.hsds.actions import import_feed
from kinwork.interop.hsds.tests.feeds import tables, uid, write

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


def load(tmp_path, content):
    with acting_as(OPERATOR):
        path = write(tmp_path / "feed", content)
        report = import_feed(path=path, source="odd", by=OPERATOR, at=NOW)
    for counts in report.tables.values():
        assert counts["read"] == counts["loaded"] + counts["quarantined"] + counts["unchanged"]
    return report


def test_organizations_that_are_each_others_parents_are_loaded(tmp_path):
    content = tables()
    first, second = uid("org"), uid("org", 2)
    content["organizations"][0]["parent_organization_id"] = second
    content["organizations"].append(
        {"id": second, "name": "Two", "description": "-", "parent_organization_id": first}
    )
    load(tmp_path, content)
    with acting_as(OPERATOR):
        assert Organization.objects.filter(pk__in=[first, second]).count() == 2


def test_a_row_that_stands_twice_is_one_row(tmp_path):
    content = tables()
    content["services"].append(dict(content["services"][0]))
    load(tmp_path, content)
    with acting_as(OPERATOR):
        assert Service.objects.filter(pk=content["services"][0]["id"]).count() == 1


def test_a_link_to_nothing_stops_nothing(tmp_path):
    content = tables()
    content["phones"][0]["service_id"] = uid("nowhere")
    load(tmp_path, content)
    with acting_as(OPERATOR):
        assert Service.objects.count() == len(content["services"])
