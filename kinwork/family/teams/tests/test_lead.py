"""The lead: by default, handed over, refused, taken; by everybody who might try."""

import pytest
from django.db import ProgrammingError, transaction

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.family.contact.laid import TEAM_ASKED, TEAM_REFUSED
from kinwork.family.contact.models import Message
from kinwork.family.teams import actions
from kinwork.family.teams.models import Lead, LeadHandover, Member
from kinwork.family.teams.tests import scenes
from kinwork.trust.access import actions as access
from kinwork.trust.access.models import Tie, WorkItem
from tests import cast as casting
from tests.seeing import everything

OTHERS = ("ben", "bea", "cruz", "cora", "dana", "sam", "eve", "rosa")


def leader(cast) -> str:
    with everything():
        return Lead.objects.get(ends=None).agency.name


def lines(kind: str) -> list[tuple[str, str]]:
    with everything():
        found = WorkItem.objects.filter(kind=kind, closed_at=None)
        return [(one.agency.name, str(one.assignee or "")) for one in found]


def test_whoever_sent_first_leads(cast):
    scenes.served(cast)
    assert leader(cast) == casting.AGENCIES["library"]
    assert {name: scenes.seen(cast, name, Lead) for name in ("ana", "ben", "rosa", "cruz")} == {
        **{"ana": 1, "ben": 1, "rosa": 1, "cruz": 0}
    }


def test_without_the_familys_yes_nobody_else_reads_who_leads(cast):
    scenes.served(cast, plan=False)
    assert scenes.seen(cast, "ben", Lead) == 0


def test_it_is_handed_over_with_a_summary_and_taken(cast):
    scenes.served(cast)
    made = scenes.asked(cast)
    assert lines(TEAM_ASKED) == [(casting.AGENCIES["clinic"], "Ben")]
    assert leader(cast) == casting.AGENCIES["library"]  # until they say yes
    readers = {n for n in cast.actors if scenes.seen(cast, n, LeadHandover)}
    assert readers == {"ana", "ben", "bill", "bea", "rosa"}
    for _twice in range(2):
        scenes.do(cast, "ben", actions.answer_handover, 3, handover=made, takes=True)
    assert leader(cast) == casting.AGENCIES["clinic"] and lines(TEAM_ASKED) == []
    with everything():
        assert Lead.objects.count() == 2
        assert Message.objects.filter(key="teams.lead").count() == 1


def test_who_says_no_leaves_the_lead_where_it_is_and_the_giver_knows(cast):
    scenes.served(cast)
    made = scenes.asked(cast)
    scenes.do(cast, "bea", actions.answer_handover, 3, handover=made, takes=False)
    assert leader(cast) == casting.AGENCIES["library"]
    assert lines(TEAM_REFUSED) == [(casting.AGENCIES["library"], "Ana")]
    with pytest.raises(Refused, match="answered already"):
        scenes.do(cast, "ben", actions.answer_handover, 4, handover=made, takes=True)


def test_what_was_taken_back_is_answered_by_nobody(cast):
    scenes.served(cast)
    made = scenes.asked(cast)
    scenes.do(cast, "ana", actions.take_back, 3, handover=made)
    assert lines(TEAM_ASKED) == []
    with pytest.raises(Refused, match="taken back"):
        scenes.do(cast, "ben", actions.answer_handover, 4, handover=made, takes=True)


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_hands_it_over_takes_it_back_or_answers(cast, name):
    scenes.served(cast)
    lead, made = scenes.lead(cast), scenes.asked(cast)
    said = {"taker": cast.agencies["bloom"].pk, "summary": "Mine"}
    with pytest.raises(Refused):
        scenes.do(cast, name, actions.hand_over, lead=lead, **said)
    with pytest.raises(Refused):
        scenes.do(cast, name, actions.take_back, handover=made)
    if name not in ("ben", "bea"):
        with pytest.raises(Refused):
            scenes.do(cast, name, actions.answer_handover, handover=made, takes=True)


def test_not_to_who_may_not_read_the_summary(cast):
    scenes.served(cast, plan=False)
    with pytest.raises(Refused, match="has not agreed"):
        scenes.asked(cast)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"summary": "  "}, "how things stand"),
        ({"summary": "x" * 4001}, "too long"),
        ({"taker": new_id()}, "works with this family"),
    ],
)
def test_what_cannot_be(cast, said, words):
    scenes.served(cast)
    with pytest.raises(Refused, match=words):
        scenes.asked(cast, **said)


def test_not_to_itself_nor_to_who_is_only_asked(cast):
    casting.sent(cast)
    casting.consent(cast, "clinic", classes=scenes.SHARED)
    for key in ("library", "clinic"):
        with pytest.raises(Refused, match="works with this family"):
            scenes.asked(cast, taker=cast.agencies[key].pk)


def test_a_double_click_is_one_and_a_second_asking_waits(cast):
    scenes.served(cast)
    form = new_id()
    assert scenes.asked(cast, form_id=form).pk == scenes.asked(cast, form_id=form).pk
    with pytest.raises(Refused, match="already"):
        scenes.asked(cast)


def test_a_stale_page_says_that_somebody_else_leads(cast):
    scenes.served(cast)
    old, made = scenes.lead(cast), scenes.asked(cast)
    scenes.do(cast, "ben", actions.answer_handover, 3, handover=made, takes=True)
    with pytest.raises(Refused, match="Somebody else leads"):
        scenes.do(cast, "ana", actions.hand_over, 4, lead=old, taker=made.taker_id, summary="Again")


def test_the_lead_ends_with_its_work_and_whoever_sent_next_has_it(cast):
    row = scenes.served(cast)
    made = scenes.asked(cast)
    scenes.do(cast, "ben", actions.answer_handover, 3, handover=made, takes=True)
    other = casting.sent(cast, answers=casting.need(cast, code="food"))
    scenes.move(cast, "ben", "serve", row, 5, received="Visits", need_met="fully")
    assert leader(cast) == casting.AGENCIES["library"]
    scenes.move(cast, "rosa", "withdraw", other, 6)
    with everything():
        assert not Lead.objects.filter(ends=None).exists()


def test_where_nobody_leads_a_member_takes_it_and_two_at_once_are_one(cast):
    row = casting.sent(cast, by=cast.rosa)
    scenes.move(cast, "ben", "accept", row, 1)
    casting.consent(cast, "clinic", classes=scenes.SHARED)
    for name in ("ana", "cruz", "cora", "rosa"):
        with pytest.raises(Refused):
            scenes.do(cast, name, actions.take_lead, household=cast.household)
    first = scenes.do(cast, "ben", actions.take_lead, household=cast.household)
    assert scenes.do(cast, "bea", actions.take_lead, household=cast.household).pk == first.pk


def test_the_lead_hands_over_before_it_leaves(cast):
    row = scenes.served(cast)
    with everything():
        ana, ben = (Member.objects.get(side=side) for side in ("sender", "receiver"))
    with pytest.raises(Refused, match="Hand the lead over"):
        scenes.do(cast, "ana", actions.leave, member=ana)
    with pytest.raises(Refused, match="ends\\s+the work"):
        scenes.do(cast, "ben", actions.leave, member=ben)
    for name in ("ben", "cruz", "cora", "rosa"):
        with pytest.raises(Refused):
            scenes.do(cast, name, actions.leave, member=ana)
    made = scenes.asked(cast)
    scenes.do(cast, "ben", actions.answer_handover, 3, handover=made, takes=True)
    for _twice in range(2):
        scenes.do(cast, "ana", actions.leave, 4, member=ana)
    scenes.move(cast, "ben", "start_service", row, 5)
    with everything():
        assert Member.objects.get(side="sender").ended_because == "left"
        open_ones = Tie.objects.filter(work=row.pk, kind="team", ends=None)
        assert [one.agency.name for one in open_ones] == [casting.AGENCIES["clinic"]]


def test_who_is_shut_out_is_on_the_team_no_more(cast):
    scenes.served(cast)
    with acting_as(cast.rosa, now=cast.later(hours=3)):
        access.block(
            household=cast.household,
            agency=cast.agencies["library"],
            by=cast.rosa,
            at=cast.later(hours=3),
        )
    with everything():
        assert Member.objects.get(side="sender").ended_because == "removed"
        assert not Lead.objects.filter(ends=None).exists()
    assert scenes.seen(cast, "ana") == 0


def test_one_worker_who_is_shut_out_is_named_no_more(cast):
    scenes.served(cast)
    with acting_as(cast.rosa, now=cast.later(hours=3)):
        access.block(
            household=cast.household, user=cast.users["ana"], by=cast.rosa, at=cast.later(hours=3)
        )
    with everything():
        assert Lead.objects.get(ends=None).user_id is None
        assert Member.objects.get(side="sender").user_id is None
    assert scenes.seen(cast, "ana") == 0


@pytest.mark.parametrize("name", ["ana", "ben", "rosa", "cruz"])
def test_nobody_writes_a_lead_by_hand(cast, name):
    scenes.served(cast)
    with acting_as(cast.actors[name], now=cast.later(hours=3)):
        assert Lead.objects.update(ends=cast.later(hours=3)) == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            Lead.objects.create(
                community=cast.community,
                recorded_by=cast.agencies["library"],
                sensitivity="plan",
                household=cast.household,
                agency=cast.agencies["library"],
                starts=cast.at,
                ends=cast.later(hours=1),
            )
