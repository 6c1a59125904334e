"""Words between the family and its lead: who writes, who reads, what people type wrongly."""

import pytest

from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.family.contact.laid import TEAM_WROTE
from kinwork.family.contact.models import Message
from kinwork.family.teams import actions
from kinwork.family.teams.models import TeamMessage
from kinwork.family.teams.tests import scenes
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.seeing import everything


def write(cast, name="rosa", body="Can we meet on Friday?", **said):
    return scenes.do(cast, name, actions.write, 3, household=cast.household, body=body, **said)


def answer(cast, name="ana", body="Yes, at ten.", hours=4, **said):
    lead = scenes.lead(cast)
    return scenes.do(cast, name, actions.answer, hours, lead=lead, body=body, **said)


def lines():
    with everything():
        found = WorkItem.objects.filter(kind=TEAM_WROTE, closed_at=None)
        return [(one.agency.name, str(one.assignee)) for one in found]


def test_the_family_writes_the_lead_answers_and_the_family_is_told(cast):
    scenes.served(cast)
    write(cast)
    assert lines() == [(casting.AGENCIES["library"], "Ana")]
    answer(cast)
    assert lines() == []
    with everything():
        assert TeamMessage.objects.filter(by_family=True, answered_at=None).count() == 0
        told = Message.objects.get(key="teams.answer")
        assert (told.deed, told.about) == ("teams.answer", cast.household.pk)
    readers = {n for n in cast.actors if scenes.seen(cast, n, TeamMessage)}
    assert readers == {"ana", "rosa"}


@pytest.mark.parametrize("name", ["ana", "ben", "cruz", "cora", "dana", "sam", "eve"])
def test_only_the_family_writes_as_the_family(cast, name):
    scenes.served(cast)
    with pytest.raises(Refused):
        write(cast, name)


@pytest.mark.parametrize("name", ["ben", "bea", "cruz", "cora", "dana", "sam", "eve", "rosa"])
def test_only_the_lead_answers(cast, name):
    scenes.served(cast)
    with pytest.raises(Refused):
        answer(cast, name)


@pytest.mark.parametrize(
    ("body", "words"), [("", "Please write"), (" \n", "Please write"), ("x" * 4001, "too long")]
)
def test_what_cannot_be_sent(cast, body, words):
    scenes.served(cast)
    for deed in (write, answer):
        with pytest.raises(Refused, match=words):
            deed(cast, body=body)


def test_the_same_form_twice_is_one(cast):
    scenes.served(cast)
    form, back = new_id(), new_id()
    for _twice in range(2):
        write(cast, form_id=form)
        answer(cast, form_id=back)
    with everything():
        assert TeamMessage.objects.count() == 2


def test_where_nobody_leads_the_family_is_told_to_call(cast):
    with pytest.raises(Refused, match="call an office"):
        write(cast)


def test_a_pile_that_nobody_reads_does_not_grow(cast):
    scenes.served(cast)
    for number in range(10):
        write(cast, body=f"{number}")
    with pytest.raises(Refused, match="Please call them"):
        write(cast)
    answer(cast)
    write(cast)


def test_the_new_lead_reads_nothing_that_was_written_to_the_old_one(cast):
    scenes.served(cast)
    write(cast, body="Between us")
    made = scenes.asked(cast)
    scenes.do(cast, "ben", actions.answer_handover, 4, handover=made, takes=True)
    assert scenes.seen(cast, "ben", TeamMessage, 5) == 0
    assert lines() == []
    with pytest.raises(Refused):
        scenes.do(cast, "ana", actions.answer, 5, lead=made.lead, body="Late")
