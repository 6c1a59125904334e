"""After a meeting: minutes, promises, what a decision changed."""

from datetime import timedelta

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused
from kinwork.system.meetings import actions
from kinwork.system.meetings.models import Minutes
from kinwork.system.meetings.tests import scenes
from kinwork.system.meetings.tests.scenes import do
from kinwork.trust.access.models import WorkItem
from tests.seeing import everything

pytestmark = pytest.mark.django_db
HALF = timedelta(minutes=30)


def test_minutes_write_themselves(cast, row):
    meeting = scenes.opened(cast, row)
    about = scenes.item(cast, meeting, "One form")
    seats = scenes.came(cast, meeting, "in person", "phone", "-", "online")
    do(cast, "note_item", item=about, notes="The clinic shows its form.", at=meeting.starts_at)
    made = scenes.decided(cast, meeting, seats, "yes", "object", "-", "yes", item=about)
    scenes.promised(cast, row, decision=made, at=meeting.starts_at + HALF)
    do(cast, "leave", meeting=meeting, seats=[seats[3]], at=meeting.starts_at + HALF)
    minutes = scenes.closed(cast, meeting)
    for words in (
        "Minutes: Spring meeting",
        "There: 3 of 4 seats. Quorum: 3.",
        "Not there:",
        "1. One form\nThe clinic shows its form.\n",
        "Put to the seats: One intake form from May on\nPassed. Majority",
        "We cannot pay for it.",
        "Print the form, by",
    ):
        assert words in minutes.text, words
    do(cast, "correct", minutes=minutes, text="Minutes of another day", why="A typing error")
    with everything():
        kept = minutes.corrections.get()
        assert kept.before == minutes.text and kept.why == "A typing error"


def test_whoever_stands_on_the_first_list_was_there_from_the_beginning(cast, row):
    """Writing everybody down takes minutes; who comes later has an hour of their own."""
    meeting = scenes.opened(cast, row)
    first, later = (meeting.starts_at + timedelta(minutes=n) for n in (4, 20))
    seats = scenes.came(cast, meeting, "in person", "phone", at=first)
    do(cast, "arrive", meeting=meeting, came=[actions.Came(seats[2], "online")], at=later)
    lines = scenes.closed(cast, meeting).text.splitlines()
    assert [", from " in one for one in lines if one.startswith("- ")][:3] == [False, False, True]


def test_minutes_are_approved_at_a_later_meeting(cast, row):
    first = scenes.held(cast, row)
    meeting = scenes.opened(cast, row, title="Next", starts_at=cast.at + timedelta(days=30))
    about = scenes.item(cast, meeting, "Approve the minutes", source="minutes", source_id=first.pk)
    seats = scenes.came(cast, meeting, *["in person"] * 4)
    scenes.decided(cast, meeting, seats, *["yes"] * 4, item=about, text="They are right")
    approved = scenes.fresh(cast, first)
    assert approved.state == "approved" and approved.approved_in_id == meeting.pk
    with pytest.raises(Refused, match="approved"):
        do(cast, "correct", minutes=first, text="x", why="y")


def test_minutes_for_everybody_once_they_are_approved(cast):
    row = scenes.chartered(cast, minutes_for="everybody").partnership
    first = scenes.held(cast, row)
    visitor = Actor("visitor")

    def seen() -> int:
        with acting_as(visitor, now=cast.at):
            return Minutes.objects.count()

    do(cast, "publish", minutes=first)
    assert scenes.fresh(cast, first).readers == "members" and seen() == 0
    meeting = scenes.opened(cast, row, title="Next", starts_at=cast.at + timedelta(days=30))
    about = scenes.item(cast, meeting, "Minutes", source="minutes", source_id=first.pk)
    seats = scenes.came(cast, meeting, *["in person"] * 4)
    scenes.decided(cast, meeting, seats, *["yes"] * 4, item=about)
    do(cast, "publish", minutes=first)
    assert seen() == 1
    with pytest.raises(Refused, match="already"):
        do(cast, "publish", minutes=first)


def test_a_promise_lies_on_the_desk_of_whoever_made_it(cast, row):
    one = scenes.promised(cast, row)
    clinic = scenes.member(cast, row).agency_id

    def lines() -> list:
        with everything():
            return list(WorkItem.objects.filter(kind=actions.PROMISED, closed_at=None))

    assert [(line.agency_id, line.target) for line in lines()] == [(clinic, one.pk)]
    later = scenes.day(cast, 40)
    for who in (cast.ben, cast.cruz):
        with pytest.raises(Refused):
            do(cast, "keep", promise=one, evidence="Done", by=who)
    do(cast, "postpone", promise=one, due_on=later, why="The printer broke.", by=cast.bea)
    assert lines()[0].due_at.date() >= later
    do(cast, "keep", promise=one, evidence="It lies in the waiting room.")
    assert lines() == []
    done = scenes.fresh(cast, one)
    assert (done.state, done.postponed) == ("done", 1)
    with everything():
        assert [step.verb for step in done.steps.order_by("at", "verb")] in (
            ["keep", "postpone"],
            ["postpone", "keep"],
        )
    with pytest.raises(Refused):
        do(cast, "let_go", promise=one, why="x")


def test_what_a_decision_changed_is_written_down_once(cast, row):
    minutes = scenes.held(cast, row)
    with acting_as(cast.dana, now=cast.at):
        made = minutes.meeting.decisions.get()
        measure = row.goals.get().result.measures.first()
    with pytest.raises(Refused, match="Choose"):
        do(cast, "tell_effect", decision=made)
    do(cast, "tell_effect", decision=made, measure=measure, told="Up.")
    with pytest.raises(Refused, match="already"):
        do(cast, "tell_effect", decision=made, measure=measure)
