"""A conference from the agenda to the follow-up, by everybody who might try."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.family.conferences import showing
from kinwork.family.conferences.models import (
    AgendaItem,
    Conference,
    FollowUp,
    Invitation,
    Note,
)
from kinwork.family.conferences.tests import scenes
from kinwork.family.contact.laid import CONFERENCE, CONFERENCE_PROMISE
from kinwork.family.contact.models import Message
from kinwork.family.plans.models import Step
from kinwork.family.plans.tests import scenes as planning
from kinwork.family.teams.tests import scenes as teaming
from kinwork.trust.access import actions as access
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.seeing import everything

OTHERS = ("ben", "bea", "cruz", "cora", "dana", "sam", "eve", "rosa")
TEAM = {"ana", "ben", "bill", "bea", "rosa"}
HELD = 24 * 3 + 3


def lines(kind: str) -> list[str]:
    with everything():
        found = WorkItem.objects.filter(kind=kind, closed_at=None).order_by("agency__name")
        return [one.agency.name for one in found]


def told(key: str) -> int:
    with everything():
        return Message.objects.filter(key=key).count()


CLINIC, LIBRARY = casting.AGENCIES["clinic"], casting.AGENCIES["library"]


def test_who_is_invited_reads_it_and_nobody_else(cast):
    scenes.planned(cast)
    for model in (Conference, Invitation, AgendaItem):
        assert scenes.readers(cast, model) == TEAM, model
    assert scenes.seen(cast, "ben", AgendaItem) == scenes.seen(cast, "rosa", AgendaItem) == 2
    assert lines(CONFERENCE) == [CLINIC] and told("conferences.plan") == 1


def test_without_the_familys_yes_to_the_plan_only_the_date_is_read(cast):
    scenes.planned(cast, plan=False)
    assert scenes.seen(cast, "ben", Conference) == 1
    with acting_as(cast.ben, now=cast.later(days=1)):
        assert [one.agency.name for one in Invitation.objects.all()] == [CLINIC]
        (item,) = AgendaItem.objects.all()  # its own referral; nobody's words
        assert item.referral_id is not None
    assert scenes.seen(cast, "rosa", AgendaItem) == 2


@pytest.mark.parametrize("name", ["cruz", "cora", "dana", "sam", "eve", "rosa"])
def test_nobody_else_calls_a_familys_team(cast, name):
    with pytest.raises(Refused):
        scenes.planned(cast, name=name)
    with everything():
        assert not Conference.objects.exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"starts_at": casting.BEGAN}, "time to come"),
        ({"starts_at": casting.BEGAN + timedelta(days=800)}, "within a year"),
        ({"minutes": 7}, "from the list"),
        ({"way": "pigeon"}, "from the list"),
        ({"invite": [new_id()]}, "work with this family"),
        ({"about": [new_id()]}, "is over"),
    ],
)
def test_what_cannot_be_planned(cast, said, words):
    with pytest.raises(Refused, match=words):
        scenes.planned(cast, **said)


def test_who_is_only_asked_is_not_invited(cast):
    row = casting.sent(cast)
    with pytest.raises(Refused, match="work with this family"):
        scenes.planned(cast, row=row)


def test_a_double_click_is_one(cast):
    row, form = teaming.served(cast), new_id()
    made = {scenes.planned(cast, row=row, form_id=form).pk for _time in range(2)}
    assert len(made) == 1 and told("conferences.plan") == 1


def test_who_is_invited_answers_and_changes_it(cast):
    row = scenes.planned(cast)
    mine = scenes.invitation(cast, row)
    scenes.do(cast, "ben", "answer", invitation=mine, comes=True)
    assert lines(CONFERENCE) == []
    assert scenes.do(cast, "bea", "answer", 6, invitation=mine, comes=False).answer == "no"


@pytest.mark.parametrize("name", ["ana", "cruz", "cora", "dana", "rosa"])
def test_nobody_answers_for_another(cast, name):
    row = scenes.planned(cast)
    with pytest.raises(Refused):
        scenes.do(cast, name, "answer", invitation=scenes.invitation(cast, row), comes=True)
    if name != "rosa":
        with pytest.raises(Refused):
            scenes.do(cast, name, "answer_as_family", conference=row, comes=True)


def test_the_family_is_invited_until_it_says_no(cast):
    row = scenes.planned(cast)
    assert row.family_answer == ""
    said = scenes.do(cast, "rosa", "answer_as_family", conference=row, comes=False)
    assert said.family_answer == "no"


@pytest.mark.parametrize(("name", "may"), [("rosa", True), ("ben", True), ("cruz", False)])
def test_who_comes_adds_to_the_agenda(cast, name, may):
    row = scenes.planned(cast)
    said = {"conference": row, "words": "Our language"}
    if not may:
        with pytest.raises(Refused):
            scenes.do(cast, name, "add_item", **said)
        return
    form = new_id()
    for _twice in range(2):
        scenes.do(cast, name, "add_item", form_id=form, **said)
    assert scenes.seen(cast, "ana", AgendaItem) == 3
    for words in (" ", "x" * 501):
        with pytest.raises(Refused):
            scenes.do(cast, name, "add_item", conference=row, words=words)


def test_it_is_moved_and_everybody_is_asked_again(cast):
    row = scenes.planned(cast)
    scenes.do(cast, "ben", "answer", invitation=scenes.invitation(cast, row), comes=True)
    when = cast.later(days=9)
    said = {"conference": row, "starts_at": when, "version": 0}
    moved = scenes.do(cast, "ana", "move_date", 6, **said)
    assert moved.starts_at == when and scenes.invitation(cast, row).answer == ""
    assert lines(CONFERENCE) == [CLINIC] and told("conferences.move_date") == 1
    with pytest.raises(Refused, match="meanwhile"):
        scenes.do(cast, "ana", "move_date", 7, **said | {"starts_at": cast.later(days=10)})


@pytest.mark.parametrize("name", OTHERS)
def test_only_who_called_it_moves_holds_or_calls_it_off(cast, name):
    row = scenes.planned(cast)
    for deed, said in (
        ("move_date", {"starts_at": cast.later(days=9)}),
        ("call_off", {}),
        ("hold", {"came": [], "family_came": True}),
    ):
        with pytest.raises(Refused):
            scenes.do(cast, name, deed, HELD, conference=row, **said)


def test_it_is_called_off_once(cast):
    row = scenes.planned(cast)
    for _twice in range(2):
        row = scenes.do(cast, "ana", "call_off", conference=row)
    assert row.state == "called off" and lines(CONFERENCE) == []
    assert told("conferences.call_off") == 1
    with pytest.raises(Refused, match="over, or was called off"):
        scenes.do(cast, "ben", "answer", 6, invitation=scenes.invitation(cast, row), comes=True)


def test_it_is_held_once_it_has_begun_and_says_who_was_there(cast):
    row = scenes.planned(cast)
    said = {"conference": row, "came": [cast.agencies["clinic"].pk], "family_came": True}
    with pytest.raises(Refused, match="not begun"):
        scenes.do(cast, "ana", "hold", **said)
    with pytest.raises(Refused, match="were invited"):
        scenes.do(cast, "ana", "hold", HELD, **said | {"came": [cast.agencies["bloom"].pk]})
    for _twice in range(2):
        scenes.do(cast, "ana", "hold", HELD, **said)
    with everything():
        assert set(Invitation.objects.values_list("agency__name", "came")) == {
            (LIBRARY, True),
            (CLINIC, True),
        }
    assert lines(CONFERENCE) == []


def test_a_note_is_for_the_team_or_for_ones_own_office(cast):
    row = scenes.held(cast)
    scenes.do(cast, "ben", "write_note", HELD, conference=row, body="We meet in May")
    assert scenes.readers(cast, Note) == TEAM
    own = {"conference": row, "body": "Call first", "sensitivity": "notes"}
    scenes.do(cast, "ben", "write_note", HELD, **own)
    assert {name: scenes.seen(cast, name, Note) for name in ("ben", "bea", "ana", "rosa")} == {
        **{"ben": 2, "bea": 2, "ana": 1, "rosa": 2}
    }


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"body": " "}, "what was said"),
        ({"body": "x" * 4001}, "too long"),
        ({"sensitivity": "identity"}, "from the list"),
        ({"kind": "secret"}, "from the list"),
        ({"kind": "agreed", "sensitivity": "notes"}, "whole team"),
    ],
)
def test_what_cannot_be_noted(cast, said, words):
    row = scenes.held(cast)
    with pytest.raises(Refused, match=words):
        scenes.do(cast, "ana", "write_note", HELD, **{"conference": row, "body": "Yes", **said})


@pytest.mark.parametrize("name", ["cruz", "cora", "dana", "rosa"])
def test_only_who_was_there_writes(cast, name):
    row = scenes.held(cast)
    with pytest.raises(Refused):
        scenes.do(cast, name, "write_note", HELD, conference=row, body="I was there")


def test_who_was_not_there_and_what_was_not_held(cast):
    row = scenes.planned(cast)
    with pytest.raises(Refused, match="took place"):
        scenes.do(cast, "ana", "write_note", conference=row, body="Soon")
    library = [cast.agencies["library"].pk]
    scenes.do(cast, "ana", "hold", HELD, conference=row, came=library, family_came=False)
    with pytest.raises(Refused, match="was there"):
        scenes.do(cast, "ben", "write_note", HELD, conference=row, body="I heard")
    with pytest.raises(Refused, match="was there"):
        scenes.promised(cast, row)
    with pytest.raises(Refused, match="family was not there"):
        scenes.promised(cast, row, None)


def test_a_promise_lies_on_the_desk_until_it_is_done(cast):
    row = scenes.held(cast)
    made = scenes.promised(cast, row)
    assert lines(CONFERENCE_PROMISE) == [CLINIC]
    assert scenes.readers(cast, FollowUp) == TEAM
    for name in ("cruz", "cora", "rosa"):
        with pytest.raises(Refused):
            scenes.do(cast, name, "settle_follow_up", HELD, follow_up=made, done=True)
    for _twice in range(2):
        scenes.do(cast, "ben", "settle_follow_up", HELD, follow_up=made, done=True)
    assert lines(CONFERENCE_PROMISE) == []
    with pytest.raises(Refused, match="settled"):
        scenes.do(cast, "ana", "settle_follow_up", HELD, follow_up=made, done=False)


def test_the_family_ticks_its_own(cast):
    row = scenes.held(cast)
    made = scenes.promised(cast, row, None)
    assert lines(CONFERENCE_PROMISE) == []
    assert scenes.do(cast, "rosa", "settle_follow_up", HELD, follow_up=made, done=True).state == (
        "done"
    )


def test_nothing_is_promised_by_who_may_not_read_it(cast):
    row = scenes.held(cast, plan=False)
    with pytest.raises(Refused, match="has not agreed"):
        scenes.promised(cast, row)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"words": " "}, "to be done"),
        ({"words": "x" * 501}, "too long"),
        ({"due_on": (casting.BEGAN - timedelta(days=2)).date()}, "day to come"),
        ({"due_on": (casting.BEGAN + timedelta(days=800)).date()}, "within a year"),
    ],
)
def test_what_cannot_be_promised(cast, said, words):
    row = scenes.held(cast)
    with pytest.raises(Refused, match=words):
        scenes.promised(cast, row, **said)


def test_whom_the_family_shuts_out_reads_nothing_more(cast):
    row = scenes.held(cast)
    scenes.promised(cast, row)
    with acting_as(cast.rosa, now=cast.later(hours=HELD)):
        access.block(
            household=cast.household,
            agency=cast.agencies["clinic"],
            by=cast.rosa,
            at=cast.later(hours=HELD),
        )
    for model in (Conference, Invitation, AgendaItem, Note, FollowUp):
        assert scenes.seen(cast, "ben", model) == 0, model


@pytest.mark.parametrize("name", ["ana", "ben", "rosa", "cruz"])
def test_nobody_changes_a_row_by_hand(cast, name):
    row = scenes.held(cast)
    scenes.promised(cast, row)
    with acting_as(cast.actors[name], now=cast.later(hours=HELD)):
        assert Conference.objects.update(place="Elsewhere") == 0
        assert Invitation.objects.update(came=False) == 0
        assert FollowUp.objects.update(state="open", settled_at=None) == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            Invitation.objects.create(
                community=cast.community,
                recorded_by=cast.agencies["library"],
                sensitivity="plan",
                household=cast.household,
                conference=row,
                agency=cast.agencies["bloom"],
                caller=cast.agencies["bloom"],
            )


def test_the_database_keeps_invitations_apart(cast):
    row = scenes.planned(cast)
    mine = scenes.invitation(cast, row)
    mine.pk = new_id()
    with everything(), pytest.raises(IntegrityError), transaction.atomic():
        mine.save(force_insert=True)


def test_what_was_promised_becomes_a_step_of_the_plan(cast):
    row = scenes.held(cast)
    goal = planning.goal(cast, planning.started(cast))
    made = scenes.promised(cast, row)
    hours = {"hours": 24 * 3 + 4}
    with pytest.raises(Refused):  # Cruz works elsewhere
        scenes.do(cast, "cruz", "make_step", follow_up=made, goal=goal, **hours)
    with pytest.raises(Refused):  # the family does it on its plan
        scenes.do(cast, "rosa", "make_step", follow_up=made, goal=goal, **hours)
    for _time in range(2):
        done = scenes.do(cast, "ben", "make_step", follow_up=made, goal=goal, **hours)
    with everything():
        step = Step.objects.get(pk=done.step_id)
    assert (step.words, step.due_on, step.doer) == (made.words, made.due_on, "partner")
    assert step.doer_agency_id == cast.agencies["clinic"].pk
    with everything():
        assert goal.steps.count() == 1
        kinds = WorkItem.objects.filter(target=made.pk, closed_at=None)
        assert not kinds.exists()
    with pytest.raises(Refused):
        scenes.do(cast, "ben", "settle_follow_up", follow_up=made, done=True, **hours)


def test_the_plan_stands_on_the_agenda_where_there_is_one(cast):
    row = scenes.planned(cast, plan_review=True)
    with everything():
        assert not row.agenda.filter(kind="plan review").exists()
    scenes.do(cast, "ana", "call_off", 6, conference=row)
    planning.started(cast)
    casting.consent(cast, "library", teaming.SHARED)
    again = scenes.do(
        cast, "ana", "plan", 7, household=cast.household, starts_at=cast.at + scenes.BEGINS,
        minutes=30, way="phone", invite=[cast.agencies["clinic"].pk], plan_review=True,
    )  # fmt: skip
    for name in ("ana", "ben", "rosa"):
        with acting_as(cast.actors[name], now=cast.later(hours=8)):
            told = showing.agenda(again, "en")
        assert [(one.what, one.is_plan) for one in told] == [("Look at the plan together", True)]
    with acting_as(cast.cruz, now=cast.later(hours=8)):
        assert showing.agenda(again, "en") == []
