"""Every deed by whoever might try it, and the real cases that a council brings."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from kinwork.accounts.models import Mail
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.system.meetings import actions, jobs, queries
from kinwork.system.meetings.actions import Came, Said
from kinwork.system.meetings.models import Ballot, Decision, Minutes, Promise
from kinwork.system.meetings.tests import scenes
from kinwork.system.meetings.tests.scenes import do
from kinwork.system.partnerships.tests import scenes as joined
from kinwork.trust.access.models import WorkItem
from tests.seeing import everything

pytestmark = pytest.mark.django_db
TABLES = list(apps.get_app_config("meetings").get_models())
HALF = timedelta(minutes=30)


@pytest.fixture
def row(cast):
    return scenes.chartered(cast).partnership


def test_a_year_of_meetings_comes_from_the_charter(cast, row):
    told = {"first": scenes.day(cast, 8), "hour": cast.at.time().replace(hour=9), "count": 12}
    told |= {"title": "Monthly meeting", "minutes": 90, "place": "Library"}
    made = do(cast, "plan_year", partnership=row, **told)
    assert len(made) == 12
    days = [one.starts_at for one in made]
    assert all(20 < (b - a).days < 40 for a, b in zip(days, days[1:], strict=False))
    assert len({one.weekday() for one in days}) == 1
    with pytest.raises(Refused, match="planned already"):
        do(cast, "plan_year", partnership=row, **told)
    assert len(do(cast, "plan_year", partnership=row, **told | {"count": 13})) == 1


def test_an_invitation_goes_to_every_seat_with_its_calendar_file(cast, row):
    meeting = scenes.planned(cast, row)
    with pytest.raises(Refused, match="agenda first"):
        do(cast, "invite", meeting=meeting)
    scenes.item(cast, meeting, "Rent, and who helps")
    assert do(cast, "invite", meeting=meeting) == 4
    with everything():
        mails = list(Mail.objects.order_by("to"))
    assert [one.to for one in mails] == [f"person{n}@example.org" for n in (1, 2, 3, 4)]
    assert all("METHOD:REQUEST" in one.calendar and "SEQUENCE:0" in one.calendar for one in mails)
    assert all(f"ATTENDEE;RSVP=FALSE:mailto:{one.to}" in one.calendar for one in mails)
    assert all("1. Rent, and who helps (10 min)" in one.body for one in mails)
    later = meeting.starts_at + timedelta(days=1)
    do(cast, "change", meeting=meeting, starts_at=later, at=cast.at + HALF)
    do(cast, "call_off", meeting=meeting, why="Snow.", at=cast.at + 2 * HALF)
    with everything():
        files = [
            one.calendar for one in Mail.objects.filter(to=mails[0].to).order_by("queued_at", "id")
        ]
    assert "SEQUENCE:1" in files[1] and "METHOD:CANCEL" in files[2] and "SEQUENCE:2" in files[2]


def test_ten_seats_seven_there_one_by_telephone(cast, row):
    """B13: a council of ten; majority of the seats; quorum is 6, and it is met."""
    for _number in range(6):
        joined.seat(cast, row, None, kind="resident")
    meeting = scenes.opened(cast, row)
    seats = scenes.came(cast, meeting, *["in person"] * 6, "phone")
    assert len(seats) == 10
    made = scenes.decided(
        cast, meeting, seats[:7], "yes", "yes", "yes", "yes", "no", "no", "abstain"
    )
    assert (made.seats, made.needed_there, made.counted_there) == (10, 6, 7)
    # of the seats that are there: 4 of 7 is more than half
    assert made.outcome == "adopted" and made.counts["base"] == 7
    do(cast, "leave", meeting=meeting, seats=seats[:2], at=meeting.starts_at + HALF)
    lost = scenes.decided(
        cast, meeting, seats[2:7], "yes", "yes", "yes", "yes", "yes", text="Again"
    )
    assert (lost.counted_there, lost.outcome) == (5, "without quorum")


def test_a_voice_a_seat(cast, row):
    """B13: an organization sends two; the later one speaks for its seat, and it has one voice."""
    meeting = scenes.opened(cast, row)
    seats = scenes.came(cast, meeting, "in person", "in person", "in person", "-")
    later = meeting.starts_at + timedelta(minutes=5)
    do(
        cast,
        "arrive",
        meeting=meeting,
        came=[Came(seats[0], "in person", "Second delegate")],
        at=later,
    )
    with acting_as(cast.dana, now=cast.at):
        assert queries.names_now(meeting)[seats[0].pk] == "Second delegate"
        assert len(queries.there_now(meeting, later)) == 3
    twice = [Said(seats[0], "yes"), Said(seats[0], "no")]
    with pytest.raises(Refused, match="one voice"):
        do(cast, "decide", meeting=meeting, text="x", heard=twice, at=later)
    with pytest.raises(Refused, match="not there"):
        do(cast, "decide", meeting=meeting, text="x", heard=[Said(seats[3], "yes")], at=later)
    with pytest.raises(Refused, match="says why"):
        do(cast, "decide", meeting=meeting, text="x", heard=[Said(seats[0], "object")], at=later)
    with pytest.raises(Refused, match="conflict"):
        told = [Said(seats[0], "yes", recused=True)]
        do(cast, "decide", meeting=meeting, text="x", heard=told, at=later)


def test_a_proxy_is_there_while_its_holder_is(cast, row):
    meeting = scenes.opened(cast, row)
    seats = scenes.came(cast, meeting, "in person", "in person", "-", "-")
    proxy = Came(seats[2], "proxy", "", seats[1])
    for wrong in (
        Came(seats[2], "proxy"),
        Came(seats[2], "phone", "", seats[1]),
        Came(seats[2], "proxy", "", seats[2]),
        Came(seats[2], "proxy", "", seats[3]),
    ):
        with pytest.raises(Refused):
            do(cast, "arrive", meeting=meeting, came=[wrong])
    do(cast, "arrive", meeting=meeting, came=[proxy], at=meeting.starts_at)
    with acting_as(cast.dana, now=cast.at):
        assert len(queries.there_now(meeting, meeting.starts_at + HALF)) == 3
    gone = do(cast, "leave", meeting=meeting, seats=[seats[1]], at=meeting.starts_at + HALF)
    assert gone == 2
    # the charter counts no proxies: two of four seats are no majority
    made = scenes.decided(cast, meeting, seats, "yes", at=meeting.starts_at + 2 * HALF)
    assert made.outcome == "without quorum" and made.counted_there == 1


def test_an_order_and_dots(cast, row):
    meeting = scenes.opened(cast, row)
    seats = scenes.came(cast, meeting, *["in person"] * 4)
    options = ["Library", "Clinic", "School"]

    def choose(how: str, *marks: str, **more) -> Decision:
        heard = [Said(one, marks=mark) for one, mark in zip(seats, marks, strict=False)]
        told = {"text": "Where", "options": options, "how": how, **more}
        return do(cast, "decide", meeting=meeting, heard=heard, at=meeting.starts_at + HALF, **told)

    made = choose("ranked", "ab", "b, a", "BA", "c")
    assert (made.outcome, made.chosen) == ("adopted", [1])
    dotted = choose("dots", "AAB", "B", "CB", "", dots=3)
    assert (dotted.outcome, dotted.chosen, dotted.counts["options"]) == ("adopted", [1], [2, 3, 1])
    tied = choose("dots", "A", "B", dots=1)
    assert (tied.outcome, tied.chosen, tied.tied) == ("impasse", [], [0, 1])
    for how, mark, dots in (("ranked", "AA", 0), ("ranked", "D", 0), ("dots", "AAAA", 3)):
        with pytest.raises(Refused):
            choose(how, mark, dots=dots)
    with pytest.raises(Refused, match="options"):
        choose("ranked", "A", options=["Library", "Library"])


def test_a_written_vote_by_link_and_by_paper(cast, row):
    """B13: vote twice, vote late. Until the deadline the last word counts; after it none is taken."""
    made = scenes.in_writing(cast, row)
    rows = scenes.ballots(cast, made)
    with everything():
        assert Mail.objects.count() == len(rows) == 4
    mine = Actor("link", rows[0].pk)
    with acting_as(mine, now=cast.at):
        assert [one.pk for one in Ballot.objects.all()] == [rows[0].pk]
        assert [one.pk for one in Decision.objects.all()] == [made.pk]
        assert not row.__class__.objects.exists()
        actions.vote(ballot=rows[0], voice="no", by=mine, at=cast.at)
        actions.vote(ballot=rows[0], voice="yes", by=mine, at=cast.at)
        with pytest.raises(Refused):
            actions.vote(ballot=rows[1], voice="yes", by=mine, at=cast.at)
        with pytest.raises(Refused):
            actions.count(decision=made, by=mine, at=cast.at)
    with pytest.raises(Refused, match="reached you"):
        do(cast, "vote", ballot=rows[1], voice="yes")
    do(cast, "vote", ballot=rows[1], voice="yes", came_by="By phone")
    do(cast, "vote", ballot=rows[2], voice="yes", came_by="On paper")
    with pytest.raises(Refused, match="until the deadline"):
        do(cast, "count", decision=made)
    assert jobs.run_due(made.closes_at - timedelta(seconds=1)) == 0
    assert jobs.run_due(made.closes_at) == 1
    counted = scenes.fresh(cast, made)
    assert (counted.outcome, counted.counts["yes"], counted.counted_there) == ("adopted", 3, 3)
    with acting_as(mine, now=made.closes_at):
        # the database itself takes nothing more, and a link never writes the outcome
        assert Ballot.objects.filter(pk=rows[0].pk).update(said="no") == 0
        assert Decision.objects.filter(pk=made.pk).update(outcome="rejected") == 0
    with acting_as(mine, now=made.closes_at), pytest.raises(Refused, match="deadline is over"):
        actions.vote(ballot=rows[0], voice="no", by=mine, at=made.closes_at)


def test_too_few_answer_in_writing(cast, row):
    made = scenes.in_writing(cast, row)
    do(cast, "vote", ballot=scenes.ballots(cast, made)[0], voice="yes", came_by="By phone")
    jobs.run_due(made.closes_at + timedelta(days=1))
    assert scenes.fresh(cast, made).outcome == "without quorum"


def test_all_have_spoken_before_the_deadline(cast, row):
    made = scenes.in_writing(cast, row)
    for one in scenes.ballots(cast, made):
        do(cast, "vote", ballot=one, voice="yes", came_by="By phone")
    assert do(cast, "count", decision=made).outcome == "adopted"
    assert jobs.run_due(made.closes_at) == 0


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


def test_the_charter_is_adopted_in_a_meeting(cast):
    made = joined.ready(cast)
    meeting = scenes.opened(cast, made.partnership)
    about = scenes.item(cast, meeting, "The charter", source="charter", source_id=made.pk)
    seats = scenes.came(cast, meeting, *["in person"] * 4)
    decision = scenes.decided(cast, meeting, seats, *["yes"] * 4, item=about)
    assert decision.outcome == "adopted" and decision.charter_id == made.pk
    assert scenes.fresh(cast, made).state == "adopted"


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


def test_who_reads_and_who_writes(cast, row):
    """Leads write; people of members read; others, and other communities, see nothing."""
    scenes.held(cast, row)
    scenes.proposed(cast, row)
    made = scenes.in_writing(cast, row)
    written = [
        table for table in TABLES if table.__name__ not in ("Correction", "Effect", "PromiseStep")
    ]
    with acting_as(cast.dana, now=cast.at):
        assert all(table.objects.exists() for table in written)
    for key, sees in (("ben", True), ("cruz", False), ("visitor", False)):
        who = Actor("visitor") if key == "visitor" else getattr(cast, key)
        with acting_as(who, now=cast.at):
            assert {table.objects.exists() for table in written} == {sees}, key
    with acting_as(cast.ben, now=cast.at):
        one = Promise.objects.first()
        for verb, told in (
            ("plan", {"partnership": row, "kind": "regular", "title": "x", "minutes": 30,
                      "starts_at": cast.at + HALF, "place": "x"}),
            ("let_go", {"promise": one, "why": "x"}),
            ("count", {"decision": made}),
        ):  # fmt: skip
            with pytest.raises(Refused):
                getattr(actions, verb)(by=cast.ben, at=cast.at, **told)


def test_what_the_database_refuses(cast, row):
    made = scenes.in_writing(cast, row)
    mine = scenes.ballots(cast, made)[0]
    with acting_as(cast.dana, now=cast.at):
        for told in (
            {"said": "object"},
            {"said": "yes"},
            {"recused": True, "said": "yes", "said_at": cast.at},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Ballot.objects.filter(pk=mine.pk).update(**told)
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=made.pk).update(outcome="adopted")


def test_every_deed_leaves_a_line(cast, row):
    scenes.held(cast, row)
    with everything():
        verbs = set(
            AuditEntry.objects.filter(verb__startswith="meetings.").values_list("verb", flat=True)
        )
    assert {"meetings.plan", "meetings.open", "meetings.arrive", "meetings.decide"} <= verbs
    assert {"meetings.promise", "meetings.close", "meetings.add_item"} <= verbs


def test_a_voice_by_link_is_not_overwritten(cast, row):
    made = scenes.in_writing(cast, row)
    one = scenes.ballots(cast, made)[0]
    mine = Actor("link", one.pk)
    with acting_as(mine, now=cast.at):
        actions.vote(ballot=one, voice="no", by=mine, at=cast.at)
    with pytest.raises(Refused, match="its own link"):
        do(cast, "vote", ballot=one, voice="yes", came_by="By phone")


def test_a_proposal_that_was_not_reached_waits_again(cast, row):
    one = scenes.proposed(cast, row)

    def on_an_agenda(meeting):
        scenes.item(cast, meeting, "Evening hours", source="proposal", source_id=one.pk)
        assert scenes.fresh(cast, one).taken is True

    meeting = scenes.planned(cast, row)
    on_an_agenda(meeting)
    do(cast, "call_off", meeting=meeting, why="Snow.")
    assert scenes.fresh(cast, one).taken is None
    meeting = scenes.opened(cast, row)
    on_an_agenda(meeting)
    scenes.closed(cast, meeting)
    assert scenes.fresh(cast, one).taken is None


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
