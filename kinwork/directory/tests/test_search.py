"""What people type, and what they find."""

from datetime import UTC, date, datetime

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from kinwork.directory.actions import rebuild_search
from kinwork.directory.models import SearchEntry, Service
from kinwork.directory.search import Query, count, find, places
from kinwork.directory.tests.town import NOON, add

pytestmark = pytest.mark.django_db
MESA = places.find("85201")


def names(**asked) -> list[str]:
    asked.setdefault("place", MESA)
    now = asked.pop("now", NOON)
    with acting_as(VISITOR):
        return [hit.entry["name"] for hit in find(Query(**asked), now).hits]


@pytest.fixture
def town():
    add("Cactus Diaper Bank", code="diapers")
    add("Desert WIC", code="wic", description="Food and milk for babies and pregnant women")
    add("Mesquite Food Pantry", code="food-pantry", zip_code="85210")
    add("Chess Club", description="Chess on Fridays")


@pytest.mark.parametrize(
    "typed", ["diapers", "diaper", "diaprs", "panales", "pañales", "Pañal", "DIAPERS!", "dipers"]
)
def test_diapers_are_found_however_they_are_spelled(town, typed):
    assert names(words=typed) == ["Cactus Diaper Bank"]


def test_food_for_baby_means_wic_first(town):
    assert names(words="food for baby")[0] == "Desert WIC"
    assert names(words="comida para bebé")[0] == "Desert WIC"


def test_a_name_is_found_by_its_words(town):
    assert names(words="mesquite pantry")[0] == "Mesquite Food Pantry"


def test_a_directory_without_our_terms_is_found_in_both_languages():
    add("Parent Room", description="Classes, clothes and diapers for new parents.")
    assert names(words="pañales") == names(categories=("diapers",)) == ["Parent Room"]


def test_a_mended_word_is_told(town):
    with acting_as(VISITOR):
        found = find(Query(words="diaprs", place=MESA), NOON)
    assert dict(found.understood.mended) == {"diaprs": "diapers"}


def test_words_that_nobody_knows_find_nothing(town):
    assert names(words="xyzzyx") == []


def test_words_that_do_not_meet_are_tried_one_by_one(town):
    with acting_as(VISITOR):
        found = find(Query(words="chess cactus", place=MESA), NOON)
    assert found.loosened
    assert {hit.entry["name"] for hit in found.hits} == {"Chess Club", "Cactus Diaper Bank"}


def test_nearest_comes_first_and_miles_are_straight():
    add("Far", zip_code="85701", town="Tucson", code="diapers")
    add("Near", zip_code="85203", code="diapers")
    with acting_as(VISITOR):
        near, far = find(Query(categories=("diapers",), place=MESA), NOON).hits
    assert (near.entry["name"], far.entry["name"]) == ("Near", "Far")
    assert near.miles < 5 and 90 < far.miles < 110


def test_stale_entries_fall_behind():
    add("Stale", code="diapers", checked=date(2026, 1, 1))
    add("Fresh", code="diapers", zip_code="85203")
    assert names(categories=("diapers",)) == ["Fresh", "Stale"]


def test_a_service_with_many_places_is_shown_once():
    add("Everywhere", code="diapers", places=3)
    with acting_as(VISITOR):
        [hit] = find(Query(categories=("diapers",), place=MESA), NOON).hits
    assert hit.elsewhere == 2


def test_filters():
    add("For babies", minimum_age_months=0, maximum_age_months=11)
    add("For schoolchildren", minimum_age=6, maximum_age=12, languages=("en", "es"))
    add("For pregnancy", serves_pregnancy=True, openings=2)
    add("Full", openings=0)
    add("By phone", zip_code="", remote=True)
    assert "For schoolchildren" not in names(age_months=8)
    assert "For babies" in names(age_months=8)
    assert "For babies" not in names(age_months=12)
    assert "For schoolchildren" in names(age_months=12 * 13 - 1)
    assert names(pregnant=True) == ["For pregnancy"]
    assert names(language="es") == ["For schoolchildren"]
    assert names(has_room=True) == ["For pregnancy"]


def test_help_by_phone_has_no_distance_and_is_found_with_words():
    add("Advice line", zip_code="", remote=True, code="legal-help")
    with acting_as(VISITOR):
        [hit] = find(Query(categories=("legal-help",), place=MESA), NOON).hits
        [same] = find(Query(categories=("legal-help",), remote=True, place=MESA), NOON).hits
    assert hit.miles is None and same.entry["remote"]


def test_capacity_that_lapsed_counts_no_more():
    add("Had room", openings=3)
    assert names(has_room=True) == ["Had room"]
    assert names(has_room=True, now=datetime(2026, 12, 18, 19, tzinfo=UTC)) == []


def test_open_now_is_the_clock_of_the_place():
    """In July the Navajo Nation is an hour ahead of the rest of Arizona."""
    add("In Phoenix", zip_code="85003", town="Phoenix", code="wic")
    add("In Window Rock", zip_code="86515", town="Window Rock", code="wic")
    early = datetime(2026, 7, 15, 14, 30, tzinfo=UTC)  # 7:30 in Phoenix, 8:30 in Window Rock
    assert names(categories=("wic",), open_now=True, now=early) == ["In Window Rock"]
    late = datetime(2026, 7, 15, 23, 30, tzinfo=UTC)  # 16:30 and 17:30
    assert names(categories=("wic",), open_now=True, now=late) == ["In Phoenix"]
    winter = datetime(2026, 12, 16, 15, 30, tzinfo=UTC)  # 8:30 in both
    assert len(names(categories=("wic",), open_now=True, now=winter)) == 2


def test_hours_that_nobody_told_are_neither_open_nor_closed():
    add("Unknown hours", code="wic", hours=None)
    with acting_as(VISITOR):
        [hit] = find(Query(categories=("wic",), place=MESA), NOON).hits
    assert hit.open is None


def test_only_the_county_asked_for():
    add("Here", zip_code="85201", code="wic")
    add("There", zip_code="85701", town="Tucson", code="wic")
    assert names(categories=("wic",), place=places.find("Pima County")) == ["There"]


def test_pages_go_on_by_key_without_gap_or_repeat():
    for number in range(7):
        add(f"Door {number}", code="wic")
    seen, after = [], None
    with acting_as(VISITOR):
        for _page in range(4):
            found = find(Query(categories=("wic",), place=MESA, after=after, size=3), NOON)
            seen += [hit.entry["name"] for hit in found.hits]
            after = (found.hits[-1].felt, found.hits[-1].entry["id"])
            if not found.next_key:
                break
    assert sorted(seen) == [f"Door {number}" for number in range(7)]


def test_who_closed_is_not_found():
    service = add("Closing", code="wic")
    with acting_as(VISITOR):
        Service.objects.filter(pk=service.pk).update(status="defunct")
        rebuild_search(services=[service.pk], by=VISITOR, at=NOON)
    assert names(categories=("wic",)) == []


def test_the_whole_index_can_be_made_anew(town):
    with acting_as(VISITOR):
        assert rebuild_search(by=VISITOR, at=NOON) == SearchEntry.objects.count() == 4
        assert count(Query(categories=("diapers",)), NOON) == 1
    assert names(words="diaprs") == ["Cactus Diaper Bank"]


@pytest.mark.parametrize(
    "typed",
    [
        "x" * 10_000,
        "(((" * 3000,
        "' & ! | <-> :*",
        "\\' or 1=1",
        "diapers " * 2000,
        "%_%",
        "a.*" * 900,
    ],
)
def test_hostile_words_find_little_and_break_nothing(town, typed):
    assert len(names(words=typed)) <= 4


def test_the_night_builds_the_index_anew(town):
    from uuid import UUID

    from kinwork.common.jobs import JOBS

    with acting_as(VISITOR):
        SearchEntry.objects.all().delete()
    assert names(words="diapers") == []
    JOBS["directory.reindex"](UUID(int=0))
    assert names(words="diapers") == ["Cactus Diaper Bank"]
