"""Every deed by whoever might try it, what is refused and why, and who reads which rows."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, VISITOR
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.system.barriers import queries, rules
from kinwork.system.barriers.models import Barrier, BarrierEvent
from kinwork.system.barriers.tests import scenes
from kinwork.system.barriers.tests.scenes import DAY, answered, do, fresh, in_state, noted, put
from kinwork.system.loop.tests import scenes as counting
from kinwork.system.partnerships.tests import scenes as joined
from tests import cast as casting
from tests.guards.crawling import worker
from tests.seeing import everything

pytestmark = pytest.mark.django_db


def test_from_a_note_to_its_end(cast):
    row = put(cast)
    assert (row.state, row.due_on) == ("put", DAY + timedelta(days=30))
    row = answered(cast, "refused", row)
    row = put(cast, row, how="At their hearing", lane="ccdf_temporary")
    row = answered(cast, "relieved for a time", row, lane="ccdf_temporary")
    assert (row.due_on, row.relieved_until) == (None, DAY + timedelta(days=90))
    do(cast, "close", barrier=row, said="One letter is enough now.")
    with everything():
        steps = list(BarrierEvent.objects.order_by("number").values_list("verb", "state"))
        assert steps == [
            ("note", "noted"),
            ("put", "put"),
            ("refuse", "refused"),
            ("put", "put"),
            ("relieve_for_a_time", "relieved for a time"),
            ("close", "closed"),
        ]
        assert {one.said_by_id for one in BarrierEvent.objects.all()} == {cast.dana.id}
        trail = AuditEntry.objects.filter(verb__startswith="barriers.").order_by("pk")
        assert sorted(one.verb for one in trail) == sorted(
            f"barriers.{verb}" for verb in ("note", "put", "answer", "put", "answer", "close")
        )
        assert not any("letter" in str(one.details) for one in trail)


def test_a_relief_holds_on_while_more_is_asked_for(cast):
    until = DAY + timedelta(days=90)
    row = put(cast, answered(cast, "relieved for a time"))
    assert fresh(cast, row).relieved_until == until
    row = answered(cast, "relieved", answered_again(cast, row))
    assert fresh(cast, row).relieved_until is None


def answered_again(cast, row):
    """Refused, then put once more."""
    return put(cast, answered(cast, "refused", row))


def test_not_theirs_names_the_right_authority(cast):
    row = answered(cast, "not theirs")
    assert (row.level, row.office) == ("state agency", "State child care office")
    with everything():
        first = row.events.get(verb="put")
        assert first.office == "County child care office"


@pytest.mark.parametrize("state", ["relieved", "closed", "withdrawn", "put"])
def test_a_step_that_does_not_start_there_is_refused(cast, state):
    row = in_state(cast, state)
    with pytest.raises(Refused, match="cannot be done now"):
        put(cast, row)
    assert fresh(cast, row).state == state


@pytest.mark.parametrize(
    ("verb", "said", "sentence"),
    [
        ("note", {"said": " "}, "what stands in the way"),
        ("note", {"kind": "weather"}, "its kind"),
        ("note", {"level": "moon"}, "Whose authority"),
        ("note", {"office": ""}, "who could change it"),
        ("note", {"count": "none:such"}, "cannot be read"),
        ("put", {"how": " "}, "how"),
        ("put", {"days": -1}, "after it was put"),
        ("put", {"lane": "no_such"}, "not open on that day"),
        ("answer", {"came": "perhaps"}, "came of it"),
        ("answer", {"came": "refused", "said": ""}, "in words"),
        ("answer", {"came": "relieved for a time", "until": None}, "until which day"),
        ("answer", {"came": "not theirs", "office": ""}, "which office"),
        ("answer", {"came": "refused", "on": DAY - timedelta(days=1)}, "later than that day"),
        ("answer", {"came": "refused", "on": DAY + timedelta(days=9)}, "not come yet"),
    ],
)
def test_what_is_missing_or_wrong_is_said(cast, verb, said, sentence):
    made = {"note": noted, "put": put, "answer": answered}[verb]
    with pytest.raises(Refused) as why:
        made(cast, **said)
    assert sentence.lower() in why.value.sentence.lower()


@pytest.mark.parametrize("state", rules.LIVING)
def test_what_is_learned_later_changes_nothing_else(cast, state):
    row = in_state(cast, state)
    before = fresh(cast, row)
    do(cast, "add_evidence", barrier=row, said=" Two more offices send both letters. ")
    after = fresh(cast, row)
    for name in ("state", "due_on", "relieved_until", "level", "office", "evidence"):
        assert getattr(after, name) == getattr(before, name)
    with everything():
        last = row.events.order_by("-number").first()
        assert (last.verb, last.state) == ("add_evidence", state)
        assert last.words == "Two more offices send both letters."
    with pytest.raises(Refused, match="in words"):
        do(cast, "add_evidence", barrier=row, said=" ")


@pytest.mark.parametrize("state", ["closed", "withdrawn"])
def test_what_nobody_follows_any_more_takes_no_evidence(cast, state):
    with pytest.raises(Refused, match="cannot be done now"):
        do(cast, "add_evidence", barrier=in_state(cast, state), said="A letter.")


def test_an_end_says_why(cast):
    for verb, state in (("close", "relieved"), ("withdraw", "put")):
        with pytest.raises(Refused, match="in words"):
            do(cast, verb, barrier=in_state(cast, state), said=" ")


def test_a_result_of_another_community_is_refused(cast):
    other = casting.make_cast(household=False)
    goal = joined.goal(other, joined.started(other))
    with acting_as(other.dana, now=other.at):
        result = goal.result
    with pytest.raises(Refused, match="another community"):
        noted(cast, result=result)


def test_counted_evidence_comes_from_the_released_numbers_alone(cast):
    scenes.released(cast, no_room=14, too_far=11)
    with acting_as(cast.dana, now=cast.at):
        told = {one.reason: key for key, one in queries.counts(cast.community).items()}
    row = noted(cast, count=told["no room"])
    assert (row.reason, row.counted, str(row.counted_from)) == ("no room", 14, "2025-07-01")
    few = noted(cast, count=told["not eligible"])
    assert (few.reason, few.counted) == ("not eligible", None)
    with everything():
        names = {one.name for one in Barrier._meta.concrete_fields}
    assert not names & {"referral", "household", "person"}


def test_a_real_release_is_what_is_offered(db):
    cast = casting.make_cast()
    for _ in range(12):
        counting.do(cast, cast.ben, "decline", casting.sent(cast), 1, reason="no room")
    counting.opened_today(cast)
    with acting_as(cast.dana, now=cast.at):
        found = {one.reason: one.n for one in queries.counts(cast.community).values()}
    assert found["no room"] == 12 and found["too far"] is None


def test_a_release_that_is_not_open_is_no_evidence(cast):
    made = scenes.released(cast)
    with everything():
        type(made).objects.update(opens_at=cast.at + timedelta(days=1))
    with acting_as(cast.dana, now=cast.at):
        assert queries.counts(cast.community) == {}


@pytest.mark.parametrize("verb", ["note", "put", "answer", "close", "withdraw", "add_evidence"])
def test_nobody_but_whoever_leads_does_it(cast, verb):
    deeds = {
        "note": noted,
        "put": put,
        "answer": lambda cast, row, by: answered(cast, "refused", row, by=by),
        "close": lambda cast, row, by: do(cast, "close", barrier=row, said="Gone.", by=by),
        "withdraw": lambda cast, row, by: do(cast, "withdraw", barrier=row, said="No.", by=by),
        "add_evidence": lambda cast, row, by: do(
            cast, "add_evidence", barrier=row, said="A letter.", by=by
        ),
    }
    start = {"put": "noted", "answer": "put", "close": "refused", "withdraw": "noted"}
    start["add_evidence"] = "put"
    row = in_state(cast, start[verb]) if verb in start else None
    rest = [worker(cast, role, "clinic") for role in ("supervisor", "coordinator", "state viewer")]
    for actor in (cast.ana, cast.ben, *rest, VISITOR):
        with pytest.raises(Refused):
            _did(deeds[verb], cast, row, actor)
    elsewhere = worker(casting.make_cast(household=False), "backbone lead", "backbone")
    with pytest.raises((Refused, DatabaseError)), transaction.atomic():
        _did(deeds[verb], cast, row, elsewhere)
    assert _did(deeds[verb], cast, row, cast.dana)
    if row is None:
        assert _did(deeds[verb], cast, row, OPERATOR)


def _did(deed, cast, row, actor):
    return deed(cast, by=actor) if row is None else deed(cast, row, by=actor)


def test_who_reads_the_rows(cast):
    row = noted(cast)

    def sees(actor) -> bool:
        with acting_as(actor, now=cast.at):
            found = BarrierEvent.objects.filter(barrier_id=row.pk).exists()
            assert Barrier.objects.filter(pk=row.pk).exists() is found
            return found

    assert sees(cast.dana) and sees(OPERATOR)
    assert not sees(cast.ben) and not sees(cast.cruz) and not sees(VISITOR)
    joined.member(cast, joined.started(cast), "clinic")
    assert sees(cast.ben) and not sees(cast.cruz)
    assert not sees(worker(casting.make_cast(household=False), "backbone lead", "backbone"))


def test_what_was_noted_and_each_step_stay_as_they_were(cast):
    row = put(cast)
    with acting_as(cast.dana, now=cast.at):
        for change in ({"words": "Other"}, {"evidence": "Other"}, {"counted": 99}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Barrier.objects.filter(pk=row.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            row.events.update(words="Other")
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"state": "put"}, "barrier_put_expects_an_answer"),
        ({"state": "relieved for a time"}, "barrier_relief_for_a_time_ends"),
        ({"state": "lost"}, "barrier_state_is_known"),
        ({"words": ""}, "barrier_has_words_and_office"),
        ({"reason": "no room"}, "barrier_count_has_its_days"),
        (
            {"reason": "x", "counted_from": DAY, "counted_to": DAY, "counted": 10},
            "barrier_count_not_small",
        ),
    ],
)
def test_the_database_refuses_by_itself(cast, change, name):
    row = noted(cast)
    with everything(), pytest.raises(DatabaseError, match=name), transaction.atomic():
        Barrier.objects.filter(pk=row.pk).update(**change)
        connection.check_constraints()
