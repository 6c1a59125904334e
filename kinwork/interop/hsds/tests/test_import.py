"""Importing: good rows in, doubtful ones mended, bad ones set aside; the account always adds up."""

import copy
import json
import zipfile
from datetime import UTC, datetime

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR
from kinwork.directory.actions import Shrunk, dismiss_quarantined
from kinwork.directory.models import (
    Location,
    Organization,
    Phone,
    Quarantined,
    Schedule,
    Service,
    ServiceDocument,
    TaxonomyTerm,
)
from kinwork.interop.hsds import read
from kinwork.interop.hsds.actions import import_feed, mend_quarantined
from kinwork.interop.hsds.convert import Problem
from kinwork.interop.hsds.read import BadFeed
from kinwork.interop.hsds.tests.feeds import tables, uid, write
from kinwork.interop.hsds.tests.packages import shared

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
PACKAGES = [
    "spec-examples/tabular",
    "spec-examples/service_full.json",
    "spec-examples/service_list.json",
    "spec-examples/organization_list.json",
    "spec-examples/location.json",
    "spec-examples/taxonomy_term_list.json",
    "openreferral-sample-hsds-1.1/simple",
    "openreferral-sample-hsds-1.1/all_resources",
    "ohana-api-sample",
    "baltimore-charmcare-ohana",
    "haarrrvest-near-hsds-3.1",
    "oruk-3.0-validator-mocks/UK-Default",
    "oruk-3.0-validator-mocks/UK-Test",
    "miami-211-hsds-1.1",
]


@pytest.fixture(autouse=True)
def _operator():
    with acting_as(OPERATOR):
        yield


def bring(path, source="feed", **options):
    report = import_feed(path=path, source=source, by=OPERATOR, at=NOW, **options)
    for table, counts in report.tables.items():
        accounted = counts["loaded"] + counts["quarantined"] + counts["unchanged"]
        assert counts["read"] == accounted, table
        assert counts["mended"] <= counts["loaded"], table
    assert len(report.quarantine) == total(report, "quarantined")
    return report


def total(report, column: str) -> int:
    return sum(counts[column] for counts in report.tables.values())


def test_an_import_serves_what_it_was_given(tmp_path):
    report = bring(write(tmp_path / "a", tables()))
    assert (total(report, "loaded"), total(report, "quarantined")) == (27, 0)
    document = json.loads(ServiceDocument.objects.get(pk=uid("s", "food")).whole)
    place = document["service_at_locations"][0]["location"]
    assert place["addresses"][0]["address_1"] == "1 Wash Street"
    assert document["organization"]["name"] == "Mesquite Flats Library"
    assert Location.objects.get().timezone == "America/Phoenix"


def test_the_same_file_twice_changes_nothing(tmp_path):
    path = write(tmp_path / "a", tables())
    bring(path)
    report = bring(path)
    assert (total(report, "loaded"), report.changed, total(report, "unchanged")) == (0, 0, 27)


def test_rows_and_columns_in_another_order_change_nothing(tmp_path):
    bring(write(tmp_path / "a", tables()))
    turned = {
        name: [dict(reversed(row.items())) for row in reversed(rows)]
        for name, rows in reversed(tables().items())
    }
    report = bring(write(tmp_path / "b", turned))
    assert (total(report, "loaded"), report.changed) == (0, 0)


@pytest.mark.parametrize(
    "table, column, text",
    [("phones", "number", "480-555-0199"), ("schedules", "opens_at", "09:30")],
)
def test_one_corrected_row_changes_exactly_one(tmp_path, table, column, text):
    content = tables()
    bring(write(tmp_path / "a", content))
    content[table][2][column] = text
    report = bring(write(tmp_path / "b", content))
    assert (total(report, "loaded"), report.changed) == (1, 1)
    assert report.tables[table]["loaded"] == 1


def test_a_zip_is_read_like_a_folder(tmp_path):
    folder = write(tmp_path / "a", tables())
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"package/{file.name}")
    report = bring(tmp_path / "a.zip")
    assert total(report, "loaded") == 27
    assert bring(folder).changed == 0


@pytest.mark.parametrize(("most", "at_most"), [("MOST_TOGETHER", 3_000), ("MOST_FILES", 3)])
def test_a_zip_is_measured_before_it_is_unpacked(tmp_path, monkeypatch, most, at_most):
    """Small outside, huge inside: refused by what its list says, before a byte is unpacked."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"{number}.csv", "id\n" + "0\n" * 1_000)
    monkeypatch.setattr(read, most, at_most)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(read.BadFeed, match="more than any directory"):
        read.open_feed(tmp_path / "a.zip")


def test_a_feed_that_shrank_by_more_than_half_stops_before_it_touches_anything(tmp_path):
    bring(write(tmp_path / "a", tables()))
    small = tables()
    small["services"] = small["services"][:2]
    path = write(tmp_path / "b", small)
    with pytest.raises(Shrunk, match="shrank by more than half"):
        bring(path)
    assert Service.objects.filter(left_source_at=None).count() == 6
    bring(path, accept_shrink=True)
    assert Service.objects.filter(left_source_at=None).count() == 2
    assert ServiceDocument.objects.count() == 2


def test_what_left_its_source_stays_for_those_who_point_at_it(tmp_path):
    bring(write(tmp_path / "a", tables()))
    fewer = tables()
    gone = fewer["services"].pop()
    fewer["service_at_location"].pop(), fewer["phones"].pop(), fewer["schedules"].pop()
    report = bring(write(tmp_path / "b", fewer))
    assert Service.objects.get(pk=gone["id"]).left_source_at == NOW
    assert not Phone.objects.filter(service_id=gone["id"]).exists()
    assert not ServiceDocument.objects.filter(pk=gone["id"]).exists()
    assert (report.changed, total(report, "loaded")) == (0, 0)
    bring(write(tmp_path / "c", tables()))
    assert Service.objects.get(pk=gone["id"]).left_source_at is None


@pytest.mark.parametrize(
    "name, text",
    [
        ("page.json", "<!doctype html><title>Service unavailable</title>"),
        ("services.csv", "<html><body>502</body></html>"),
        ("services.json", ""),
        ("readme.md", "# nothing"),
    ],
)
def test_what_is_no_feed_is_refused_in_one_sentence(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    with pytest.raises(BadFeed):
        bring(tmp_path / name)


def test_a_feed_of_headers_alone_is_suspicious(tmp_path):
    (tmp_path / "services.csv").write_text("id,name,status\r\n")
    with pytest.raises(Shrunk):
        bring(tmp_path)


def test_json_that_breaks_off_keeps_the_items_before(tmp_path):
    items = [{"id": uid(n), "name": f"Service {n}", "status": "active"} for n in range(3)]
    (tmp_path / "services.json").write_text(json.dumps(items)[:-40])
    report = bring(tmp_path / "services.json")
    assert Service.objects.count() == 2
    assert [row["reason"] for row in report.quarantine] == ["not_json"]


def spoil(table: str, **columns) -> dict:
    content = tables()
    content[table][0] |= columns
    return content


@pytest.mark.parametrize(
    "table, columns, reason",
    [
        ("schedules", {"valid_from": "03/04/2021"}, "ambiguous_date"),
        ("schedules", {"valid_from": "44197"}, "serial_date"),
        ("schedules", {"valid_from": "1900-01-00"}, "bad_date"),
        ("schedules", {"opens_at": "early"}, "bad_time"),
        ("schedules", {"byday": "MO,Someday"}, "bad_weekday"),
        ("schedules", {"freq": "SOMETIMES"}, "bad_word"),
        ("phones", {"number": ""}, "missing"),
        ("phones", {"number": "call us"}, "bad_phone"),
        ("phones", {"service_id": uid("nowhere")}, "nobody"),
        ("services", {"status": "perhaps"}, "bad_status"),
        ("services", {"name": ""}, "missing"),
        ("service_at_location", {"location_id": uid("nowhere")}, "dangling"),
        ("addresses", {"address_1": "", "city": "", "postal_code": ""}, "missing"),
    ],
)
def test_a_bad_row_is_set_aside_with_its_reason_and_the_rest_goes_on(
    tmp_path, table, columns, reason
):
    report = bring(write(tmp_path / "a", spoil(table, **columns)))
    first = [row for row in report.quarantine if row["file"] == f"{table}.csv"]
    assert [(row["row"], row["reason"]) for row in first] == [(2, reason)]
    assert Quarantined.objects.get(table=table).raw["id"] == tables()[table][0]["id"]
    assert total(report, "loaded") >= 20


@pytest.mark.parametrize(
    "table, columns, expected",
    [
        ("services", {"url": "www.example.org"}, {"url": "http://www.example.org"}),
        ("services", {"status": ""}, {"status": "active"}),
        ("services", {"organization_id": uid("unknown")}, {}),
        ("schedules", {"opens_at": "8:00am", "byday": "Monday, Fri"}, {"opens_at": "08:00"}),
        ("addresses", {"country": ""}, {"country": "US"}),
        ("phones", {"number": "480-555-0100 x57"}, {"extension": 57.0}),
        ("locations", {"latitude": "100", "longitude": "10"}, {"latitude": None}),
        (
            "organizations",
            {"parent_organization_id": uid("none")},
            {"parent_organization_id": None},
        ),
    ],
)
def test_a_doubtful_row_is_mended_with_a_note(tmp_path, table, columns, expected):
    report = bring(write(tmp_path / "a", spoil(table, **columns)))
    assert report.tables[table]["mended"] == 1
    assert report.quarantine == []
    from kinwork.directory.models import TABLES
    from kinwork.directory.shape import BY_FILE

    row = TABLES[BY_FILE[table].name].objects.get(pk=tables()[table][0]["id"])
    assert {name: getattr(row, name) for name in expected} == expected


def test_the_order_of_dates_is_said_once_for_the_feed(tmp_path):
    path = write(tmp_path / "a", spoil("schedules", valid_from="03/04/2021"))
    report = bring(path, date_order="dmy")
    assert report.quarantine == []
    assert Schedule.objects.get(pk=tables()["schedules"][0]["id"]).valid_from.month == 4


def test_a_service_of_an_unknown_organization_is_kept_and_waits_for_its_name(tmp_path):
    unknown = uid("unknown")
    bring(write(tmp_path / "a", spoil("services", organization_id=unknown)))
    assert Organization.objects.get(pk=unknown).placeholder
    content = spoil("services", organization_id=unknown)
    content["organizations"].append({"id": unknown, "name": "Named now", "description": "x"})
    bring(write(tmp_path / "b", content))
    now = Organization.objects.get(pk=unknown)
    assert (now.name, now.placeholder) == ("Named now", False)


def test_two_different_rows_under_one_id_never_depend_on_their_order(tmp_path):
    content = tables()
    other = {**content["services"][0], "name": "Something else"}
    content["services"].append(other)
    first = bring(write(tmp_path / "a", content))
    kept = Service.objects.get(pk=other["id"]).name
    content["services"].reverse()
    second = bring(write(tmp_path / "b", content))
    assert [row["reason"] for row in first.quarantine] == ["id_twice"]
    assert [row["reason"] for row in second.quarantine] == ["id_twice"]
    assert Service.objects.get(pk=other["id"]).name == kept
    assert second.changed == 0


def test_details_under_one_id_are_all_kept(tmp_path):
    content = tables()
    content["phones"].append({**content["phones"][0], "number": "480-555-0188"})
    report = bring(write(tmp_path / "a", content))
    assert report.quarantine == []
    assert Phone.objects.filter(service_id=uid("s", "food")).count() == 2


def test_an_equal_row_twice_is_one_record(tmp_path):
    content = tables()
    content["services"].append(copy.copy(content["services"][0]))
    report = bring(write(tmp_path / "a", content))
    assert report.tables["services"]["loaded"] == 7
    assert Service.objects.count() == 6


def test_terms_in_a_circle_lose_their_parent(tmp_path):
    terms = [
        {"id": uid(n), "name": n, "description": n, "parent_id": uid(parent)}
        for n, parent in [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("self", "self")]
    ]
    report = bring(write(tmp_path / "a", {**tables(), "taxonomy_terms": terms}))
    assert report.tables["taxonomy_terms"]["mended"] == 4
    assert TaxonomyTerm.objects.filter(parent=None).count() == 4


def test_another_source_never_overwrites_rows_of_the_first(tmp_path):
    bring(write(tmp_path / "a", tables()), source="one")
    content = spoil("services", name="Hijacked")
    report = bring(write(tmp_path / "b", content), source="two")
    assert [row["reason"] for row in report.quarantine] == ["other_source"]
    assert Service.objects.get(pk=uid("s", "food")).name == "Food"


def test_letters_that_a_database_cannot_hold(tmp_path):
    content = spoil("services", name="Fo\0od", description="half \ud800 letter")
    path = write(tmp_path / "a", tables())
    with (path / "services.csv").open("wb") as handle:
        handle.write(b"id,name,status,description\r\n")
        row = content["services"][0]
        handle.write(f"{row['id']},Fo\0od,active,".encode() + b"caf\xe9 \xff\r\n")
    report = bring(path)
    assert Service.objects.get(pk=uid("s", "food")).name == "Food"
    assert report.tables["services"]["loaded"] == 1


def test_a_mended_row_loads_and_stays_mended(tmp_path):
    path = write(tmp_path / "a", spoil("phones", number="call us"))
    bring(path)
    row = Quarantined.objects.get()
    with pytest.raises(Problem):
        mend_quarantined(row=row, cells={**row.raw, "number": "?"}, by=OPERATOR, at=NOW)
    row.refresh_from_db()
    assert row.state == "open"
    mend_quarantined(row=row, cells={**row.raw, "number": "480-555-0177"}, by=OPERATOR, at=NOW)
    assert Phone.objects.get(pk=row.raw["id"]).number == "480-555-0177"
    document = ServiceDocument.objects.get(pk=uid("s", "food")).whole
    assert "480-555-0177" in document
    report = bring(path)
    assert (report.quarantine, report.changed) == ([], 0)
    assert Phone.objects.get(pk=row.raw["id"]).number == "480-555-0177"


def test_a_dismissed_row_stays_dismissed(tmp_path):
    path = write(tmp_path / "a", spoil("phones", number="call us"))
    bring(path)
    with pytest.raises(ValueError):
        dismiss_quarantined(row=Quarantined.objects.get(), why=" ", by=OPERATOR, at=NOW)
    dismiss_quarantined(row=Quarantined.objects.get(), why="No number", by=OPERATOR, at=NOW)
    bring(path)
    assert Quarantined.objects.get().state == "dismissed"


@pytest.mark.parametrize("package", PACKAGES)
def test_a_published_package_adds_up_and_changes_nothing_the_second_time(package):
    path = shared(package)
    first = bring(path)
    assert total(first, "loaded") > 0
    second = bring(path)
    assert (second.changed, second.left, total(second, "loaded")) == (0, 0, 0)
    assert total(second, "quarantined") == total(first, "quarantined")


def test_miami_brings_its_services_to_families():
    report = bring(shared("miami-211-hsds-1.1"))
    counts = {name: (c["loaded"], c["quarantined"]) for name, c in report.tables.items()}
    assert counts["services"] == (4089, 0)
    assert counts["locations"] == (4089, 0)
    assert counts["eligibility"] == (0, 2244)  # not one says which service it belongs to
    assert ServiceDocument.objects.count() == 4089
    assert Organization.objects.filter(placeholder=True).count() == 82
