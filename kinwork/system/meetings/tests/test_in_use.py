"""The pages of meetings, as whoever leads, a member and a seat's link use them, without JavaScript."""

import csv
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from kinwork.common.actor import VISITOR
from kinwork.system.meetings import letters
from kinwork.system.meetings.actions import Came
from kinwork.system.meetings.models import Ballot, Decision, Meeting
from kinwork.system.meetings.tests import scenes
from kinwork.system.meetings.tests.addresses import ID, of
from tests import cast as casting
from tests.seeing import everything
from tests.visiting import again, browser, get, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    """Today: the pages go by the clock of the machine."""
    return casting.make_cast(timezone.now(), household=False)


def test_from_plan_to_minutes(cast, row):
    """Planned, agenda from what is open, invited, held, decided, promised, closed, published, filed."""
    scenes.proposed(cast, row)
    path = of("plan", row)
    soon = timezone.localtime(
        timezone.now() + timedelta(minutes=90), timezone.get_fixed_timezone(-420)
    )
    said = {
        "kind": "regular",
        "title": "Spring",
        "minutes": "90",
        "place": "Library",
        "form_id": ID,
    }
    told = again(cast.dana, path, **said | {"on": "2020-01-01", "hour": "09:00"})
    assert "still to come" in told and 'value="Spring"' in told
    assert "where it is" in again(
        cast.dana, path, **said | {"place": "", "on": "2030-01-01", "hour": "09:00"}
    )
    here = post(cast.dana, path, **said | {"on": str(soon.date()), "hour": f"{soon:%H:%M}"})
    assert "Evening hours" in get(cast.dana, here)
    assert "Please choose one." in again(cast.dana, here)
    with everything():
        proposal = row.proposals.get()
        meeting = Meeting.objects.get()
    see = post(cast.dana, here, chosen=f"proposal:{proposal.pk}")
    post(cast.dana, of("add_item", row, meeting.pk), title="Rent", kind="decide", minutes="20")
    page = get(cast.dana, see)
    assert page.index("Evening hours") < page.index("Rent")
    with everything():
        second = meeting.items.get(title="Rent")
        first = meeting.items.get(title="Evening hours")
    post(cast.dana, of("move_item", row, meeting.pk, second.pk), up="1")
    page = get(cast.dana, see)
    assert page.index("Rent") < page.index("Evening hours")
    post(cast.dana, of("remove_item", row, meeting.pk, first.pk))
    assert "Waits for an agenda" in get(cast.ben, of("proposals", row))
    post(cast.dana, of("invite", row, meeting.pk))
    answer = browser(cast.ben).get(of("file", row, meeting.pk))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert b"SUMMARY:Saguaro Wash Together: Spring" in answer.content

    there = post(cast.dana, of("open", row, meeting.pk))
    assert there == of("there", row, meeting.pk)
    keys = [one.pk for one in scenes.seats(cast, row)]

    def ways(*said: str) -> dict[str, str]:
        return {f"way_{key}": way for key, way in zip(keys, said, strict=False)}

    assert "A proxy names the seat" in again(cast.dana, there, **ways("in person", "", "proxy"))
    carried = {f"holder_{keys[2]}": str(keys[0])}
    post(cast.dana, there, **ways("in person", "phone", "proxy", "in person"), **carried)
    # whoever carries a voice leaves: it goes along, though its box is still ticked
    post(cast.dana, there, **ways("", "phone", "proxy", "in person"), **carried)
    assert "2 of 4 seats are there" in get(cast.ben, see)
    post(cast.dana, there, **ways("in person", "phone", "online"))
    assert "3 of 4 seats are there" in get(cast.ben, see)
    decide = of("decide", row, meeting.pk) + f"?item={second.pk}"
    said = {"text": "Pay rent together", "everybody": "yes", "form_id": ID[:-1] + "f"}
    said |= {f"voice_{key}": "all" for key in keys[:3]}
    no = {f"voice_{keys[1]}": "no"}
    assert "An objection says why." in again(
        cast.dana, decide, **said | {f"voice_{keys[1]}": "object"}
    )
    # somebody comes while the page is open: nobody's voice moves to another seat
    post(cast.dana, there, **ways("in person", "phone", "online", "in person"))
    post(cast.dana, there, **ways("in person", "phone", "online"))
    made = post(cast.dana, decide, **said | no)
    assert post(cast.dana, decide, **said | no) == made
    page = get(cast.ben, made)
    assert "2 yes, 1 no; 2 yes of 3 were needed" in page
    assert re.search(r"Saguaro Wash Clinic</div>.*?<div>No</div>", page, re.DOTALL)
    post(cast.dana, there, **ways("in person"))
    assert "1 of 4 seats are there" in get(cast.ben, see) and "No quorum" in get(cast.dana, see)
    with everything():
        decision = Decision.objects.get()
        clinic = row.members.get(agency=cast.agencies["clinic"])
    path = of("promise", row) + f"?decision={decision.pk}"
    due = str(scenes.day(cast, 20))
    back = post(cast.dana, path, member=str(clinic.pk), promised="Write the lease", due_on=due)
    assert back == made and "Write the lease" in get(cast.ben, made)
    minutes = post(cast.dana, of("close", row, meeting.pk))
    page = get(cast.ben, minutes)
    for words in ("There: 4 of 4 seats", "Pay rent together", "Write the lease", "until"):
        assert words in page, words
    post(cast.dana, minutes + "publish/")
    assert "Not published yet" not in get(cast.ben, minutes)
    paper = browser(cast.ben).get(of("minutes_file", row, minutes.split("/")[-2]))
    assert paper.headers["Content-Type"] == "application/pdf"
    text = PdfReader(BytesIO(paper.content)).pages[0].extract_text()
    assert "Pay rent together" in text and "Saguaro Wash Together" in text
    assert "This step cannot be taken now" in get(cast.dana, of("decide", row, meeting.pk))


def test_minutes_that_contradict_themselves_are_kept_and_flagged(cast, row):
    """B13: two dates in one record; what was written stays, and the page says so."""
    made = scenes.held(cast, row)
    path = of("correct", row, made.pk)
    text = "The meeting was called to order on March 4, 2019.\nNext meeting on May 2, 2031."
    post(cast.dana, path, text=text, why="As it was typed")
    page = get(cast.ben, of("minutes", row, made.pk))
    assert "Another day stands in these minutes" in page and page.count("March 4, 2019") >= 2
    assert "May 2, 2031" in page and "(May 2, 2031)" not in page


def test_a_seat_votes_by_its_link(cast, row):
    made = scenes.in_writing(cast, row)
    mine = scenes.ballots(cast, made)[0]
    path = reverse("open_meetings:ballot", args=[letters.token(mine.pk)])
    page = get(VISITOR, path)
    assert "Meet in June at the clinic" in page and "Saguaro Wash Together" in page
    with everything():
        assert not Ballot.objects.exclude(said_at=None).exists()  # opening it votes for nobody
    assert "Say how you vote." in again(VISITOR, path)
    assert "An objection says why." in again(VISITOR, path, voice="object")
    assert post(VISITOR, path, voice="object", reason="Too far.") == path
    page = get(VISITOR, path)
    assert "Your vote is kept" in page and "Too far." in page and "Change my vote" in page
    post(VISITOR, path, voice="recused")
    assert "Declared a conflict of interest" in get(VISITOR, path)
    post(VISITOR, path, voice="yes")
    assert "1 of 4 have answered" in get(cast.ben, of("decision", row, made.pk))
    for wrong in (path[:-3] + "/", path.replace("votes/", "votes/x"), "/votes/nonsense/"):
        get(VISITOR, wrong, 404)
    for one in scenes.ballots(cast, made)[1:]:
        told = {"voice": "yes", "by_name": "Somebody", "came_by": "On paper"}
        post(cast.dana, of("vote", row, made.pk, one.pk), **told)
    post(cast.dana, of("count", row, made.pk))
    page = get(VISITOR, path)
    assert (
        "This vote is over" in page
        and "Passed" in page
        and "<form method" not in page.split("<main")[1]
    )
    assert "This vote is over" in again(VISITOR, path, voice="no")
    with everything():
        assert Ballot.objects.get(pk=mine.pk).said == "yes"


def test_a_member_keeps_its_promise(cast, row):
    one = scenes.promised(cast, row)
    mine = reverse("open_meetings:ours")
    assert "Print the form" in get(cast.bea, mine)
    get(cast.cruz, mine, 403)
    assert "Print the form" not in get(cast.cora, mine)
    here = of("one_promise", row, one.pk)
    assert "It is done" in get(cast.bea, here) and "No longer asked for" not in get(cast.bea, here)
    assert "It is done" not in get(cast.ben, here)
    told = {"evidence": "It hangs in the hall.", "on": str(scenes.day(cast))}
    assert "Please fill this in." in again(
        cast.bea, of("keep", row, one.pk), **told | {"evidence": ""}
    )
    later = str(scenes.day(cast, 40))
    post(cast.bea, of("postpone", row, one.pk), due_on=later, why="Ink.")
    assert "put off once" in get(cast.ben, here)
    assert post(cast.bea, of("keep", row, one.pk), **told) == here
    page = get(cast.ben, here)
    assert "It hangs in the hall." in page and page.count("kw-timeline__item") == 2
    assert "Nothing is open" in get(cast.bea, mine)
    assert "This step cannot be taken now" in get(cast.bea, of("keep", row, one.pk))


def test_promises_are_filtered_and_filed(cast, row):
    scenes.everything_of(cast, row)
    clinic = scenes.member(cast, row)
    every = of("promises", row)
    for query, found, left in (
        (f"member={clinic.pk}", "Print the form", "Tell the schools"),
        ("state=done", "Print the form", "Tell the schools"),
        ("late=on", "Nothing fits this filter", "Print the form, by"),
        ("member=nonsense&state=x", "Tell the schools", "Nothing fits"),
    ):
        page = get(cast.ben, f"{every}?{query}").split("Promised and done")[0]
        assert found in page and left not in page, query
    lines = list(
        csv.DictReader(get(cast.ben, of("promises_file", row)).lstrip("\ufeff").splitlines())
    )
    assert len(lines) == 3 and {one["state"] for one in lines} == {"open", "done"}
    lines = list(
        csv.DictReader(get(cast.ben, of("decisions_file", row)).lstrip("\ufeff").splitlines())
    )
    assert {one["outcome"] for one in lines} == {"open", "adopted", "rejected"}


def test_a_voice_that_does_not_count_says_so(cast, row):
    """By proxy, where the charter counts none."""
    meeting = scenes.opened(cast, row, at=cast.at)
    seats = scenes.came(cast, meeting, *["in person"] * 3, at=cast.at)
    carried = [Came(seats[3], "proxy", "", seats[0])]
    scenes.do(cast, "arrive", meeting=meeting, came=carried)
    made = scenes.decided(cast, meeting, seats, *["yes"] * 4, at=cast.at)
    page = get(cast.ben, of("decision", row, made.pk))
    assert page.count("Does not count") == 1 and "3 yes" in page
