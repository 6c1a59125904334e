"""What the seats decide, in a meeting and in writing: the real cases that a council brings."""

from datetime import timedelta

import pytest

from kinwork.accounts.models import Mail
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused
from kinwork.system.meetings import actions, jobs, queries
from kinwork.system.meetings.actions import Came, Said
from kinwork.system.meetings.models import Ballot, Decision
from kinwork.system.meetings.tests import scenes
from kinwork.system.meetings.tests.scenes import do
from kinwork.system.partnerships.tests import scenes as joined
from tests.seeing import everything

pytestmark = pytest.mark.django_db
HALF = timedelta(minutes=30)


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


def test_the_charter_is_adopted_in_a_meeting(cast):
    made = joined.ready(cast)
    meeting = scenes.opened(cast, made.partnership)
    about = scenes.item(cast, meeting, "The charter", source="charter", source_id=made.pk)
    seats = scenes.came(cast, meeting, *["in person"] * 4)
    decision = scenes.decided(cast, meeting, seats, *["yes"] * 4, item=about)
    assert decision.outcome == "adopted" and decision.charter_id == made.pk
    assert scenes.fresh(cast, made).state == "adopted"


def test_a_voice_by_link_is_not_overwritten(cast, row):
    made = scenes.in_writing(cast, row)
    one = scenes.ballots(cast, made)[0]
    mine = Actor("link", one.pk)
    with acting_as(mine, now=cast.at):
        actions.vote(ballot=one, voice="no", by=mine, at=cast.at)
    with pytest.raises(Refused, match="its own link"):
        do(cast, "vote", ballot=one, voice="yes", came_by="By phone")
