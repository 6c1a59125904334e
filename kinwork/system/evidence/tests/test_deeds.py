"""Every deed by whoever might try it, what is refused and why, who reads which rows, what the database
keeps."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, VISITOR
from kinwork.common.ids import new_id
from kinwork.common.jobs import JOBS
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.system.evidence import counting, models, queries
from kinwork.system.evidence.tests import scenes
from kinwork.system.evidence.tests.scenes import LOOKED, do, report
from kinwork.system.partnerships.tests import scenes as joined
from tests import cast as casting
from tests.guards.crawling import worker
from tests.seeing import everything

pytestmark = pytest.mark.django_db
TABLES = list(apps.get_app_config("evidence").get_models())


def test_only_the_report_counts(cast):
    row = scenes.together(cast)
    at = cast.at + LOOKED
    with acting_as(OPERATOR, now=at):
        kept = counting.kept(row, at)
    told = {"partnership": row, "kept": kept}
    staff = [worker(cast, role, "clinic") for role in ("supervisor", "coordinator", "analyst")]
    for actor in (cast.dana, cast.ana, cast.ben, cast.rosa, *staff, OPERATOR, VISITOR):
        with pytest.raises(Refused):
            do(cast, "count", by=actor, at=at, **told)
    elsewhere = report(casting.make_cast(household=False))
    with pytest.raises(DatabaseError), transaction.atomic():
        do(cast, "count", by=elsewhere, at=at, **told)
    do(cast, "count", by=report(cast), at=at, **told)


def test_nobody_but_whoever_leads_asks_or_sets(cast):
    row = scenes.together(cast)
    rest = [worker(cast, role, "clinic") for role in ("supervisor", "coordinator", "state viewer")]
    for actor in (cast.ana, cast.ben, cast.cruz, cast.rosa, *rest, VISITOR):
        with pytest.raises(Refused):
            do(cast, "ask_count", by=actor, partnership=row)
        with pytest.raises(Refused):
            scenes.asked(cast, row, by=actor)
    elsewhere = worker(casting.make_cast(household=False), "backbone lead", "backbone")
    for deed in (
        lambda: do(cast, "ask_count", by=elsewhere, partnership=row),
        lambda: scenes.asked(cast, row, by=elsewhere),
    ):
        with pytest.raises(Exception, match=".") as why, transaction.atomic():
            deed()
        assert type(why.value).__name__ in ("Refused", "DoesNotExist")
    for actor in (cast.dana, OPERATOR):
        do(cast, "ask_count", by=actor, partnership=row)
        scenes.asked(cast, row, by=actor)
    with everything():
        trail = AuditEntry.objects.filter(verb__startswith="evidence.")
        assert {one.verb for one in trail} == {"evidence.ask_count", "evidence.set_threshold"}
        assert not any("many" in str(one.details) for one in trail)


def test_what_was_asked_for_is_counted(cast):
    row = scenes.together(cast)
    JOBS["evidence.count_one"](row.pk)
    JOBS["evidence.count"](row.pk)
    with everything():
        assert models.Count.objects.filter(partnership=row).count() == 1
        trail = AuditEntry.objects.filter(verb="evidence.count")
        assert {one.details["pairs"] for one in trail} == {3}


REFUSED = [
    ({"rule": "nothing"}, "Nothing can be asked"),
    ({"rule": "looked_up"}, "Nothing can be asked"),
    ({"rule": "charter_adopted"}, "Nothing can be asked"),
    ({"value": Decimal(0)}, "whole number"),
    ({"value": Decimal("2.5")}, "whole number"),
    ({"value": Decimal(1001)}, "whole number"),
    ({"value": Decimal("NaN")}, "whole number"),
    ({"rule": "answered", "value": Decimal("1.2")}, "100 percent"),
    ({"rule": "answered", "value": Decimal(0)}, "100 percent"),
    ({"reason": " "}, "in words"),
    ({"reason": "x" * 501}, "too long"),
]


@pytest.mark.parametrize(("said", "sentence"), REFUSED)
def test_what_is_missing_or_wrong_is_said(cast, said, sentence):
    row = joined.started(cast)
    with pytest.raises(Refused, match=sentence):
        scenes.asked(cast, row, **said)
    with everything():
        assert not models.Threshold.objects.exists()


def test_the_newest_threshold_counts_at_once_and_each_is_kept(cast):
    row = scenes.together(cast)
    scenes.six(cast)
    scenes.counted(cast, row)
    assert scenes.pair(cast, row).level == 2
    scenes.asked(cast, row)
    scenes.asked(cast, row, rule="meetings", value=Decimal(3), reason="Three will do.")
    told = scenes.pair(cast, row)
    assert told.level == 1
    assert {one.rule.key: one.threshold for one in told.missing}["referrals"] == 5
    scenes.asked(cast, row, value=Decimal(4), reason="Four will do.", at=cast.later(hours=1))
    assert scenes.pair(cast, row).level == 2
    with acting_as(cast.dana, now=cast.at):
        assert [one.value for one in queries.history(row.community_id, "referrals")] == [4, 5]
        assert queries.thresholds(row.community_id)["referrals"].reason == "Four will do."


def test_a_form_sent_twice_sets_once(cast):
    row, key = joined.started(cast), new_id()
    first = scenes.asked(cast, row, form_id=key)
    assert scenes.asked(cast, row, form_id=key).pk == first.pk
    with everything():
        assert models.Threshold.objects.count() == 1


def test_members_read_it_and_strangers_nothing(cast):
    row = scenes.together(cast)
    scenes.asked(cast, row)
    scenes.counted(cast, row)
    other = casting.make_cast(household=False)
    for actor in (cast.dana, cast.ben, cast.ana, OPERATOR):
        with acting_as(actor, now=cast.at):
            assert all(table.objects.exists() for table in TABLES), actor
    for actor in (cast.cruz, cast.rosa, other.dana, other.ana, report(other), VISITOR):
        with acting_as(actor, now=cast.at):
            assert not any(table.objects.exists() for table in TABLES), actor
    joined.do(cast, "part", member=scenes.meeting.member(cast, row))
    with acting_as(cast.ben, now=cast.at):
        assert not any(table.objects.exists() for table in TABLES)


def test_what_was_asked_for_stays_and_only_the_report_counts_anew(cast):
    row = scenes.together(cast)
    scenes.asked(cast, row)
    made = scenes.counted(cast, row)
    with acting_as(cast.dana, now=cast.at):
        for table, change in (
            (models.Threshold, {"value": 1}),
            (models.Count, {"starts": made.starts - timedelta(days=1)}),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                table.objects.update(**change)
        assert models.Count.objects.update(body={}) == 0
        for table in TABLES:
            with pytest.raises(DatabaseError), transaction.atomic():
                table.objects.all()._raw_delete(table.objects.db)


@pytest.mark.parametrize(
    ("table", "change", "name"),
    [
        ("Threshold", {"reason": ""}, "threshold_has_reason"),
        ("Threshold", {"value": 0}, "threshold_asks_for_something"),
        ("Count", {"ends": "2020-01-01"}, "count_has_days"),
        ("Count", {"referrals_until": "2030-01-01"}, "count_has_days"),
    ],
)
def test_the_database_refuses_by_itself(cast, table, change, name):
    row = scenes.together(cast)
    scenes.asked(cast, row)
    scenes.counted(cast, row)
    with everything(), pytest.raises(DatabaseError, match=name), transaction.atomic():
        getattr(models, table).objects.update(**change)
        connection.check_constraints()


def test_no_two_counts_of_a_month(cast):
    made = scenes.counted(cast, scenes.together(cast))
    made.pk = new_id()
    twice = pytest.raises(DatabaseError, match="count_once_a_month")
    with everything(), twice, transaction.atomic():
        made.save(force_insert=True)
