"""Members by kind of agreement: the page, the filter, the file, and who reads them."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.system.partnerships import matrix
from kinwork.system.partnerships.tests import scenes
from kinwork.trust.agreements import actions
from kinwork.trust.agreements.rules import STANDINGS, standing
from kinwork.trust.agreements.tests import scenes as signed
from kinwork.trust.agreements.words import STANDING_TONES, STANDING_WORDS
from tests import cast as casting
from tests.visiting import browser

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONG_AGO, LATER = NOW - timedelta(days=400), NOW + timedelta(days=400)


@pytest.fixture
def cast():
    return casting.make_cast(timezone.now() - timedelta(hours=3), household=False)


@pytest.fixture
def row(cast):
    made = scenes.started(cast)
    for key in ("backbone", "clinic", "library"):
        scenes.member(cast, made, key)
    scenes.member(cast, made, "clinic", kind="program", name="Home visits of the clinic")
    told = {"kind": "family group", "name": "Parents of the Wash", "level": "neighborhood"}
    scenes.do(cast, "admit", partnership=made, agency=None, starts=scenes.DAY, **told)
    return made


def page_of(cast, row, query: str = "", by=None) -> str:
    path = reverse("partnerships:agreements", args=[row.pk])
    answer = browser(by or cast.dana).get(path + query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def file_of(cast, row, query: str = "") -> list[dict]:
    path = reverse("partnerships:agreements_file", args=[row.pk])
    answer = browser(cast.dana).get(path + query)
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


@pytest.mark.parametrize(
    ("state", "starts", "ends", "signed_it", "is_so"),
    [
        ("in force", LONG_AGO, None, True, "in force"),
        ("in force", LONG_AGO, NOW + timedelta(days=91), True, "in force"),
        ("in force", LONG_AGO, NOW + timedelta(days=90), True, "expiring"),
        ("in force", LONG_AGO, NOW + timedelta(seconds=1), True, "expiring"),
        ("in force", LONG_AGO, NOW, True, "over"),
        ("in force", NOW + timedelta(seconds=1), None, True, "begins later"),
        ("in force", NOW, None, True, "in force"),
        ("in force", None, None, False, "being signed"),
        ("suspended", LONG_AGO, LATER, True, "suspended"),
        ("suspended", LONG_AGO, NOW, True, "over"),
        ("partly signed", None, None, False, "being signed"),
        ("partly signed", LONG_AGO, None, True, "being signed"),
        ("in review", None, None, False, "being signed"),
        ("draft", None, None, False, "drafted"),
        ("draft", None, LONG_AGO, False, "drafted"),
        ("ended", LONG_AGO, None, True, "over"),
        ("superseded", LONG_AGO, None, True, "over"),
    ],
)
def test_how_a_party_stands(state, starts, ends, signed_it, is_so):
    assert standing(state, starts, ends, NOW, signed=signed_it) == is_so


def test_every_standing_has_words():
    assert set(STANDINGS) == set(STANDING_WORDS) == set(STANDING_TONES)


def test_members_by_kind(cast, row):
    soon = cast.at + timedelta(days=30)
    signed.in_force(cast, "mou", ends=soon)
    shown = page_of(cast, row)
    table = _table(shown)
    assert "Desert Bloom" not in table
    assert table.count("Ends soon") == table.count(">Together</a>") == 3  # the clinic stands twice
    assert table.count("until ") == 3 and "Draft" not in table
    assert table.count("It is no agency here") == 1 and table.count('scope="row"') == 5
    assert "None of this kind" in table and "Missing" not in table


def test_the_best_comes_first_and_what_is_over_only_where_nothing_lives(cast, row):
    old = signed.in_force(cast, "mou", ends=cast.at + timedelta(days=200))
    new = signed.in_force(cast, "mou")
    now = timezone.now()

    def clinic() -> list:
        with acting_as(cast.dana):
            found = matrix.lines(row, scenes.DAY, now)
            line = next(one for one in found if one.member.name == "Saguaro Wash Clinic")
            cell = next(one for one in line.cells if one.kind == "mou")
            return sorted((one.name, one.agreement.pk) for one in cell.found)

    assert clinic() == sorted([("in force", old.pk), ("in force", new.pk)])
    signed.do(cast, "end", old, at=now)
    assert clinic() == [("in force", new.pk)]
    signed.do(cast, "suspend", new, at=now)
    assert clinic() == [("suspended", new.pk)]
    signed.do(cast, "end", new, at=now + timedelta(seconds=1))
    now += timedelta(minutes=1)
    assert clinic() == [("over", new.pk)]


def test_who_leaves_stands_no_more(cast, row):
    made = signed.in_force(cast, "mou")
    party = next(one for one in signed.parties(cast, made) if one.agency_id == cast.ben.agency)
    now = timezone.now()
    with acting_as(cast.bea):
        actions.leave(party=party, by=cast.bea, at=now)
    with acting_as(cast.dana):
        found = matrix.lines(row, scenes.DAY, now + timedelta(seconds=1), kind="mou")
    told = {one.member.name: one.cells[0].standing for one in found if one.cells}
    assert told["Saguaro Wash Clinic"] == "over"
    assert told["Mesquite Flats Library"] in ("in force", "over")  # two parties are the least


def test_the_filter_stands_in_the_address(cast, row):
    signed.in_force(cast, "mou", ends=cast.at + timedelta(days=30))
    shown = page_of(cast, row, "?kind=mou&standing=expiring")
    assert "Mesquite Flats Library" in shown and "Family Partnership" not in _table(shown)
    assert _table(shown).count('scope="col"') == 2
    assert "Nothing fits this filter" in page_of(cast, row, "?standing=missing")
    assert "Nothing fits" not in page_of(cast, row, "?kind=nonsense&standing=%00")
    assert len(file_of(cast, row, "?kind=mou&standing=expiring")) == 3


def _table(shown: str) -> str:
    return shown.partition("<table")[2].partition("</table>")[0]


def test_the_file_says_each_signature_and_what_is_missing(cast, row):
    signed.in_force(cast, "mou", goal="=1+1")
    lines = file_of(cast, row)
    mou = [one for one in lines if one["agreement_kind"] == "mou" and one["title"]]
    assert {one["member"] for one in mou} == {
        *("Mesquite Flats Library", "Saguaro Wash Clinic", "Home visits of the clinic")
    }
    assert {(one["signed_by"], one["signed_title"], one["authority"]) for one in mou} == {
        ("Inés Duarte", "Director", "Bylaws, article 4")
    }
    kept = [one for one in lines if one["agreement_kind"] == "participation"]
    assert {one["standing"] for one in kept} == {"in force"} and len(kept) == 4
    none = [one for one in lines if one["agreement_kind"] == "data use licence"]
    assert {(one["standing"], one["title"]) for one in none} == {("none", "")}


def test_an_agency_that_has_not_joined_misses_it(cast):
    with acting_as(casting.OPERATOR):
        from kinwork.accounts import actions as accounts
        from kinwork.directory import actions as directory

        said = {"by": casting.OPERATOR, "at": cast.at}
        run_by = directory.save_record(
            thing="organization", values={"name": "New", "description": "New"}, **said
        )
        cast.agencies["new"] = accounts.create_agency(
            name="New", communities=[cast.community], organization=run_by, **said
        )
    made = scenes.started(cast)
    scenes.member(cast, made, "new")
    assert "Missing" in _table(page_of(cast, made))
    assert [one["standing"] for one in file_of(cast, made, "?kind=participation")] == ["missing"]


@pytest.mark.parametrize("who", ["dana", "cora"])
def test_who_reads_it(cast, row, who):
    for name in ("agreements", "agreements_file"):
        path = reverse(f"partnerships:{name}", args=[row.pk])
        assert browser(getattr(cast, who)).get(path).status_code == 200
    seen = browser(getattr(cast, who)).get(reverse("partnerships:see", args=[row.pk]))
    assert "Their agreements side by side" in seen.content.decode()


@pytest.mark.parametrize("who", ["ana", "ben", "bea", "cruz", "sam", "eve"])
def test_who_does_not(cast, row, who):
    for name in ("agreements", "agreements_file"):
        path = reverse(f"partnerships:{name}", args=[row.pk])
        assert browser(getattr(cast, who)).get(path).status_code == 403
    seen = browser(getattr(cast, who)).get(reverse("partnerships:see", args=[row.pk]))
    assert "Their agreements side by side" not in seen.content.decode()


def test_empty_and_counted(cast, row):
    empty = scenes.started(cast, "Without members")
    assert "No member yet" in page_of(cast, empty)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            page_of(cast, row)
        return len(caught)

    queries()
    few = queries()
    for _time in range(4):
        signed.in_force(cast, "mou")
    assert queries() == few
