"""import(export(x)) = x for everything HSDS can say."""

from datetime import UTC, datetime

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR
from kinwork.interop.hsds.actions import import_feed
from kinwork.interop.hsds.tests.packages import shared
from kinwork.interop.hsds.tests.tables import content, differences, empty
from kinwork.interop.hsds.write import export

NOW = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
SLOW = {  # half a minute each; the largest, its tables, goes in again in every run of test_import
    ("miami-211-hsds-1.1", "json"),
    ("miami-211-hsds-1.1", "csv"),
    ("baltimore-charmcare-ohana", "csv"),
}
PACKAGES = [
    "spec-examples/tabular",
    "spec-examples/service_full.json",
    "openreferral-sample-hsds-1.1/all_resources",
    "ohana-api-sample",
    "baltimore-charmcare-ohana",
    "haarrrvest-near-hsds-3.1",
    "oruk-3.0-validator-mocks/UK-Test",
    "miami-211-hsds-1.1",
]


def bring(path, source="feed", **options):
    return import_feed(path=path, source=source, by=OPERATOR, at=NOW, **options)


CASES = [
    pytest.param(package, form, marks=[pytest.mark.deep] if (package, form) in SLOW else [])
    for package in PACKAGES
    for form in ("csv", "json")
]


@pytest.mark.django_db
@pytest.mark.parametrize("package, form", CASES)
def test_what_is_exported_comes_back_the_same(package, form, tmp_path):
    path = shared(package)
    with acting_as(OPERATOR):
        bring(path)
        before = content()
        export(tmp_path / "out", form=form)
        empty()
        report = bring(tmp_path / "out")
        after = content()
    assert list(report.quarantine) == []
    assert differences(before, after) == []


@pytest.mark.django_db
def test_an_export_brought_in_beside_its_origin_changes_nothing(tmp_path):
    with acting_as(OPERATOR):
        bring(shared("spec-examples/tabular"))
        export(tmp_path / "out.zip", form="csv")
        report = bring(tmp_path / "out.zip", source="a copy")
    assert (report.changed, report.quarantine) == (0, [])
